import pg from 'pg';
import { afterEach, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';

const made: TestDatabase[] = [];

async function open(): Promise<{ database: TestDatabase; client: pg.Client }> {
  const database = await createTestDatabase();
  made.push(database);
  const client = new pg.Client({ connectionString: database.url });
  client.on('error', () => {});
  await client.connect();
  return { database, client };
}

describe('a test database', () => {
  afterEach(async () => {
    for (const database of made.splice(0)) await database.drop().catch(() => {});
  });

  it('is migrated and belongs to a role that is no superuser', async () => {
    const { client } = await open();
    const { rows } = await client.query(
      `select to_regclass('dockhook.webhook') is not null as migrated, rolsuper as superuser, rolname as role
         from pg_roles where rolname = current_user`,
    );
    await client.end();
    expect(rows).toEqual([{ migrated: true, superuser: false, role: 'dockhook' }]);
  });

  it('shares nothing with another one', async () => {
    const [one, other] = await Promise.all([open(), open()]);
    await one.client.query('create table only_here ()');
    const { rows } = await other.client.query(`select to_regclass('only_here') as found`);
    await Promise.all([one.client.end(), other.client.end()]);
    expect(rows).toEqual([{ found: null }]);
  });

  it('cannot be dropped quietly while a connection to it is open', async () => {
    const { database } = await open();
    await expect(database.drop()).rejects.toThrow(`Connections to ${database.name} were left open`);
  });
});
