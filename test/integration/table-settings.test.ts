import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';

let database: TestDatabase;
let owner: pg.Client;

beforeAll(async () => {
  database = await createTestDatabase();
  owner = new pg.Client({ connectionString: database.url });
  await owner.connect();
});
afterAll(async () => {
  await owner?.end();
  await database?.drop();
});

it('partitions are analyzed by a small sample, those made at migration and those made ahead later', async () => {
  await owner.query('select dockhook.ensure_partitions(30)');
  const { rows } = await owner.query<{ parent: string; partitions: number; most: number }>(`
    select p.relname as parent, count(distinct i.inhrelid)::int as partitions,
           max(coalesce(a.attstattarget, 100))::int as most
    from pg_inherits i join pg_class p on p.oid = i.inhparent
    join pg_attribute a on a.attrelid = i.inhrelid and a.attnum > 0 and not a.attisdropped
    where p.relname in ('event', 'delivery', 'attempt') and p.relnamespace = 'dockhook'::regnamespace
      and p.relkind = 'p'
    group by 1 order by 1`);
  expect(rows).toEqual(['attempt', 'delivery', 'event'].map((parent) => ({ parent, partitions: 32, most: 10 })));
});

it('what tickets hold is not compressed', async () => {
  const { rows } = await owner.query(`
    select attstorage as storage from pg_attribute
    where attname = 'data' and attrelid = (select format('pgboss.%I', table_name)::regclass from pgboss.queue where name = 'deliver')`);
  expect(rows).toEqual([{ storage: 'e' }]);
});
