import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { isUnavailable } from '../../src/database/database-faults.ts';
import { openDatabase } from '../../src/database/database.ts';
import { guardConnections } from '../../src/database/guard-connections.ts';
import { inTransaction, sqlOn } from '../../src/database/sql.ts';
import { startFaultProxy, type FaultProxy } from '../chaos/rig/fault-proxy.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';

let database: TestDatabase;
let proxy: FaultProxy;
let pool: pg.Pool;
let stopGuarding: () => void;

beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(async () => {
  const url = new URL(database.url);
  proxy = await startFaultProxy(Number(url.port));
  url.port = String(proxy.port);
  pool = new pg.Pool({ connectionString: url.href, max: 1, connectionTimeoutMillis: 2_000 });
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  stopGuarding = guardConnections(pool, 300);
});
afterEach(async () => {
  stopGuarding();
  await pool.end();
  await proxy.close();
});
afterAll(() => database?.drop());

const backend = async (): Promise<number> =>
  (await sqlOn(pool).query<{ pid: number }>('select pg_backend_pid() as pid'))[0]?.pid ?? 0;

it('a connection that falls silent fails its statement and is replaced', async () => {
  const before = await backend();
  proxy.stall();
  const error = await sqlOn(pool)
    .query('select 1')
    .catch((reason: unknown) => reason);
  expect(error).toMatchObject({ message: 'the database went silent for 0.3 s' });
  expect(isUnavailable(error)).toBe(true);
  proxy.resume();
  expect(await backend()).not.toBe(before);
});

it('a connection that falls silent in the middle of an answer fails its statement as well', async () => {
  const before = await backend();
  proxy.stallAfter(500);
  const error = await sqlOn(pool)
    .query('select generate_series(1, 1000)')
    .catch((reason: unknown) => reason);
  expect(error).toMatchObject({ message: 'the database went silent for 0.3 s' });
  proxy.resume();
  expect(await backend()).not.toBe(before);
});

it('an answer may take longer than silence may last, as long as it goes on', async () => {
  proxy.delay(20);
  const slowly = await sqlOn(pool).query<{ n: number }>(
    `select n, pg_sleep(0.01), repeat('x', 2000) from generate_series(1, 60) n`,
  );
  expect(slowly).toHaveLength(60);
});

it('the first connections of a process are guarded like all others', async () => {
  const url = new URL(database.url);
  url.port = String(proxy.port);
  const opened = await openDatabase({ url: url.href });
  await opened.system.query('select 1');
  proxy.stall();
  await expect(opened.system.query('select 1')).rejects.toThrow('the database went silent for 14 s');
  proxy.resume();
  expect(await opened.system.query('select 1 as one')).toEqual([{ one: 1 }]);
  await opened.close();
});

it('a transaction on a connection that falls silent ends at once: nobody waits for its rollback', async () => {
  const work = inTransaction(pool, 'begin', async (sql) => {
    proxy.stall();
    await sql.query('select 1');
  });
  await expect(work).rejects.toThrow('the database went silent');
  expect(pool.totalCount).toBe(0);
});

it('an idle connection may be silent as long as it likes', async () => {
  const before = await backend();
  await expect.poll(() => pool.idleCount).toBe(1);
  // Several looks of the guard go by: each statement below takes as long as silence may last.
  await sqlOn(pool).query('select pg_sleep(0.25)');
  await sqlOn(pool).query('select pg_sleep(0.25)');
  expect(await backend()).toBe(before);
});

it('a connection to a server that takes no changes is given up, so that the next one may find the primary', async () => {
  const before = await backend();
  const write = inTransaction(pool, 'begin read only', (sql) => sql.query('create table t (n int)'));
  await expect(write).rejects.toMatchObject({ code: '25006' });
  expect(await backend()).not.toBe(before);
});

it.each(['reset', 'cutAfter'] as const)(
  'a connection that is lost (%s) fails its transaction and nothing else',
  async (fault) => {
    const work = inTransaction(pool, 'begin', async (sql) => {
      if (fault === 'reset') proxy.reset();
      else proxy.cutAfter(20);
      await sql.query('select generate_series(1, 1000)');
    });
    expect(isUnavailable(await work.catch((reason: unknown) => reason))).toBe(true);
    expect(await backend()).toBeGreaterThan(0);
  },
);
