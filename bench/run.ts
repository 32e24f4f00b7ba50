/** The benchmark: see README.md beside this file. */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { createPayload, createWebhooks, measureLatency, publishClosedLoop } from './load.ts';
import { cpuSecondsOf, cpuSecondsOfTree } from './process-cpu.ts';
import { measureRawPosts, measureRawRows } from './raw-limits.ts';
import { startService, type Service } from './service.ts';

const { values: options } = parseArgs({
  options: {
    seconds: { type: 'string', default: '10' },
    payload: { type: 'string', default: '2' },
    'fan-out': { type: 'string' },
    json: { type: 'string' },
    statements: { type: 'boolean', default: false },
    profile: { type: 'string' },
  },
});
const seconds = Number(options.seconds);
const payload = createPayload(Number(options.payload));
const figures: Record<string, number> = {};

function report(name: string, value: number, unit: string): void {
  figures[name] = value;
  const text = value >= 100 ? value.toFixed(0) : value.toFixed(2);
  process.stdout.write(`${name.padEnd(52)} ${text.padStart(10)} ${unit}\n`);
}

const percentile = (values: number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? Number.NaN;

function reportPercentiles(name: string, values: number[]): void {
  for (const share of [0.5, 0.95, 0.99]) report(`${name} p${share * 100}`, percentile(values, share), 'ms');
}

async function measureThroughput(service: Service, admin: pg.Client, fanOut: number): Promise<void> {
  const companies = await createWebhooks(service, fanOut);
  const texts = companies.map((company) => payload(company));
  const load = { texts, fanOut, outstanding: 3_000 };
  const rawBefore = await measureRawPosts(service.receiverUrls, service.caPem, texts[0] as string, seconds / 3);
  await publishClosedLoop(service, { ...load, seconds: 4 });

  await admin.query('select pg_stat_statements_reset()');
  const snapshot = async () => ({
    at: performance.now(),
    received: await service.received(),
    postgres: cpuSecondsOfTree(service.postgresPid),
    service: cpuSecondsOf(service.servicePid),
    receivers: cpuSecondsOf(service.receiversPid),
    own: process.cpuUsage().user / 1e6 + process.cpuUsage().system / 1e6,
    wal: Number((await admin.query('select pg_wal_lsn_diff(pg_current_wal_lsn(), $1) as wal', ['0/0'])).rows[0].wal),
  });
  const before = await snapshot();
  await publishClosedLoop(service, { ...load, seconds });
  const after = await snapshot();
  const { rows } = await admin.query(
    `select sum(calls) filter (where toplevel)::float8 as calls, sum(total_exec_time)::float8 as ms from pg_stat_statements`,
  );
  const deliveries = after.received - before.received;
  if (options.statements) await reportStatements(admin, deliveries);
  const perSecond = deliveries / ((after.at - before.at) / 1000);
  const rawAfter = await measureRawPosts(service.receiverUrls, service.caPem, texts[0] as string, seconds / 3);
  const raw = (rawBefore + rawAfter) / 2;
  const name = `fan-out ${fanOut}:`;
  report(`${name} deliveries`, perSecond, '/s');
  report(`${name} raw signed HTTPS POSTs`, raw, '/s');
  report(`${name} ratio to raw POSTs`, perSecond / raw, '');
  report(`${name} SQL statements`, Number(rows[0].calls) / deliveries, 'per delivery');
  report(`${name} WAL`, (after.wal - before.wal) / deliveries, 'bytes per delivery');
  const hot = await admin.query(
    `select sum(n_tup_hot_upd)::float8 / nullif(sum(n_tup_upd), 0) as share from pg_stat_user_tables where relname ~ '^delivery_[0-9]'`,
  );
  report(`${name} heap-only updates of deliveries`, Number(hot.rows[0].share), '');
  report(`${name} CPU PostgreSQL`, ((after.postgres - before.postgres) / deliveries) * 1e6, 'us per delivery');
  report(
    `${name} CPU service (API and worker)`,
    ((after.service - before.service) / deliveries) * 1e6,
    'us per delivery',
  );
  report(`${name} CPU receivers`, ((after.receivers - before.receivers) / deliveries) * 1e6, 'us per delivery');
  report(`${name} CPU load generator`, ((after.own - before.own) / deliveries) * 1e6, 'us per delivery');
  await drained(service, admin);
}

/** Where the database's time goes. */
async function reportStatements(admin: pg.Client, deliveries: number): Promise<void> {
  const { rows } = await admin.query(
    `select left(regexp_replace(query, '\\s+', ' ', 'g'), 90) as query, calls::int, total_exec_time as ms, wal_bytes::float8 as wal
     from pg_stat_statements order by total_exec_time desc limit 14`,
  );
  for (const { query, calls, ms, wal } of rows) {
    const perDelivery = `${((ms / deliveries) * 1000).toFixed(1)} us ${(wal / deliveries).toFixed(0)} B`;
    process.stdout.write(`  ${String(calls).padStart(6)} calls ${perDelivery.padStart(20)}  ${query}\n`);
  }
}

/** Waits until nothing is waiting or in flight. */
async function drained(service: Service, admin: pg.Client): Promise<void> {
  for (let round = 0; round < 600; round++) {
    const { rows } = await admin.query(`select count(*)::int as n from dockhook.delivery where status = 'PENDING'`);
    if (rows[0].n === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`deliveries are still waiting after a minute; received so far: ${await service.received()}`);
}

const service = await startService(
  options.profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${options.profile}`],
);
const admin = new pg.Client({ connectionString: service.adminUrl });
await admin.connect();
try {
  const fanOuts = options['fan-out'] === undefined ? [1, 10] : [Number(options['fan-out'])];
  const texts = (await createWebhooks(service, 1)).map((company) => payload(company));
  await measureLatency(service, texts, 200, 3); // warm-up
  const idle = await measureLatency(service, texts, 20, 8);
  reportPercentiles('idle: published → received', idle.fromSending);
  reportPercentiles('idle: answered → received', idle.fromAnswer);
  await admin.query('update dockhook.webhook set deleted_at = now()');
  for (const fanOut of fanOuts) {
    await measureThroughput(service, admin, fanOut);
    if (fanOut === 1) {
      const half = Math.floor((figures['fan-out 1: deliveries'] ?? 0) / 2);
      const loaded = await measureLatency(service, texts, Math.min(half, 1_500), 8);
      report('half load: single mutations', Math.min(half, 1_500), '/s');
      reportPercentiles('half load: published → received', loaded.fromSending);
    }
    await admin.query('update dockhook.webhook set deleted_at = now() where deleted_at is null');
  }
  report(
    'raw rows (event, delivery, attempt, update)',
    await measureRawRows(service.adminUrl, texts[0] as string, 5),
    '/s',
  );
  if (options.json !== undefined) writeFileSync(options.json, `${JSON.stringify(figures, null, 2)}\n`);
} finally {
  await admin.end();
  await service.stop();
}
