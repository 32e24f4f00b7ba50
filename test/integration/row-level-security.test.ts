import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createWebhook, documentedText, publish } from '../support/clients.ts';
import { createTestApp, type TestApp } from '../support/test-app.ts';

let app: TestApp;
let owner: pg.Client;
/** Acts as the tenant's role, as the service's connections do. */
let tenant: pg.Client;

beforeAll(async () => {
  app = await createTestApp();
  const receiver = await app.receiver();
  for (const tenantId of ['TENANT001', 'TENANT002']) {
    const token = await app.key({ tenantId });
    const stream = app.live(token).deliveryUpdates();
    await stream.next();
    await createWebhook(app, receiver, { headers: [{ name: 'X-A', value: 'b', isSensitive: false }] }, { token });
    await publish(app, { text: documentedText('pick.confirmed', tenantId) }, { token });
    await stream.next();
  }
  owner = await connect('');
  tenant = await connect('-c role=dockhook_tenant');
});
afterAll(() => app?.stop());

async function connect(options: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: app.database.url, options });
  await client.connect();
  app.onStop(() => client.end());
  return client;
}

const select = async (client: pg.Client, text: string) => (await client.query<Record<string, unknown>>(text)).rows;

/** Every table of ours that tells tenants apart, by its own rows; partitions are reached through their parents. */
const tenantTables = `
  select c.oid, c.relname as name, c.relrowsecurity as enabled, c.relforcerowsecurity as forced
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped
   where n.nspname = 'dockhook' and c.relkind in ('r', 'p') and not c.relispartition
   order by c.relname`;

/** Of these, the ones that the tenant's role may read at all. */
async function readableTables(): Promise<string[]> {
  const rows = await select(
    owner,
    `select name from (${tenantTables}) t where has_table_privilege('dockhook_tenant', oid, 'select')`,
  );
  return rows.map(({ name }) => String(name));
}

const countIn = async (table: string): Promise<number> =>
  Number((await select(tenant, `select count(*) as count from dockhook.${table}`))[0]?.['count']);

const asTenant = (id: string) => tenant.query(`select set_config('dockhook.tenant_id', $1, false)`, [id]);

describe('row-level security', () => {
  it('is forced on every table with a tenant', async () => {
    const tables = await select(owner, tenantTables);
    expect(tables.length).toBeGreaterThanOrEqual(8);
    expect(tables.filter(({ enabled, forced }) => !(enabled === true && forced === true))).toEqual([]);
  });

  it('cannot be walked around through a partition: neither role may touch one directly', async () => {
    const open = await select(
      owner,
      `select c.relname, r.rolname from pg_class c join pg_namespace n on n.oid = c.relnamespace
         cross join pg_roles r
        where n.nspname = 'dockhook' and c.relispartition and r.rolname in ('dockhook_tenant', 'dockhook_system')
          and has_table_privilege(r.oid, c.oid, 'select, insert, update, delete, truncate')`,
    );
    expect(open).toEqual([]);
  });

  it('does not depend on roles that could lift it: they own nothing and bypass nothing', async () => {
    const roles = await select(
      owner,
      `select r.rolname, r.rolsuper, r.rolbypassrls, r.rolcanlogin, r.rolcreaterole,
              (select count(*)::int from pg_class c where c.relowner = r.oid) as owned,
              has_schema_privilege(r.oid, 'dockhook', 'create') as may_create
         from pg_roles r where r.rolname in ('dockhook_tenant', 'dockhook_system') order by 1`,
    );
    const harmless = { rolsuper: false, rolbypassrls: false, rolcanlogin: false, rolcreaterole: false };
    expect(roles).toEqual(
      ['dockhook_system', 'dockhook_tenant'].map((rolname) => ({ rolname, ...harmless, owned: 0, may_create: false })),
    );
  });
});

describe('as the role of tenants', () => {
  it('without a tenant every table is empty', async () => {
    for (const setting of [`reset dockhook.tenant_id`, `set dockhook.tenant_id = ''`]) {
      await tenant.query(setting);
      for (const table of [...(await readableTables()), 'tenant'])
        expect([table, await countIn(table)]).toEqual([table, 0]);
    }
  });

  it('as one tenant no row of the other is there', async () => {
    for (const id of ['TENANT001', 'TENANT002']) {
      await asTenant(id);
      for (const table of await readableTables()) {
        const tenants = await select(tenant, `select distinct tenant_id from dockhook.${table}`);
        expect([table, tenants.filter((row) => row['tenant_id'] !== id)]).toEqual([table, []]);
      }
      for (const table of ['webhook', 'signing_secret', 'event', 'delivery', 'attempt', 'delivery_change']) {
        expect([table, await countIn(table)]).toEqual([table, 1]);
      }
    }
  });

  it('a row for another tenant cannot be written', async () => {
    await asTenant('TENANT001');
    const secret = `insert into dockhook.signing_secret (id, tenant_id, webhook_id, secret, hint)
                    values (gen_random_uuid(), 'TENANT002', gen_random_uuid(), 'x', 'x')`;
    await expect(tenant.query(secret)).rejects.toThrow('row-level security');
    await expect(tenant.query(`update dockhook.webhook set tenant_id = 'TENANT002'`)).rejects.toThrow(
      'row-level security',
    );
    const theirs = await tenant.query(`update dockhook.webhook set name = 'mine' where tenant_id = 'TENANT002'`);
    expect(theirs.rowCount).toBe(0);
  });

  it.each(['event', 'delivery', 'attempt', 'delivery_change', 'idempotency_key'])(
    'the history in %s can be neither changed nor deleted',
    async (table) => {
      await asTenant('TENANT001');
      for (const statement of [
        `update dockhook.${table} set tenant_id = tenant_id`,
        `delete from dockhook.${table}`,
        `truncate dockhook.${table}`,
      ]) {
        await expect(tenant.query(statement)).rejects.toThrow('permission denied');
      }
    },
  );

  it('keys cannot be made, changed or deleted, nor webhooks deleted, nor jobs read', async () => {
    await asTenant('TENANT001');
    for (const statement of [
      `insert into dockhook.api_key (id, tenant_id, name, prefix, token_hash, role) values (gen_random_uuid(), 'TENANT001', '', '', '', 'ADMINISTRATOR')`,
      `update dockhook.api_key set role = 'ADMINISTRATOR'`,
      `delete from dockhook.api_key`,
      `delete from dockhook.webhook`,
      `select * from pgboss.job`,
      `alter table dockhook.webhook disable row level security`,
      `select dockhook.ensure_partitions(60)`,
      `select dockhook.missing_partitions(7)`,
      `select dockhook.make_partition('event', current_date, 1)`,
      `select dockhook.clear_default('event', 1, 1)`,
    ]) {
      await expect(tenant.query(statement), statement).rejects.toThrow(/permission denied|must be owner/);
    }
  });
});
