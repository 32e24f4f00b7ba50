/**
 * Hand-written statements on MikroORM's connections, for the few places where a statement is the point:
 * the pipeline and the live feed. Everything else goes through entities.
 */
import pg, { type ClientBase, type Pool } from 'pg';
import { isConnectionLost } from './database-faults.ts';

/** A statement that PostgreSQL plans once per connection. The name must be unique to the text. */
export interface Statement {
  readonly name: string;
  readonly text: string;
}

/** Runs statements on one connection, inside whatever transaction that connection is in. */
export interface Sql {
  query<Row extends object>(statement: string | Statement, values?: readonly unknown[]): Promise<Row[]>;
}

/** Column types as the driver gives them by default: instants are Dates. (MikroORM's own pool leaves them text.) */
const types = { getTypeParser: pg.types.getTypeParser };

export function sqlOn(client: Pool | ClientBase): Sql {
  return {
    async query<Row extends object>(statement: string | Statement, values: readonly unknown[] = []) {
      const named = typeof statement === 'string' ? { text: statement } : statement;
      const result = await client.query<Row>({ ...named, values: [...values], types });
      return result.rows;
    },
  };
}

/**
 * Runs `work` in one transaction: all of it or nothing. The connection is discarded when it may be broken.
 * @param begin statements that open the transaction, sent as one message
 */
export async function inTransaction<T>(pool: Pool, begin: string, work: (sql: Sql) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query(begin);
    const result = await work(sqlOn(client));
    await client.query('commit');
    return result;
  } catch (error) {
    // A lost connection has nothing to roll back, and asking it might take as long again.
    broken = isConnectionLost(error) ? (error as Error) : await rollBack(client);
    throw error;
  } finally {
    client.release(broken);
  }
}

/** Rolls back; returns the error when that failed too, so that the connection is not used again. */
async function rollBack(client: ClientBase): Promise<Error | undefined> {
  try {
    await client.query('rollback');
    return undefined;
  } catch (error) {
    return error instanceof Error ? error : new Error('rollback failed', { cause: error });
  }
}
