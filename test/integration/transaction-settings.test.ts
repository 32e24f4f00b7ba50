import { afterAll, beforeAll, expect, it } from 'vitest';
import { openDatabase, type Database } from '../../src/database/database.ts';
import type { Sql } from '../../src/database/sql.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';

let made: TestDatabase;
let database: Database;

beforeAll(async () => {
  made = await createTestDatabase();
  database = await openDatabase({ url: made.url, systemConnections: 1 });
});
afterAll(async () => {
  await database?.close();
  await made?.drop();
});

const hashJoins = (sql: Sql) => sql.query(`select current_setting('enable_hashjoin') as setting`);

it('settings of a transaction end with it, on the same connection', async () => {
  expect(await database.systemTransaction(hashJoins, { enable_hashjoin: 'off' })).toEqual([{ setting: 'off' }]);
  expect(await database.systemTransaction(hashJoins)).toEqual([{ setting: 'on' }]);
});
