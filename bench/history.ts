/** Measures reading the history at a million deliveries: see README.md beside this file. Fails when an answer is slow. */
import 'reflect-metadata';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { openDatabase } from '../src/database/database.ts';
import { isWholeTenant, type Scope } from '../src/domain/scope.ts';
import { startEmbeddedServer } from '../src/database/embedded-server/start-embedded-server.ts';
import { migrate } from '../src/database/migrate.ts';
import { findDeliveries } from '../src/graphql/reads/find-deliveries.ts';
import { findEvents } from '../src/graphql/reads/find-events.ts';
import type { HistoryPage } from '../src/graphql/reads/history-page.ts';
import type { PageQuery } from '../src/graphql/paging.ts';
import { FORGOTTEN_AFTER_MS, lookFor } from '../src/pipeline/sweep.ts';
import { walkNames } from '../src/pipeline/sweep-walks.ts';
import { answersFor, callers } from './history/answers.ts';
import { fillHistory, TENANT } from './history/fill.ts';
import { measuredDatabase } from './history/measured-database.ts';
import type { Measurement } from './history/measurement.ts';
import { deliveryQuestions, eventQuestions } from './history/questions.ts';
import { createHistoryReport } from './history/report.ts';
import { openWatchedDatabase, watchSettings } from './history/watched-database.ts';

const { values: options } = parseArgs({
  options: {
    deliveries: { type: 'string', default: '1000000' },
    keep: { type: 'string' },
    only: { type: 'string', default: '' },
  },
});

const PAGE = 50;
const COUNT_LIMIT = 10_001;

const folder = options.keep ?? mkdtempSync(path.join(os.tmpdir(), 'dockhook-history-'));
const server = await startEmbeddedServer({
  dataDir: path.join(folder, 'data'),
  durable: false,
  settings: { shared_buffers: '512MB', ...watchSettings },
});
const admin = new pg.Client({ connectionString: server.adminUrl.replace(/\/postgres$/, '/dockhook') });
await admin.connect();
await migrate({ url: server.appUrl });
await fillUnlessFilled();
const known = await someRows();
const report = createHistoryReport();
try {
  for (const { name, companyId, webhookId } of callers) {
    const scope = { tenantId: TENANT, companyId, fulfillmentCenterId: null };
    await measurePages(name, scope);
    await measureAnswers(name, scope, webhookId);
  }
  await measureSweeper();
} finally {
  await admin.end();
  await server.stop();
  if (options.keep === undefined) rmSync(folder, { recursive: true, force: true });
}
process.exitCode = report.end() ? 0 : 1;

async function measurePages(caller: string, scope: Scope): Promise<void> {
  const plain = await openDatabase({ url: server.appUrl, tenantConnections: 1, systemConnections: 2 });
  const { database, take } = measuredDatabase(plain);
  const { middle } = known;
  const some: [string, Partial<PageQuery>][] = [
    ['newest first', {}],
    ['deep, backwards', { before: middle, backwards: true }],
  ];
  const others: [string, Partial<PageQuery>][] = [
    ['from the end', { backwards: true }],
    ['deep', { after: middle }],
  ];
  const directions = isWholeTenant(scope) ? [...some, ...others] : some;
  const questions = [
    ...deliveryQuestions(known).map(({ what, filter }) => ({
      what: `deliveries, ${what}`,
      find: (query: PageQuery) => findDeliveries(database, scope, query, filter),
    })),
    ...eventQuestions(known).map(({ what, filter }) => ({
      what: `events, ${what}`,
      find: (query: PageQuery) => findEvents(database, scope, query, filter),
    })),
  ];
  for (const { what, find } of questions) {
    if (!isWanted(caller, what)) continue;
    for (const [direction, place] of directions) {
      const query = { after: undefined, before: undefined, backwards: false, limit: PAGE + 1, ...place };
      await measurePage(named(caller, what), direction, () => find(query), take);
    }
  }
  await plain.close();
}

async function measurePage(
  what: string,
  direction: string,
  find: () => Promise<HistoryPage<unknown>>,
  take: () => Measurement[],
): Promise<void> {
  const page = await find();
  const found = page.stoppedAt === undefined ? `${page.rows.length} rows` : `${page.rows.length} rows, more to search`;
  report.line(what, direction, found, take());
  if (direction !== 'newest first') return;
  const count = await page.countUpTo(COUNT_LIMIT);
  report.line(what, 'count', typeof count === 'number' ? String(count) : `${count.atLeast} or more`, take());
}

async function measureAnswers(caller: string, scope: Scope, webhookId: string): Promise<void> {
  const watched = await openWatchedDatabase(admin, server.appUrl);
  for (const { what, ask, isPaged } of answersFor(watched.database, scope, webhookId)) {
    if (!isWanted(caller, what)) continue;
    const { result, measurements } = await watched.measure(ask);
    report.line(named(caller, what), '', result, measurements, isPaged);
  }
  await watched.close();
}

/** What the sweeper looks through at a time, from the beginning of each of its walks. */
async function measureSweeper(): Promise<void> {
  const plain = await openDatabase({ url: server.appUrl, tenantConnections: 1, systemConnections: 1 });
  const { database, take } = measuredDatabase(plain);
  for (const walk of walkNames) {
    const what = named('sweeper', `a step of the walk: ${walk}`);
    if (!what.includes(options.only)) continue;
    const { suspects, lost } = await lookFor(database, walk, FORGOTTEN_AFTER_MS);
    report.line(what, '', `${suspects} suspects, ${lost} without a ticket`, take());
  }
  await plain.close();
}

function named(caller: string, what: string): string {
  return `[${caller}] ${what}`;
}

function isWanted(caller: string, what: string): boolean {
  return named(caller, what).includes(options.only);
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
