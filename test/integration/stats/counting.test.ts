/** The background's count against transactions that commit late, processes that count at once, and crashes. */
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { maintain } from '../../../src/database/maintenance.ts';
import { migrate } from '../../../src/database/migrate.ts';
import { openDatabase, type Database } from '../../../src/database/database.ts';
import type { Sql } from '../../../src/database/sql.ts';
import { newUuid } from '../../../src/domain/ids.ts';
import { wholeTenant } from '../../../src/domain/scope.ts';
import { readBacklog, readStats } from '../../../src/graphql/reads/find-stats.ts';
import { toStatsRange } from '../../../src/graphql/reads/stats-range.ts';
import { countSome } from '../../../src/pipeline/count-deliveries.ts';
import { chore } from '../../support/chore.ts';
import { createTestDatabase, type TestDatabase } from '../../support/test-database.ts';

let server: TestDatabase;
let database: Database;
let other: Database;
let webhook: string;

const TENANT = 'TENANT001';
const reach = wholeTenant(TENANT);

beforeAll(async () => {
  server = await createTestDatabase();
  await migrate({ url: server.url });
  [database, other] = await Promise.all([openDatabase({ url: server.url }), openDatabase({ url: server.url })]);
});
beforeEach(() => {
  webhook = newUuid();
});
afterAll(async () => {
  await Promise.all([database?.close(), other?.close()]);
  await server?.drop();
});

const makeDeliveries = (sql: Sql, count: number, trigger = 'EVENT') =>
  sql.query(
    `insert into dockhook.delivery (tenant_id, id, event_id, webhook_id, event_type, trigger, status)
     select '${TENANT}', gen_random_uuid(), gen_random_uuid(), $1, 'pick.confirmed', $3::dockhook.delivery_trigger, 'PENDING'
     from generate_series(1, $2::int)`,
    [webhook, count, trigger],
  );

const tellEnds = (sql: Sql, count: number, status = 'SUCCEEDED', attempt: number | null = 1) =>
  sql.query(
    `insert into dockhook.delivery_change
       (tenant_id, delivery_id, webhook_id, event_type, trigger, status, attempt_number, occurred_at, duration_ms)
     select '${TENANT}', gen_random_uuid(), $1, 'pick.confirmed', 'EVENT', $3::dockhook.delivery_status, $4::int, now(), case when $4::int is not null then 12 end
     from generate_series(1, $2::int)`,
    [webhook, count, status, attempt],
  );

async function countAll(on = database, batch = 100): Promise<void> {
  while (await on.systemTransaction((sql) => countSome(sql, batch)));
}

/** What the counts and the logs say together. */
async function shown() {
  const range = toStatsRange({ from: new Date(Date.now() - 3_600_000) }, 'MINUTE', Date.now() + 60_000);
  const { totals } = await readStats(database, { reach, webhookIds: [webhook], eventTypes: null }, range);
  const [row] = await readBacklog(database, reach, [webhook]);
  const { created, succeeded, failed, attempts, durations } = totals;
  const timed = [...durations.values()].reduce((sum, count) => sum + count, 0);
  return { created, succeeded, failed, attempts, timed, backlog: row?.unfinished ?? 0 };
}

/** What the counts alone say. */
async function counted() {
  const [row] = await database.system.query<{ created: number; succeeded: number }>(
    `select coalesce(sum(created), 0)::int as created, coalesce(sum(succeeded), 0)::int as succeeded
     from dockhook.delivery_stats where webhook_id = $1 and grain = 'DAY'`,
    [webhook],
  );
  return row;
}

it('what a transaction does that commits late is counted once, after it has committed', async () => {
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
  const late = database.systemTransaction(async (sql) => {
    await makeDeliveries(sql, 5);
    await tellEnds(sql, 3);
    begin();
    await released;
  });
  await begun;
  await makeDeliveries(database.system, 7);
  await tellEnds(database.system, 2);
  await countAll();
  expect(await counted()).toEqual({ created: 0, succeeded: 0 });
  expect(await shown()).toMatchObject({ created: 7, succeeded: 2, backlog: 5 });
  release();
  await late;
  expect(await shown()).toMatchObject({ created: 12, succeeded: 5, backlog: 7 });
  await countAll();
  expect(await counted()).toEqual({ created: 12, succeeded: 5 });
  expect(await shown()).toEqual({ created: 12, succeeded: 5, failed: 0, attempts: 5, timed: 5, backlog: 7 });
});

it('two processes that count at the same time count everything once', async () => {
  for (let turn = 0; turn < 20; turn += 1) {
    await Promise.all([makeDeliveries(database.system, 40), tellEnds(other.system, 30)]);
    await Promise.all([countAll(database, 10), countAll(other, 10)]);
  }
  await countAll();
  expect(await counted()).toEqual({ created: 800, succeeded: 600 });
  expect(await shown()).toMatchObject({ created: 800, succeeded: 600, attempts: 600, backlog: 200 });
});

it('a count that was cut off is made again as if it had not begun', async () => {
  await makeDeliveries(database.system, 9);
  await tellEnds(database.system, 4);
  const crash = database.systemTransaction(async (sql) => {
    await countSome(sql, 100);
    throw new Error('killed');
  });
  await expect(crash).rejects.toThrow('killed');
  expect(await counted()).toEqual({ created: 0, succeeded: 0 });
  expect(await shown()).toMatchObject({ created: 9, succeeded: 4 });
  await countAll();
  expect(await counted()).toEqual({ created: 9, succeeded: 4 });
});

it('what the change log forgets has been counted before', async () => {
  await makeDeliveries(database.system, 3);
  await tellEnds(database.system, 3);
  await database.system.query(`update dockhook.delivery_change set occurred_at = occurred_at - interval '100 hours'`);
  const left = async () =>
    (await database.system.query(`select 1 from dockhook.delivery_change where webhook_id = $1`, [webhook])).length;
  await maintain(database.system, chore);
  expect(await left()).toBe(3);
  await database.system.query(`update dockhook.delivery_change set occurred_at = now() where webhook_id = $1`, [
    webhook,
  ]);
  await countAll();
  await database.system.query(`update dockhook.delivery_change set occurred_at = occurred_at - interval '100 hours'`);
  await maintain(database.system, chore);
  expect(await left()).toBe(0);
  expect(await counted()).toEqual({ created: 3, succeeded: 3 });
  expect(await shown()).toMatchObject({ created: 3, succeeded: 3, backlog: 0 });
});

it('tests are not counted, and a cancelled delivery ends once, also when its attempt comes in later', async () => {
  await makeDeliveries(database.system, 50, 'TEST');
  await makeDeliveries(database.system, 2);
  await tellEnds(database.system, 1, 'CANCELED', null);
  await tellEnds(database.system, 1, 'CANCELED', 1);
  const expected = { created: 2, succeeded: 0, failed: 0, attempts: 1, timed: 1, backlog: 1 };
  expect(await shown()).toEqual(expected);
  await countAll();
  expect(await shown()).toEqual(expected);
});

it('a transaction larger than a round is counted whole', async () => {
  await database.systemTransaction(async (sql) => {
    await makeDeliveries(sql, 500);
    await tellEnds(sql, 450);
  });
  await countAll(database, 10);
  expect(await counted()).toEqual({ created: 500, succeeded: 450 });
});
