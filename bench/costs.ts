/** What a stretch of work costs per delivery: statements, WAL, CPU of every process. */
import type { Installation } from './installation.ts';
import { cpuSecondsOf, cpuSecondsOfTree } from './process-cpu.ts';
import type { Report } from './report.ts';

export interface Costs {
  readonly deliveries: number;
  readonly perSecond: number;
  /** Per delivery. */
  readonly statements: number;
  readonly walBytes: number;
  /** Microseconds per delivery, by name. */
  readonly cpu: ReadonlyMap<string, number>;
}

/** Runs `work` and says what it cost. */
export async function measureCosts(
  installation: Installation,
  processes: readonly { readonly name: string; readonly pid: number }[],
  work: () => Promise<void>,
): Promise<Costs> {
  const { admin } = installation;
  const readCpu = () =>
    new Map([
      ['PostgreSQL', cpuSecondsOfTree(installation.postgresPid)],
      ...processes.map(({ name, pid }) => [name, cpuSecondsOf(pid)] as const),
      ['receivers', cpuSecondsOf(installation.receiversPid)],
      ['load generator', (process.cpuUsage().user + process.cpuUsage().system) / 1e6],
    ]);
  const readWal = async () =>
    Number((await admin.query(`select pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0') as bytes`)).rows[0].bytes);

  await admin.query('select pg_stat_statements_reset()');
  const walBefore = await readWal();
  const receivedBefore = await installation.received();
  const cpuBefore = readCpu();
  const start = performance.now();
  await work();
  const seconds = (performance.now() - start) / 1000;
  const cpuAfter = readCpu();
  const deliveries = (await installation.received()) - receivedBefore;
  const wal = (await readWal()) - walBefore;
  const calls = await admin.query(`select sum(calls)::float8 as calls from pg_stat_statements where toplevel`);
  return {
    deliveries,
    perSecond: deliveries / seconds,
    statements: Number(calls.rows[0].calls) / deliveries,
    walBytes: wal / deliveries,
    cpu: new Map(
      [...cpuAfter].map(([name, after]) => [name, ((after - (cpuBefore.get(name) ?? 0)) / deliveries) * 1e6]),
    ),
  };
}

export function reportCosts(report: Report, costs: Costs): void {
  report.add('SQL statements', costs.statements, 'per delivery');
  report.add('WAL', costs.walBytes, 'bytes per delivery');
  for (const [name, microseconds] of costs.cpu) report.add(`CPU ${name}`, microseconds, 'us per delivery');
}

/** Where the database's time and WAL go. */
export async function printStatements({ admin }: Installation, deliveries: number): Promise<void> {
  const { rows } = await admin.query(
    `select left(regexp_replace(query, '\\s+', ' ', 'g'), 100) as query, calls::int, total_exec_time as ms, wal_bytes::float8 as wal
     from pg_stat_statements order by total_exec_time desc limit 16`,
  );
  for (const { query, calls, ms, wal } of rows) {
    const mean = `${(ms / calls).toFixed(2)} ms each`;
    const perDelivery = `${((ms / deliveries) * 1000).toFixed(1)} us ${(wal / deliveries).toFixed(0)} B`;
    process.stdout.write(
      `  ${String(calls).padStart(6)} calls ${mean.padStart(14)} ${perDelivery.padStart(18)}  ${query}\n`,
    );
  }
}
