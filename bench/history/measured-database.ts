/** A database that explains every statement it is asked: the same text, on the same connection, by the same plan. */
import pg from 'pg';
import type { Database } from '../../src/database/database.ts';
import type { Sql, Statement } from '../../src/database/sql.ts';

export interface Measurement {
  readonly name: string;
  /** Milliseconds that PostgreSQL took to run it. */
  readonly runMs: number;
  /** Milliseconds that it took to plan it, which it does once per connection. */
  readonly planMs: number;
  readonly buffers: number;
  /** Most rows that one scan of one table or index went through. */
  readonly visited: number;
  /** Partitions that were read from their beginning to their end. */
  readonly wholeScans: readonly string[];
}

interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly 'Shared Hit Blocks': number;
  readonly 'Shared Read Blocks': number;
  readonly Plans?: readonly PlanNode[];
}

interface Explanation {
  readonly Plan: PlanNode;
  readonly 'Planning Time': number;
  readonly 'Execution Time': number;
}

/** A sequential scan of fewer rows is that of an empty day or a short list. */
const SHORT = 500;

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
  const literals = values.map(toLiteral).join(', ');
  const run = async (options: string, name: string): Promise<Explanation> => {
    const [row] = await sql.query<{ 'QUERY PLAN': Explanation[] }>(
      `explain (${options}format json) execute ${pg.escapeIdentifier(name)}(${literals})`,
    );
    return (row as { 'QUERY PLAN': [Explanation] })['QUERY PLAN'][0];
  };
  const fresh = `bench-${statement.name}`;
  await sql.query(`prepare ${pg.escapeIdentifier(fresh)} as ${statement.text}`);
  const planned = await run('summary, ', fresh);
  const done = await run('analyze, buffers, timing off, ', fresh);
  await sql.query(`deallocate ${pg.escapeIdentifier(fresh)}`);
  const nodes = allNodes(done.Plan);
  const visitedBy = (node: PlanNode): number =>
    (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0)) * node['Actual Loops'];
  const scans = nodes.filter((node) => node['Node Type'].endsWith('Scan') && node['Node Type'] !== 'Subquery Scan');
  return {
    name: statement.name,
    runMs: done['Execution Time'],
    planMs: planned['Planning Time'],
    buffers: done.Plan['Shared Hit Blocks'] + done.Plan['Shared Read Blocks'],
    visited: Math.round(Math.max(0, ...scans.map(visitedBy))),
    wholeScans: scans
      .filter((node) => node['Node Type'] === 'Seq Scan' && visitedBy(node) > SHORT * node['Actual Loops'])
      .map((node) => node['Relation Name'] ?? '?'),
  };
}

const allNodes = (node: PlanNode): PlanNode[] => [node, ...(node.Plans ?? []).flatMap(allNodes)];

function toLiteral(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (Array.isArray(value))
    return pg.escapeLiteral(`{${value.map((entry) => JSON.stringify(String(entry))).join(',')}}`);
  return pg.escapeLiteral(value instanceof Date ? value.toISOString() : String(value));
}
