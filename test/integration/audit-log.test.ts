import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildApiSchema } from '../../src/graphql/schema.ts';
import {
  AuditEntriesDocument,
  type AuditEntriesQuery,
  type AuditFilter,
  CreateApiKeyDocument,
  CreateWebhookDocument,
  RotateWebhookSecretDocument,
  UpdateWebhookDocument,
} from '../../src/web/gql/graphql.ts';
import { everyOperation, furnish, type House } from '../support/every-operation.ts';
import { operationText, rootFieldsOf } from '../support/root-operation.ts';
import { createTestApp, type TestApp } from '../support/test-app.ts';

const schema = buildApiSchema();
/** Its trace is the event itself, and there are thousands a second. */
const withoutEntry = ['publishEvent', 'publishEvents'];
const mutations = rootFieldsOf(schema).filter(({ type }) => type === 'Mutation');

let app: TestApp;
let house: House;

beforeAll(async () => {
  app = await createTestApp();
  house = await furnish(app, await app.receiver(), 'TENANT001');
});
afterAll(() => app?.stop());

async function entries(filter: AuditFilter = {}, token = house.token) {
  const { auditEntries } = await app.execute(AuditEntriesDocument, { filter, first: 100 }, { token });
  return auditEntries?.nodes ?? [];
}

describe.each(mutations)('$name', (root) => {
  const expected = withoutEntry.includes(root.field.name) ? 0 : 1;

  it(`writes ${expected === 1 ? 'exactly one entry' : 'no entry'}`, async () => {
    const args = await everyOperation[root.name]?.args(house);
    const before = await app.app.database.system.query(`select id from dockhook.audit_entry`);
    const { text, errors } = await app.graphql.sendText(operationText(root, schema), args, house.token);
    expect([errors, text.includes('"errors":[{')]).toEqual([[], false]);
    const after = await app.app.database.system.query<{ action: string }>(
      `select action from dockhook.audit_entry where not id = any($1)`,
      [before.map((row) => (row as { id: string }).id)],
    );
    expect(after).toEqual(expected === 1 ? [{ action: root.field.name }] : []);
  });
});

describe.each(mutations.filter(({ field }) => !withoutEntry.includes(field.name)))('$name', (root) => {
  it('writes none when it is refused', async () => {
    const count = async () => (await app.app.database.system.query(`select 1 from dockhook.audit_entry`)).length;
    const viewer = await app.key({ role: 'VIEWER' });
    const args = await everyOperation[root.name]?.args(house);
    const before = await count();
    await app.graphql.sendText(operationText(root, schema), args, viewer);
    expect(await count()).toBe(before);
  });
});

describe('an entry', () => {
  it('says who did what, from where, and what changed', async () => {
    const id = house.ids.whk;
    const input = { name: 'Renamed', headers: [{ name: 'Authorization', value: 'Bearer s3cr3t', isSensitive: true }] };
    await app.execute(UpdateWebhookDocument, { webhook: { id }, input }, { token: house.token });
    const [entry] = await entries({ actions: ['updateWebhook'], targetIds: [id] });
    expect(entry).toMatchObject({
      action: 'updateWebhook',
      operationName: 'UpdateWebhook',
      actor: { name: 'Administrator of TENANT001', role: 'ADMINISTRATOR' },
      targetType: 'WEBHOOK',
      targetId: id,
      remoteAddress: '127.0.0.1',
      before: { name: 'Receiver', headers: [] },
      after: { name: 'Renamed', headers: [{ name: 'Authorization', value: null, isSensitive: true }] },
    });
    expect(Object.keys(entry?.after as object).sort()).toEqual(['headers', 'name', 'revision']);
  });

  it('is not there when the change was rolled back', async () => {
    const owner = await connect('');
    await owner.query(`alter table dockhook.webhook_circuit rename to webhook_circuit_gone`);
    const input = { name: 'Never', url: house.receiver.url(), eventTypes: ['*'] };
    const { errors } = await app.graphql.send(CreateWebhookDocument, { input }, house.token);
    await owner.query(`alter table dockhook.webhook_circuit_gone rename to webhook_circuit`);
    expect(errors).toMatchObject([{ extensions: { code: 'INTERNAL_SERVER_ERROR' } }]);
    const names = (await entries({ actions: ['createWebhook'] })).map(({ after }) => (after as { name: string }).name);
    expect(names).not.toContain('Never');
  });

  it('has no secret: no token, no signing secret, no hash', async () => {
    const { createApiKey } = await app.execute(CreateApiKeyDocument, { input: { name: 'K', role: 'VIEWER' } });
    const webhook = { id: house.ids.whk };
    const { rotateWebhookSecret } = await app.execute(RotateWebhookSecretDocument, { webhook }, { token: house.token });
    const [row] = await app.app.database.system.query<{ dump: string }>(
      `select string_agg(e::text, ' ') as dump from dockhook.audit_entry e`,
    );
    for (const secret of [createApiKey?.token, rotateWebhookSecret?.signingSecret, 's3cr3t', app.token]) {
      expect(secret?.length).toBeGreaterThan(5);
      expect(row?.dump).not.toContain(secret);
    }
  });
});

describe('reading', () => {
  it('finds by action, actor, kind, thing and time, in pages', async () => {
    const all = await entries();
    const [newest] = all;
    if (newest === undefined) throw new Error('There is no entry.');
    const to = newest.occurredAt;
    expect((await entries({ actorIds: [newest.actor.id] })).every(({ actor }) => actor.id === newest.actor.id)).toBe(
      true,
    );
    expect((await entries({ targetTypes: ['API_KEY'] })).every(({ targetType }) => targetType === 'API_KEY')).toBe(
      true,
    );
    expect((await entries({ occurredAt: { to } })).map(({ id }) => id)).not.toContain(newest.id);
    const seen: string[] = [];
    for (let after: string | null = null, more = true; more;) {
      const page: AuditEntriesQuery = await app.execute(
        AuditEntriesDocument,
        { first: 7, after },
        { token: house.token },
      );
      seen.push(...(page.auditEntries?.nodes ?? []).map(({ id }) => id));
      more = page.auditEntries?.pageInfo.hasNextPage === true;
      after = page.auditEntries?.pageInfo.endCursor ?? null;
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.slice(0, all.length)).toEqual(all.map(({ id }) => id));
  });

  it('shows another tenant its own entries only, and a key of a company those of its company', async () => {
    const other = await app.key({ tenantId: 'TENANT002' });
    expect((await entries({}, other)).map(({ action }) => action)).toEqual(['createApiKey']);
    const company = await app.key({ companyId: 'C1' });
    const mine = await entries({}, company);
    expect(mine.map(({ action, scope }) => [action, scope.companyId])).toEqual([['createApiKey', 'C1']]);
  });
});

describe('the log is append-only', () => {
  it.each(['dockhook_tenant', 'dockhook_system'])('for %s', async (role) => {
    const client = await connect(`-c role=${role} -c dockhook.tenant_id=TENANT001`);
    for (const statement of [
      `update dockhook.audit_entry set action = 'nothing'`,
      `delete from dockhook.audit_entry`,
      `truncate dockhook.audit_entry`,
    ]) {
      await expect(client.query(statement)).rejects.toThrow('permission denied');
    }
  });

  it('for the owner too, but for entries older than 90 days', async () => {
    const owner = await connect('');
    const all = (await entries()).length;
    await app.app.database.system.query(
      `insert into dockhook.audit_entry (id, tenant_id, occurred_at, actor_id, actor_name, action, target_type, target_id)
       values (gen_random_uuid(), 'TENANT001', now() - interval '91 days', 'x', 'x', 'old', 'TENANT', 'x')`,
    );
    // As a superuser the statements fail; as an owner who is none, they find nothing new enough.
    for (const statement of [
      `update dockhook.audit_entry set action = 'other'`,
      `delete from dockhook.audit_entry where occurred_at > now() - interval '90 days'`,
    ]) {
      await owner.query(statement).catch((error: unknown) => expect(String(error)).toContain('append-only'));
    }
    await expect(owner.query(`truncate dockhook.audit_entry`)).rejects.toThrow('append-only');
    expect(await entries({ actions: ['other'] })).toEqual([]);
    const old = `delete from dockhook.audit_entry where occurred_at < now() - interval '90 days'`;
    expect((await owner.query(old)).rowCount).toBe(1);
    expect((await entries()).length).toBe(all);
  });
});

async function connect(options: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: app.database.url, options });
  await client.connect();
  app.onStop(() => client.end());
  return client;
}
