/** Commands against a real database: the keys they make work, and the doctor sees what is the matter. */
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createApiKeys } from '../../src/access/api-keys.ts';
import { openDatabase } from '../../src/database/database.ts';
import { runCli } from '../support/command-line.ts';
import { useEmbeddedServer } from '../support/embedded-server-fixture.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';

/** Who the service takes the bearer of a token to be. */
async function viewerOf(url: string, token: string) {
  const database = await openDatabase({ url, tenantConnections: 1, systemConnections: 1 });
  try {
    return await createApiKeys(database).authenticate(token);
  } finally {
    await database.close();
  }
}

describe('keys', () => {
  let database: TestDatabase;
  let env: Record<string, string>;
  beforeAll(async () => {
    database = await createTestDatabase();
    env = { DATABASE_URL: database.url };
  });
  afterAll(() => database.drop());

  it('create prints a key that the service knows, and nothing else on standard output', async () => {
    const { exitCode, lines, explanations } = await runCli('keys create --tenant TENANT001 --role administrator', env);
    expect(exitCode).toBe(0);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/^dhk_[\w-]{43}$/);
    expect(explanations).toContain(`Database: ${new URL(database.url).pathname.slice(1)} on `);
    expect(explanations).not.toContain(new URL(database.url).password);
    expect(explanations).toContain('of TENANT001, role ADMINISTRATOR');
    expect(await viewerOf(database.url, lines[0] ?? '')).toMatchObject({
      tenantId: 'TENANT001',
      role: 'ADMINISTRATOR',
      companyId: null,
      fulfillmentCenterId: null,
      name: 'Made on the command line',
    });
  });

  it('create takes a company, a fulfillment center and a name', async () => {
    const { lines } = await runCli(
      'keys create --tenant TENANT002 --role VIEWER --company ACME --fulfillment-center FC07 --name Dashboard',
      env,
    );
    expect(await viewerOf(database.url, lines[0] ?? '')).toMatchObject({
      tenantId: 'TENANT002',
      role: 'VIEWER',
      companyId: 'ACME',
      fulfillmentCenterId: 'FC07',
      name: 'Dashboard',
    });
  });

  it('rotate prints a new token, revoke ends both; the audit log tells of the operator', async () => {
    const created = await runCli('keys create --tenant TENANT004 --role ADMINISTRATOR', env);
    const { lines } = await runCli('keys list --tenant TENANT004', env);
    const id = /^key_\w+/.exec(lines[1] ?? '')?.[0] ?? '';
    const rotated = await runCli(`keys rotate ${id} --overlap-minutes 5`, env);
    const tokens = [created.lines[0] ?? '', rotated.lines[0] ?? ''];
    for (const token of tokens) expect(await viewerOf(database.url, token)).toMatchObject({ tenantId: 'TENANT004' });
    expect((await runCli(`keys revoke ${id}`, env)).exitCode).toBe(0);
    for (const token of tokens) expect(await viewerOf(database.url, token)).toBeUndefined();
    const client = new pg.Client({ connectionString: database.url, options: '-c role=dockhook_system' });
    await client.connect();
    const { rows } = await client.query(
      `select action, actor_id from dockhook.audit_entry where tenant_id = 'TENANT004' order by id`,
    );
    await client.end();
    expect(rows).toEqual(
      ['createApiKey', 'rotateApiKey', 'revokeApiKey'].map((action) => ({ action, actor_id: 'operator' })),
    );
    expect((await runCli('keys revoke key_00000000000000000000000000000000', env)).exitCode).toBe(1);
  });

  it('create limits a publisher to event types, and a key in time', async () => {
    const options = '--event-types order.*,pick.confirmed --expires 2090-01-31T00:00:00Z';
    const { lines } = await runCli(`keys create --tenant TENANT005 --role PUBLISHER ${options}`, env);
    expect(await viewerOf(database.url, lines[0] ?? '')).toMatchObject({
      allowedEventTypes: ['order.*', 'pick.confirmed'],
      expiresAt: new Date('2090-01-31T00:00:00Z'),
    });
  });

  it('list shows the keys of all tenants or of one, without the secret part', async () => {
    const created = await runCli('keys create --tenant TENANT003 --role PUBLISHER --name WMS', env);
    const token = created.lines[0] ?? '';
    const all = await runCli('keys list', env);
    const one = await runCli('keys list --tenant TENANT003', env);
    expect(all.lines.length).toBeGreaterThan(one.lines.length);
    expect(one.lines).toHaveLength(2);
    expect(one.lines[1]).toMatch(/^key_[0-9a-f]{32} .*TENANT003 +all +all +PUBLISHER +valid .* never +WMS$/);
    expect(one.lines[1]).toContain(token.slice(0, 8));
    expect(all.lines.join('\n')).not.toContain(token.slice(0, 12));
  });
});

describe('migrate', () => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await createTestDatabase();
  });
  afterEach(() => database.drop());

  it('may be run again', async () => {
    const { exitCode, lines } = await runCli('migrate', { DATABASE_URL: database.url });
    expect(exitCode).toBe(0);
    expect(lines).toEqual(['The database is at the present version.']);
  });

  it('is asked for when a database was never migrated', async () => {
    await query(database.url, 'drop schema dockhook cascade');
    const keys = await runCli('keys list', { DATABASE_URL: database.url });
    expect(keys.exitCode).toBe(1);
    expect(keys.explanations).toContain('run migrate');
    const doctor = await runCli('doctor', { DATABASE_URL: database.url });
    expect(doctor.exitCode).toBe(1);
    expect(doctor.lines.join('\n')).toContain('WRONG   This database has no Dockhook in it');
  });
});

describe('doctor', () => {
  let database: TestDatabase;
  let env: Record<string, string>;
  beforeEach(async () => {
    database = await createTestDatabase();
    env = { DATABASE_URL: database.url, SECRET_KEYS: `k1:${randomBytes(32).toString('base64')}` };
  });
  afterEach(() => database.drop());

  it('finds nothing wrong with a database that is as it should be', async () => {
    const { exitCode, lines } = await runCli('doctor', env);
    expect(lines.filter((line) => !line.startsWith('ok'))).toEqual(['Nothing is wrong.']);
    expect(lines.join('\n')).toContain('Tenants are kept apart');
    expect(exitCode).toBe(0);
  });

  it.each([
    [
      'a table without forced row-level security',
      'alter table dockhook.webhook no force row level security',
      'webhook',
    ],
    [
      'a policy that lets everybody see everything',
      `insert into dockhook.tenant (id) values ('T') on conflict do nothing;
       create policy leak on dockhook.api_key to dockhook_tenant using (true);
       set role dockhook_system;
       insert into dockhook.api_key (id, tenant_id, name, prefix, token_hash, role)
         values (gen_random_uuid(), 'T', 'n', 'p', 'h', 'VIEWER')`,
      'without naming a tenant',
    ],
    ['a migration that was not run', `delete from dockhook.migration where name like '%foundation'`, 'run migrate'],
    [
      'a signing secret that the keys do not open',
      `set role dockhook_system;
       insert into dockhook.signing_secret (id, tenant_id, webhook_id, secret, hint)
         values (gen_random_uuid(), 'T', gen_random_uuid(), 'eyJhbGciOiJkaXIiLCJraWQiOiJrOSJ9....', 'x')`,
      'cannot be opened',
    ],
    [
      'a row in a default partition, of a clock that is ahead',
      `set role dockhook_system;
       insert into dockhook.event (id, tenant_id, type, schema_version, payload, key_hashes, occurred_at, matched_webhook_count)
         values (dockhook.uuid_at(now() + interval '40 days'), 'T', 't', 1, '', '{}', now(), 0)`,
      'synchronise the clocks of all machines',
    ],
    [
      'more rows in a default partition than move while others wait',
      `set role dockhook_system;
       insert into dockhook.attempt (delivery_id, number, tenant_id, outcome, started_at, finished_at, duration_ms,
         request_url, request_headers)
       select dockhook.uuid_at(now() - interval '3 days'), n, 'T', 'SUCCESS', now(), now(), 1, '', '[]'
       from generate_series(1, 10001) n`,
      '10001 of attempt for',
    ],
  ])('sees %s', async (_what, damage, sentence) => {
    await query(database.url, damage);
    const { exitCode, lines } = await runCli('doctor', env);
    expect(lines.filter((line) => line.startsWith('WRONG')).join('\n')).toContain(sentence);
    expect(exitCode).toBe(1);
  });
});

describe('keys, with the embedded database', () => {
  const fixture = useEmbeddedServer();

  it('starts the server when it is not running, migrates it, and stops it again', async () => {
    fixture.useUsedDirectory();
    const { exitCode, lines } = await runCli('keys create --tenant T --role VIEWER', { DATA_DIR: fixture.dataDir });
    expect(exitCode).toBe(0);
    const server = await fixture.start(); // would fail if another server were still there
    expect(await viewerOf(server.appUrl, lines[0] ?? '')).toMatchObject({ tenantId: 'T', role: 'VIEWER' });
  });

  it('uses the server of the service that is running on the same DATA_DIR', async () => {
    fixture.useUsedDirectory();
    await runCli('keys create --tenant T --role VIEWER', { DATA_DIR: fixture.dataDir }); // migrates it
    const { report } = fixture.launch();
    const { appUrl } = await report;
    const { exitCode, lines } = await runCli('keys create --tenant T --role VIEWER', { DATA_DIR: fixture.dataDir });
    expect(exitCode).toBe(0);
    expect(await viewerOf(appUrl, lines[0] ?? '')).toMatchObject({ tenantId: 'T' });
    const doctor = await runCli('doctor', { DATA_DIR: fixture.dataDir });
    expect(doctor.lines.join('\n')).toContain('Tenants are kept apart');
  });
});

async function query(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {}); // the statement under way rejects
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
