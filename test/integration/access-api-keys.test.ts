import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  ApiKeysDocument,
  CreateApiKeyDocument,
  type CreateApiKeyInput,
  EventTypesDocument,
  PublishEventDocument,
  RevokeApiKeyDocument,
  RotateApiKeyDocument,
  ViewerDocument,
} from '../../src/web/gql/graphql.ts';
import { toPublicId } from '../../src/domain/ids.ts';
import { pickText, toPublishInput } from '../support/clients.ts';
import { createTestApp, type TestApp } from '../support/test-app.ts';

let app: TestApp;
beforeAll(async () => {
  app = await createTestApp();
});
afterAll(() => app?.stop());

async function create(input: Partial<CreateApiKeyInput> = {}, token = app.token) {
  const whole: CreateApiKeyInput = { name: 'Some key', role: 'VIEWER', ...input };
  const { createApiKey } = await app.execute(CreateApiKeyDocument, { input: whole }, { token });
  return createApiKey;
}

async function created(input: Partial<CreateApiKeyInput> = {}, token = app.token) {
  const answer = await create(input, token);
  if (answer?.apiKey == null || answer.token == null) throw new Error(JSON.stringify(answer?.errors));
  return { id: answer.apiKey.id, token: answer.token, key: answer.apiKey };
}

const statusOf = async (token: string): Promise<number> =>
  (await app.graphql.send(ViewerDocument, {}, token)).httpStatus;

const listed = async (includeRevoked = false, token = app.token) =>
  (await app.execute(ApiKeysDocument, { includeRevoked, first: 100 }, { token })).apiKeys?.nodes ?? [];

describe('making a key', () => {
  it('returns a random token once; only a hash of it is stored', async () => {
    const { token, key, id } = await created({ name: '  Dashboard ' });
    expect(token).toMatch(/^dhk_[\w-]{43}$/);
    expect(key).toMatchObject({ name: 'Dashboard', role: 'VIEWER', prefix: token.slice(0, 8), allowedEventTypes: [] });
    expect(await statusOf(token)).toBe(200);
    const [row] = await app.app.database.system.query<{ dump: string }>(
      `select string_agg(k::text, '') as dump from dockhook.api_key k`,
    );
    expect(row?.dump).not.toContain(token.slice(8));
    const entry = (await listed()).find((candidate) => candidate.id === id);
    expect(entry).toMatchObject({ createdBy: { name: 'Test' }, revokedAt: null });
    expect(JSON.stringify(entry)).not.toContain(token.slice(8));
  });

  it.each([
    [{ name: ' ' }, ['input', 'name']],
    [{ name: 'a\u0007b' }, ['input', 'name']],
    [{ expiresAt: '2020-01-01T00:00:00Z' }, ['input', 'expiresAt']],
    [{ allowedEventTypes: ['order.*'] }, ['input', 'allowedEventTypes']],
    [{ role: 'PUBLISHER', allowedEventTypes: ['Order!'] }, ['input', 'allowedEventTypes', '0']],
    [{ scope: { companyId: '' } }, ['input', 'scope', 'companyId']],
  ] as [Partial<CreateApiKeyInput>, string[]][])('%j is refused with the path %j', async (input, path) => {
    expect(await create(input)).toMatchObject({ apiKey: null, token: null, errors: [{ code: 'INVALID', path }] });
  });

  it('a key of a company makes keys of that company, and none that reach further', async () => {
    const token = await app.key({ companyId: 'C1' });
    expect((await created({}, token)).key.scope).toMatchObject({ companyId: 'C1', fulfillmentCenterId: null });
    const narrower = await created({ scope: { fulfillmentCenterId: 'F1' } }, token);
    expect(narrower.key.scope).toMatchObject({ companyId: 'C1', fulfillmentCenterId: 'F1' });
    expect(await create({ scope: { companyId: 'C2' } }, token)).toMatchObject({
      apiKey: null,
      errors: [{ code: 'SCOPE_NOT_ALLOWED', path: ['input', 'scope'] }],
    });
    const seen = await listed(true, token);
    expect(seen.map(({ scope }) => scope.companyId)).toEqual(['C1', 'C1', 'C1']);
    const { id } = await created();
    const { revokeApiKey } = await app.execute(RevokeApiKeyDocument, { id }, { token });
    expect(revokeApiKey?.errors).toMatchObject([{ code: 'NOT_FOUND', path: ['id'] }]);
  });
});

describe('a publisher of some event types', () => {
  it('publishes and sees these only', async () => {
    const { token } = await created({ role: 'PUBLISHER', allowedEventTypes: ['pick.*'] });
    const ok = await app.execute(PublishEventDocument, { input: toPublishInput() }, { token });
    expect(ok.publishEvent?.errors).toEqual([]);
    for (const type of ['order.status', 'no.such-type']) {
      const input = toPublishInput({ type, text: pickText() });
      const { publishEvent } = await app.execute(PublishEventDocument, { input }, { token });
      expect(publishEvent).toMatchObject({
        event: null,
        errors: [{ code: 'SCOPE_NOT_ALLOWED', message: 'This key may publish only pick.*.', path: ['input', 'type'] }],
      });
    }
    const { eventTypes } = await app.execute(EventTypesDocument, {}, { token });
    expect(eventTypes?.nodes.map(({ name }) => name)).toEqual(['pick.confirmed']);
    const query = `{ hidden: eventType(name: "order.status") { name } seen: eventType(name: "pick.confirmed") { name }
                     node(id: "typ_order.status") { id } }`;
    const { data } = await app.graphql.sendText(query, {}, token);
    expect(data).toEqual({ hidden: null, seen: { name: 'pick.confirmed' }, node: null });
  });
});

describe('rotating a key', () => {
  it('lets both tokens in until the overlap ends', async () => {
    const { id, token } = await created();
    const { rotateApiKey } = await app.execute(RotateApiKeyDocument, { id });
    const next = rotateApiKey?.token ?? '';
    expect(next).not.toBe(token);
    expect([await statusOf(token), await statusOf(next)]).toEqual([200, 200]);
    const ends = new Date(rotateApiKey?.apiKey?.previousTokenExpiresAt ?? 0).getTime();
    expect(Math.abs(ends - Date.now() - 3_600_000)).toBeLessThan(60_000);
    const { data } = await app.graphql.send(ViewerDocument, {}, token);
    expect(new Date(data?.viewer?.expiresAt ?? 0).getTime()).toBe(ends);
    await app.app.database.system.query(
      `update dockhook.api_key set previous_token_expires_at = now() where previous_token_hash is not null`,
    );
    app.app.apiKeys.forget();
    expect(await statusOf(token)).toBe(401);
    expect(await statusOf(next)).toBe(200);
  });

  it('without overlap ends the old token now; again, and the one before that too', async () => {
    const { id, token } = await created();
    const rotate = async (overlap: string) =>
      (await app.execute(RotateApiKeyDocument, { id, overlap })).rotateApiKey?.token ?? '';
    const second = await rotate('PT1H');
    const third = await rotate('PT0S');
    await expect
      .poll(async () => [await statusOf(token), await statusOf(second), await statusOf(third)])
      .toEqual([401, 401, 200]);
  });

  it('does not end an overlap that was promised: another rotation waits for it, or says that it shall end', async () => {
    const { id, token } = await created();
    const rotate = async (overlap: string) => (await app.execute(RotateApiKeyDocument, { id, overlap })).rotateApiKey;
    const second = (await rotate('PT168H'))?.token ?? '';
    expect(await rotate('PT1H')).toMatchObject({ token: null, errors: [{ code: 'INVALID_STATE', path: ['id'] }] });
    expect([await statusOf(token), await statusOf(second)]).toEqual([200, 200]);
    expect((await rotate('PT0S'))?.errors).toEqual([]);
  });

  it('a token that an operator gave does not come back by a restart, however often it was rotated away', async () => {
    const given = {
      tenantId: 'TENANT001',
      role: 'ADMINISTRATOR',
      name: 'First',
      token: 'given-by-the-operator',
    } as const;
    const { keyId, created: isNew } = await app.app.apiKeys.create(given);
    expect(isNew).toBe(true);
    const id = toPublicId('apiKey', keyId);
    for (const overlap of ['PT0S', 'PT0S']) await app.execute(RotateApiKeyDocument, { id, overlap });
    await expect.poll(() => statusOf(given.token)).toBe(401);
    expect(await app.app.apiKeys.create(given)).toMatchObject({ created: false });
    expect(await statusOf(given.token)).toBe(401);
  });

  it('is refused for a revoked key and for an overlap of more than a week', async () => {
    const { id } = await created();
    const long = await app.execute(RotateApiKeyDocument, { id, overlap: 'P8D' });
    expect(long.rotateApiKey?.errors).toMatchObject([{ code: 'INVALID', path: ['overlap'] }]);
    await app.execute(RevokeApiKeyDocument, { id });
    const { rotateApiKey } = await app.execute(RotateApiKeyDocument, { id });
    expect(rotateApiKey).toMatchObject({ token: null, errors: [{ code: 'INVALID_STATE', path: ['id'] }] });
  });
});

describe('revoking a key', () => {
  it('ends it at once and leaves it in the list of all', async () => {
    const { id, token } = await created();
    expect(await statusOf(token)).toBe(200);
    const { revokeApiKey } = await app.execute(RevokeApiKeyDocument, { id });
    expect(revokeApiKey).toMatchObject({ apiKey: { id }, closedConnectionCount: 0, errors: [] });
    await expect.poll(() => statusOf(token)).toBe(401);
    expect((await listed()).map((key) => key.id)).not.toContain(id);
    expect((await listed(true)).find((key) => key.id === id)?.revokedAt).toBe(revokeApiKey?.apiKey?.revokedAt);
  });

  it('spares the last administrator of a tenant, also when two are revoked at the same moment', async () => {
    const tokens = [await app.key({ tenantId: 'LAST' }), await app.key({ tenantId: 'LAST' })];
    await app.key({ tenantId: 'LAST', companyId: 'C1' }); // an administrator of a part is none of the tenant
    const keys = (await listed(false, tokens[0])).filter(({ scope }) => scope.companyId === null);
    const answers = await Promise.all(
      keys.map(({ id }) => app.execute(RevokeApiKeyDocument, { id }, { token: tokens[0] ?? '' }).catch(() => null)),
    );
    const refused = answers.flatMap((answer) => answer?.revokeApiKey?.errors ?? []);
    expect(refused).toMatchObject([{ code: 'INVALID_STATE', path: ['id'] }]);
    expect(refused[0]?.message).toContain('last administrator key');
    const rows = await app.app.database.system.query(
      `select 1 from dockhook.api_key where tenant_id = 'LAST' and company_id is null and revoked_at is null`,
    );
    expect(rows).toHaveLength(1);
  });
});

it('the last use of a key is known to the minute, without a write for each use', async () => {
  const { id, token } = await created();
  const used = async () => (await listed()).find((key) => key.id === id)?.lastUsedAt;
  expect(await used()).toBeNull();
  await statusOf(token);
  const first = await used();
  expect(Date.now() - new Date(first ?? 0).getTime()).toBeLessThan(60_000);
  app.app.apiKeys.forget();
  await statusOf(token);
  expect(await used()).toBe(first);
});
