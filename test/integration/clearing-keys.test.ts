import pg from 'pg';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { clearIdempotencyKeys, clearStep } from '../../src/database/clear-idempotency-keys.ts';
import { openDatabase, type Database } from '../../src/database/database.ts';
import { maintain } from '../../src/database/maintenance.ts';
import type { Sql } from '../../src/database/sql.ts';
import { chore } from '../support/chore.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';

let server: TestDatabase;
let database: Database;
let owner: pg.Client;

beforeAll(async () => {
  server = await createTestDatabase();
  database = await openDatabase({ url: server.url });
  owner = new pg.Client({ connectionString: server.url });
  await owner.connect();
});
afterAll(async () => {
  await owner?.end();
  await database?.close();
  await server?.drop();
});
beforeEach(async () => {
  await owner.query('truncate dockhook.idempotency_key');
  await query('update dockhook.key_walk set next_block = 0');
});

const query = <Row extends object>(text: string, values: readonly unknown[] = []): Promise<Row[]> =>
  database.system.query<Row>(text, values);

/** Keys as many events leave them; every hundredth is of nine days ago, unless all are. */
const plant = (count: number, oldEvery = 100) =>
  query(
    `insert into dockhook.idempotency_key (tenant_id, key, event_id, request_hash, created_at)
     select 'TENANT001', 'order ' || n || ' released', gen_random_uuid(), decode(repeat('ab', 32), 'hex'),
       now() - case when n % $2 = 0 then interval '9 days' else interval '6 days 23 hours' end
     from generate_series(1, $1::int) n`,
    [count, oldEvery],
  );

async function keys() {
  const [row] = await query<{ all: number; old: number }>(
    `select count(*)::int as all, (count(*) filter (where created_at < now() - interval '7 days'))::int as old
     from dockhook.idempotency_key`,
  );
  return row;
}

/** Counts the statements, and what each of them removed. */
function counting(sql: Sql) {
  const removed: number[] = [];
  let left = 0;
  const counted: Sql = {
    async query(statement, values) {
      left ||= (await keys())?.all ?? 0;
      const rows = await sql.query(statement, values);
      const now = (await keys())?.all ?? 0;
      removed.push(left - now);
      left = now;
      return rows as never;
    },
  };
  return { removed, counted };
}

it('old keys among very many are found without reading all of them', async () => {
  await plant(200_000);
  const plan = await query<{ 'QUERY PLAN': string }>(`explain (analyze) ${clearStep}`);
  const text = plan.map((row) => row['QUERY PLAN']).join('\n');
  expect(text).toContain('Tid Range Scan on idempotency_key');
  expect(text).not.toContain('Seq Scan on idempotency_key');
  expect(Number(/Rows Removed by Filter: (\d+)/.exec(text)?.[1])).toBeLessThan(8_000);

  await maintain(database.system, chore);
  expect(await keys()).toEqual({ all: 198_000, old: 0 });
});

it('when there is much to clear it goes on, in pieces of a bounded size', async () => {
  await plant(20_000, 1);
  const { removed, counted } = counting(database.system);
  await clearIdempotencyKeys(counted, () => false);
  expect(await keys()).toEqual({ all: 0, old: 0 });
  expect(removed.length).toBeGreaterThan(3);
  expect(Math.max(...removed)).toBeLessThanOrEqual(8_000);
});

it('a walk goes on where another was stopped, and leaves to another process what that one is at', async () => {
  await plant(20_000, 1);
  await clearIdempotencyKeys(database.system, () => true);
  const afterOne = (await keys())?.all ?? 0;
  expect(afterOne).toBeGreaterThan(0);
  expect(afterOne).toBeLessThan(20_000);
  await database.systemTransaction(async (sql) => {
    await sql.query('select from dockhook.key_walk for update');
    await clearIdempotencyKeys(database.system, () => false);
  });
  expect((await keys())?.all).toBe(afterOne);
  await clearIdempotencyKeys(database.system, () => false);
  expect((await keys())?.all).toBe(0);
});

it('keys of other mutations are forgotten after seven days too', async () => {
  await query(
    `insert into dockhook.repeatable_request (tenant_id, operation, key, request_hash, result_id, created_at)
     select 'TENANT001', 'redeliver', n::text, '', gen_random_uuid(), now() - interval '6 days' - n * interval '1 hour'
     from generate_series(1, 6000) n`,
  );
  await maintain(database.system, chore);
  const left = await query<{ key: string }>('select key from dockhook.repeatable_request');
  expect(left).toHaveLength(23);
});
