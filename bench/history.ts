/** Measures reading the history at a million deliveries: see README.md beside this file. Fails when a page is slow. */
import 'reflect-metadata';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { openDatabase } from '../src/database/database.ts';
import { wholeTenant } from '../src/domain/scope.ts';
import { startEmbeddedServer } from '../src/database/embedded-server/start-embedded-server.ts';
import { migrate } from '../src/database/migrate.ts';
import { findDeliveries } from '../src/graphql/reads/find-deliveries.ts';
import { findEvents } from '../src/graphql/reads/find-events.ts';
import type { HistoryPage } from '../src/graphql/reads/history-page.ts';
import type { PageQuery } from '../src/graphql/paging.ts';
import { fillHistory, TENANT } from './history/fill.ts';
import { measuredDatabase, type Measurement } from './history/measured-database.ts';
import { deliveryQuestions, eventQuestions } from './history/questions.ts';

const { values: options } = parseArgs({
  options: { deliveries: { type: 'string', default: '1000000' }, keep: { type: 'string' } },
});

/** What a page may take of the database's time, its search and its end together. */
const LIMIT_MS = 50;
/** Rows that a statement may go through, whatever is asked. */
const VISITED = 25_000;
const PAGE = 50;
const COUNT_LIMIT = 10_001;

const folder = options.keep ?? mkdtempSync(path.join(os.tmpdir(), 'dockhook-history-'));
const server = await startEmbeddedServer({
  dataDir: path.join(folder, 'data'),
  durable: false,
  settings: { shared_buffers: '512MB' },
});
const admin = new pg.Client({ connectionString: server.adminUrl.replace(/\/postgres$/, '/dockhook') });
await admin.connect();
await migrate({ url: server.appUrl });
await fillUnlessFilled();
const plain = await openDatabase({ url: server.appUrl, tenantConnections: 1, systemConnections: 2 });
const { database, take } = measuredDatabase(plain);
let slow = 0;
try {
  const known = await someRows();
  const { middle } = known;
  const directions: [string, Partial<PageQuery>][] = [
    ['newest first', {}],
    ['from the end', { backwards: true }],
    ['deep', { after: middle }],
    ['deep, backwards', { before: middle, backwards: true }],
  ];
  heading();
  for (const { what, filter } of deliveryQuestions(known)) {
    for (const [direction, place] of directions) {
      await measure(`deliveries, ${what}`, direction, () =>
        findDeliveries(database, wholeTenant(TENANT), toQuery(place), filter),
      );
    }
  }
  for (const { what, filter } of eventQuestions(known)) {
    for (const [direction, place] of directions) {
      await measure(`events, ${what}`, direction, () =>
        findEvents(database, wholeTenant(TENANT), toQuery(place), filter),
      );
    }
  }
} finally {
  await plain.close();
  await admin.end();
  await server.stop();
  if (options.keep === undefined) rmSync(folder, { recursive: true, force: true });
}
process.stdout.write(
  slow === 0 ? `Every page took less than ${LIMIT_MS} ms.\n` : `${slow} took too long or too much.\n`,
);
process.exitCode = slow === 0 ? 0 : 1;

function toQuery(place: Partial<PageQuery>): PageQuery {
  return { after: undefined, before: undefined, backwards: false, limit: PAGE + 1, ...place };
}

async function measure(what: string, direction: string, find: () => Promise<HistoryPage<unknown>>): Promise<void> {
  const page = await find();
  const found = page.stoppedAt === undefined ? `${page.rows.length} rows` : `${page.rows.length} rows, more to search`;
  line(what, direction, found, take());
  if (direction !== 'newest first') return;
  const count = await page.countUpTo(COUNT_LIMIT);
  line(what, 'count', typeof count === 'number' ? String(count) : `${count.atLeast} or more`, take());
}

function heading(): void {
  process.stdout.write(
    `${'asked'.padEnd(56)} ${'page'.padEnd(16)} ${'ms'.padStart(6)} ${'plan'.padStart(6)} ${'visited'.padStart(8)} ${'buffers'.padStart(8)}  found\n`,
  );
}

function line(what: string, direction: string, found: string, measurements: readonly Measurement[]): void {
  const sum = (of: (measurement: Measurement) => number): number =>
    measurements.reduce((total, measurement) => total + of(measurement), 0);
  const ms = sum(({ runMs }) => runMs);
  const plan = sum(({ planMs }) => planMs);
  const visited = Math.max(0, ...measurements.map((measurement) => measurement.visited));
  const whole = measurements.flatMap(({ wholeScans }) => wholeScans);
  const isSlow = ms > LIMIT_MS || plan > LIMIT_MS * 2 || visited > VISITED || whole.length > 0;
  if (isSlow) slow += 1;
  process.stdout.write(
    `${what.padEnd(56)} ${direction.padEnd(16)} ${ms.toFixed(1).padStart(6)} ${plan.toFixed(0).padStart(6)} ` +
      `${String(visited).padStart(8)} ${String(sum(({ buffers }) => buffers)).padStart(8)}  ${found}` +
      `${whole.length > 0 ? ` SCANS ${whole.join(', ')}` : ''}${isSlow ? '  TOO MUCH' : ''}\n`,
  );
}

async function fillUnlessFilled(): Promise<void> {
  const { rows } = await admin.query('select 1 from dockhook.tenant limit 1');
  if (rows.length > 0) return;
  const started = performance.now();
  await fillHistory(admin, Number(options.deliveries));
  process.stdout.write(`filled in ${((performance.now() - started) / 1000).toFixed(0)} s\n`);
}

async function someRows(): Promise<{ middle: string; deliveryId: string; eventId: string; correlationId: string }> {
  const { rows } = await admin.query(
    `select d.id as "deliveryId", e.id as "eventId", e.correlation_id as "correlationId"
     from dockhook.delivery d join dockhook.event e on e.id = d.event_id
     where d.tenant_id = $1 and d.id > dockhook.uuid_at(now() - interval '15 days') and e.correlation_id is not null
     order by d.id limit 1`,
    [TENANT],
  );
  return { ...rows[0], middle: rows[0].deliveryId };
}
