/** Days have their partitions whatever lies in a default partition, and making them delays nobody. */
import pg from 'pg';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { MOVED_ROWS } from '../../src/database/keep-partitions.ts';
import { maintain } from '../../src/database/maintenance.ts';
import { openDatabase, type Database } from '../../src/database/database.ts';
import { chore } from '../support/chore.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';

let test: TestDatabase;
let database: Database;
let owner: pg.Client;

beforeEach(async () => {
  test = await createTestDatabase();
  database = await openDatabase({ url: test.url });
  owner = new pg.Client({ connectionString: test.url });
  await owner.connect();
});
afterEach(async () => {
  await owner?.end();
  await database?.close();
  await test?.drop();
});

const parents = ['attempt', 'delivery', 'event'];
const dayOf = (days: number) => `((now() at time zone 'UTC')::date + ${days})`;
const startOf = (days: number) => `dockhook.uuid_at(${dayOf(days)}::timestamp at time zone 'UTC')`;

/** How many tables have a partition for the day that is so many days from now. */
async function partitionsFor(days: number): Promise<string[]> {
  const { rows } = await owner.query<{ parent: string }>(
    `select p.relname as parent from pg_inherits i join pg_class c on c.oid = i.inhrelid join pg_class p on p.oid = i.inhparent
     where c.relname = p.relname || '_' || to_char(${dayOf(days)}, 'YYYYMMDD') order by 1`,
  );
  return rows.map(({ parent }) => parent);
}

async function removePartitions(days: number): Promise<void> {
  for (const parent of parents) {
    await owner.query(`do $$ begin execute format('drop table dockhook.%I',
      '${parent}_' || to_char(${dayOf(days)}, 'YYYYMMDD')); end $$`);
  }
}

const idOf = (days: number) => `(left(${startOf(days)}::text, 24) || lpad(to_hex(n), 12, '0'))::uuid`;

/** Events of a day, as the service inserts them, each with a delivery and its attempt. */
const plant = (days: number, count = 1, first = 1): Promise<void> =>
  database.systemTransaction(async (sql) => {
    const numbers = [first, first + count - 1];
    await sql.query(
      `insert into dockhook.event (id, tenant_id, type, schema_version, payload, key_hashes, occurred_at, matched_webhook_count)
       select ${idOf(days)}, 'TENANT001', 'pick.confirmed', 1, '{}', '{}', now(), 1 from generate_series($1::int, $2::int) n`,
      numbers,
    );
    await sql.query(
      `insert into dockhook.delivery (id, tenant_id, event_id, webhook_id, event_type, trigger, status)
       select id, 'TENANT001', id, id, 'pick.confirmed', 'EVENT', 'PENDING'
       from (select ${idOf(days)} as id from generate_series($1::int, $2::int) n) planted`,
      numbers,
    );
    await sql.query(
      `insert into dockhook.attempt (delivery_id, number, tenant_id, outcome, started_at, finished_at, duration_ms,
         request_url, request_headers)
       select ${idOf(days)}, 1, 'TENANT001', 'SUCCESS', now(), now(), 1, 'https://example.com', '[]'
       from generate_series($1::int, $2::int) n`,
      numbers,
    );
    await sql.query(
      `update dockhook.delivery set status = 'SUCCEEDED' where event_id = (select ${idOf(days)} from (select $1::int as n) one)`,
      [first],
    );
  });

/** Rows of each table in a place: `default`, or a day's partition. */
async function rowsIn(days: number | 'default'): Promise<number[]> {
  const counts: number[] = [];
  for (const parent of parents) {
    const { rows } = await owner.query<{ name: string }>(
      `select '${parent}_' || ${days === 'default' ? `'default'` : `to_char(${dayOf(days)}, 'YYYYMMDD')`} as name`,
    );
    const found = await owner.query<{ count: number }>(`select count(*)::int as count from dockhook.${rows[0]?.name}`);
    counts.push(found.rows[0]?.count ?? -1);
  }
  return counts;
}

it('rows of a default partition move to the partition of their day, and every day has one', async () => {
  await removePartitions(7);
  await plant(7, 3);
  await plant(-2);
  await plant(40);
  expect(await rowsIn('default')).toEqual([5, 5, 5]);

  expect(await maintain(database.system, chore)).toBe(false);
  expect(await partitionsFor(7)).toEqual(parents);
  expect(await rowsIn(7)).toEqual([3, 3, 3]);
  expect(await rowsIn(-2)).toEqual([1, 1, 1]);
  expect(await rowsIn('default')).toEqual([1, 1, 1]); // until its day is a week away
  const [seen] = await database.system.query(`select count(*)::int as events from dockhook.event`);
  expect(seen).toEqual({ events: 5 });
});

it('one day that cannot be made keeps neither the others nor any other housekeeping from being done', async () => {
  for (const days of [6, 7]) await removePartitions(days);
  await owner.query(`do $$ begin execute format('create table dockhook.%I ()',
    'event_' || to_char(${dayOf(6)}, 'YYYYMMDD')); end $$`);
  await database.system.query(
    `insert into dockhook.idempotency_key (tenant_id, key, event_id, request_hash, created_at)
     select 'TENANT001', 'old', gen_random_uuid(), '', now() - interval '8 days'`,
  );
  const errors: unknown[] = [];
  await maintain(database.system, { ...chore, onError: (error) => void errors.push(error) });
  expect(errors).toHaveLength(1);
  expect(String(errors[0])).toMatch(/^Error: Making the partition of event for \d{4}-\d\d-\d\d failed$/);
  expect(await partitionsFor(6)).toEqual(['attempt', 'delivery']);
  expect(await partitionsFor(7)).toEqual(parents);
  expect(await database.system.query(`select from dockhook.idempotency_key`)).toEqual([]);
});

it('more rows of a day than move in a moment stay where they are found as well; other days are made', async () => {
  for (const days of [6, 7]) await removePartitions(days);
  await plant(6, MOVED_ROWS + 1);
  expect(await maintain(database.system, chore)).toBe(false);
  expect(await partitionsFor(6)).toEqual([]);
  expect(await partitionsFor(7)).toEqual(parents);
  await owner.query(`select dockhook.make_partition(parent, ${dayOf(6)}, null) from unnest($1::text[]) parent`, [
    parents,
  ]);
  expect(await rowsIn(6)).toEqual([MOVED_ROWS + 1, MOVED_ROWS + 1, MOVED_ROWS + 1]);
});

it('a partition that was attached is like one that was made in its place', async () => {
  await removePartitions(7);
  await maintain(database.system, chore);
  const { rows } = await owner.query<{ day: string; description: string }>(
    `select right(c.relname, 8) as day, string_agg(concat_ws(' ', p.relname,
        (select array_agg(o order by o) from unnest(c.reloptions) o), a.attname, a.atttypid, a.attnotnull,
        a.attstorage, a.attstattarget, a.attoptions, pg_get_expr(d.adbin, d.adrelid),
        (select string_agg(regexp_replace(pg_get_indexdef(x.indexrelid), '_\\d{8}', '', 'g') || h.inhparent::regclass, ';' order by h.inhparent)
         from pg_index x join pg_inherits h on h.inhrelid = x.indexrelid where x.indrelid = c.oid and a.attnum = 1)),
        E'\\n' order by p.relname, a.attname) as description
     from pg_inherits i join pg_class c on c.oid = i.inhrelid join pg_class p on p.oid = i.inhparent
     join pg_attribute a on a.attrelid = c.oid and a.attnum > 0
     left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
     where p.relname = any($1) and c.relname ~ '_\\d{8}$' group by 1 order by 1`,
    [parents],
  );
  expect(rows).toHaveLength(8);
  expect(rows.at(-1)?.description).toBe(rows[0]?.description);
  expect(rows[0]?.description.split('\n').length).toBeGreaterThan(40);
});

it('whoever reads the tables for long, as a backup does, delays no publisher, and is not waited for', async () => {
  await removePartitions(7);
  await owner.query('begin');
  await owner.query(
    'lock table only dockhook.event, only dockhook.delivery, only dockhook.attempt in access share mode',
  );
  expect(await maintain(database.system, chore)).toBe(false);
  await owner.query('commit');
  expect(await partitionsFor(7)).toEqual(parents);

  await removePartitions(7);
  await owner.query('begin');
  await owner.query('lock table dockhook.event, dockhook.delivery, dockhook.attempt in access share mode');
  const beganAt = performance.now();
  const round = maintain(database.system, chore);
  let isOver = false;
  let tookMs = 0;
  void round.finally(() => {
    isOver = true;
    tookMs = performance.now() - beganAt;
  });
  let longestMs = 0;
  for (let n = 0; !isOver; n += 1) {
    const askedAt = performance.now();
    await plant(0, 1, n + 1);
    longestMs = Math.max(longestMs, performance.now() - askedAt);
  }
  expect(await round).toBe(true); // to be tried again in a minute
  // It was the 5 s of lock_timeout for both; they are tenths of a second, and as long as a busy machine makes of them.
  expect(longestMs).toBeLessThan(4_500);
  expect(tookMs).toBeLessThan(4_500);
  await owner.query('commit');
  expect(await maintain(database.system, chore)).toBe(false);
  expect(await partitionsFor(7)).toEqual(parents);
});
