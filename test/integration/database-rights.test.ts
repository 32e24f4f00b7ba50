/** The rights that docs/configuration.md tells to give are those that the user of DATABASE_URL needs. */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import pg from 'pg';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { migrate } from '../../src/database/migrate.ts';
import '../support/global-setup.ts';

const page = readFileSync(new URL('../../docs/configuration.md', import.meta.url), 'utf8');
const statements = (/```sql\n([^]*?)```/.exec(page)?.[1] ?? '').trim().split('\n');
const suffix = randomBytes(4).toString('hex');
const [user, database] = [`user_${suffix}`, `rights_${suffix}`];

let admin: pg.Client;

beforeAll(async () => {
  admin = new pg.Client({ connectionString: inject('databaseServer').adminUrl });
  await admin.connect();
  await admin.query(`create role ${user} login nosuperuser nocreaterole password '${suffix}'`);
  await admin.query(`create database ${database}`);
});
afterAll(async () => {
  await admin.query(`drop database ${database} with (force)`);
  await admin.query(`revoke dockhook_tenant, dockhook_system from ${user}`);
  await admin.query(`drop role ${user}`);
  await admin.end();
});

const urlOf = (): string => {
  const url = new URL(inject('databaseServer').ownerUrl);
  Object.assign(url, { username: user, password: suffix, pathname: database });
  return url.href;
};

it('a user without them is told what is missing, and with them migrates and starts', async () => {
  expect(statements).toHaveLength(4);
  await expect(migrate({ url: urlOf() })).rejects.toThrow(`grant dockhook_tenant to "${user}"`);
  for (const statement of statements) {
    const own = statement.replace('dockhook_user', user).replace('dockhook_database', database);
    await admin.query(own).catch((error: unknown) => {
      // The roles are the whole server's, and other tests have them already.
      if ((error as { code?: string }).code !== '42710') throw error;
    });
  }
  await migrate({ url: urlOf() });
  await migrate({ url: urlOf() });
});
