/** A database that explains every statement it is asked: the same text, on the same connection, by the same plan. */
import pg from 'pg';
import type { Database } from '../../src/database/database.ts';
import type { Sql, Statement } from '../../src/database/sql.ts';
import { measurementOf, type Measurement, type PlanNode } from './measurement.ts';

interface Explanation {
  readonly Plan: PlanNode;
  readonly 'Planning Time': number;
  readonly 'Execution Time': number;
}

export function measuredDatabase(database: Database): { database: Database; take(): Measurement[] } {
  let taken: Measurement[] = [];
  const measured = (sql: Sql): Sql => ({
    async query<Row extends object>(statement: string | Statement, values: readonly unknown[] = []) {
      const rows = await sql.query<Row>(statement, values);
      if (typeof statement !== 'string') taken.push(await explain(sql, statement, values));
      return rows;
    },
  });
  return {
    database: {
      ...database,
      system: measured({
        query: (statement, values) => onOneConnection(database, (sql) => sql.query(statement, values)),
      }),
      tenantTransaction: (scope, work) => database.tenantTransaction(scope, (sql) => work(measured(sql))),
      systemTransaction: (work, settings) => database.systemTransaction((sql) => work(measured(sql)), settings),
    },
    take() {
      const all = taken;
      taken = [];
      return all;
    },
  };
}

/** Single statements go to any connection; what is prepared has to be explained where it was prepared. */
const onOneConnection = <T>(database: Database, work: (sql: Sql) => Promise<T>): Promise<T> =>
  database.systemTransaction(work);

async function explain(sql: Sql, statement: Statement, values: readonly unknown[]): Promise<Measurement> {
  const literals = values.length === 0 ? '' : `(${values.map(toLiteral).join(', ')})`;
  const run = async (options: string, name: string): Promise<Explanation> => {
    const [row] = await sql.query<{ 'QUERY PLAN': Explanation[] }>(
      `explain (${options}format json) execute ${pg.escapeIdentifier(name)}${literals}`,
    );
    return (row as { 'QUERY PLAN': [Explanation] })['QUERY PLAN'][0];
  };
  const fresh = `bench-${statement.name}`;
  await sql.query(`prepare ${pg.escapeIdentifier(fresh)} as ${statement.text}`);
  const planned = await run('summary, ', fresh);
  const done = await run('analyze, buffers, timing off, ', fresh);
  await sql.query(`deallocate ${pg.escapeIdentifier(fresh)}`);
  return measurementOf(statement.name, done.Plan, done['Execution Time'], planned['Planning Time']);
}

function toLiteral(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (Array.isArray(value))
    return pg.escapeLiteral(`{${value.map((entry) => JSON.stringify(String(entry))).join(',')}}`);
  return pg.escapeLiteral(value instanceof Date ? value.toISOString() : String(value));
}
