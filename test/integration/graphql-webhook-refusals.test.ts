import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CreateWebhookDocument, type CreateWebhookInput, WebhooksDocument } from '../../src/web/gql/graphql.ts';
import { createTestApp, type TestApp } from '../support/test-app.ts';

let app: TestApp;

beforeAll(async () => {
  app = await createTestApp({ EGRESS_ALLOW: '' });
});
afterAll(() => app?.stop());

const good: CreateWebhookInput = { name: 'ERP', url: 'https://93.184.216.34/hook', eventTypes: ['shipment.closed'] };
const create = async (input: Partial<CreateWebhookInput>) =>
  (await app.execute(CreateWebhookDocument, { input: { ...good, ...input } })).createWebhook;

const header = (name: string, value = 'x') => ({ headers: [{ name, value, isSensitive: false }] });

const refusals: [what: string, input: Partial<CreateWebhookInput>, error: object][] = [
  [
    'an http:// URL',
    { url: 'http://93.184.216.34/' },
    { code: 'URL_NOT_ALLOWED', path: ['input', 'url'], policy: 'scheme' },
  ],
  ['something that is no URL', { url: 'erp' }, { code: 'URL_NOT_ALLOWED', policy: 'malformed-url' }],
  ['a private address', { url: 'https://10.0.0.1/' }, { code: 'URL_NOT_ALLOWED', policy: 'private-address' }],
  ['loopback', { url: 'https://127.0.0.1:8443/' }, { code: 'URL_NOT_ALLOWED', policy: 'loopback' }],
  [
    'the metadata address',
    { url: 'https://169.254.169.254/' },
    { code: 'URL_NOT_ALLOWED', policy: 'metadata-address' },
  ],
  ['loopback of IPv6', { url: 'https://[::1]/' }, { code: 'URL_NOT_ALLOWED', policy: 'loopback' }],
  ['a user in the URL', { url: 'https://me:pw@93.184.216.34/' }, { code: 'URL_NOT_ALLOWED', policy: 'user-info' }],
  [
    'an unknown event type',
    { eventTypes: ['shipment.closd'] },
    {
      code: 'NOT_FOUND',
      path: ['input', 'eventTypes', '0'],
      message: 'There is no event type "shipment.closd"; did you mean shipment.closed?',
    },
  ],
  [
    'a pattern that no event type matches',
    { eventTypes: ['shipment.*', 'ordr.*'] },
    {
      code: 'NOT_FOUND',
      path: ['input', 'eventTypes', '1'],
      message: 'No event type matches "ordr.*"; did you mean order.*?',
    },
  ],
  [
    'a pattern that is none',
    { eventTypes: ['*', 'ship*'] },
    { code: 'INVALID', path: ['input', 'eventTypes', '1'], rule: 'format' },
  ],
  ['no event type', { eventTypes: [] }, { code: 'INVALID', path: ['input', 'eventTypes'], rule: 'count' }],
  ['an empty name', { name: ' ' }, { code: 'INVALID', path: ['input', 'name'], rule: 'length' }],
  ['a header that is ours', header('webhook-id'), { code: 'INVALID', path: ['input', 'headers', '0', 'name'] }],
  [
    'a header of the connection',
    header('Transfer-Encoding'),
    { code: 'INVALID', path: ['input', 'headers', '0', 'name'] },
  ],
  [
    'a header with a line break',
    header('X-A', 'b\r\nc: d'),
    { code: 'INVALID', path: ['input', 'headers', '0', 'value'] },
  ],
  [
    'a time limit of a minute',
    { timeout: 'PT1M' },
    {
      code: 'INVALID',
      path: ['input', 'timeout'],
      rule: 'range',
      message: 'timeout must lie between PT1S and PT30S.',
    },
  ],
  [
    'a first delay that is longer than the longest',
    { retryPolicy: { initialDelay: 'PT1H', maxDelay: 'PT1M' } },
    {
      code: 'INVALID',
      path: ['input', 'retryPolicy', 'initialDelay'],
      rule: 'range',
      message: 'initialDelay (PT1H) must not be longer than maxDelay (PT1M).',
    },
  ],
  [
    'no attempts',
    { retryPolicy: { maxAttempts: 0 } },
    { code: 'INVALID', path: ['input', 'retryPolicy', 'maxAttempts'] },
  ],
];

describe('creating a webhook', () => {
  it.each(refusals)('with %s is refused with a typed error', async (_, input, error) => {
    const answer = await create(input);
    expect(answer).toMatchObject({ webhook: null, signingSecret: null, errors: [error] });
    expect(answer?.errors[0]?.message).toMatch(/[.?]$/);
  });

  it('names everything that is wrong at once', async () => {
    const answer = await create({ url: 'http://10.0.0.1', eventTypes: ['nope.nope'], name: '', timeout: 'PT0S' });
    expect(answer?.errors.map(({ code }) => code).sort()).toEqual([
      'INVALID',
      'INVALID',
      'NOT_FOUND',
      'URL_NOT_ALLOWED',
    ]);
  });

  it('without a required field or with a misspelt one is refused before anything runs', async () => {
    const query = 'mutation ($input: CreateWebhookInput!) { createWebhook(input: $input) { webhook { id } } }';
    for (const input of [
      { name: 'ERP', url: good.url },
      { ...good, eventType: ['*'] },
    ]) {
      const { data, errors } = await app.graphql.sendText(query, { input }, app.token);
      expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
      expect(errors[0]?.message).toContain('eventType');
      expect(data ?? null).toBeNull();
    }
  });

  it('none of these left a webhook behind', async () => {
    const { webhooks } = await app.execute(WebhooksDocument, {});
    expect(webhooks?.nodes).toEqual([]);
  });

  it('with a key that is taken is refused and names the other', async () => {
    const first = await create({ key: 'erp' });
    expect(await create({ key: 'erp', name: 'Second' })).toMatchObject({
      webhook: null,
      errors: [{ code: 'TAKEN', path: ['input', 'key'], conflictingId: first?.webhook?.id }],
    });
  });

  it('with a key that another call is just taking is refused like any taken key', async () => {
    const owner = new pg.Client({ connectionString: app.database.url });
    app.onStop(() => owner.end());
    await owner.connect();
    await owner.query(`begin; set local role dockhook_system`);
    await owner.query(`
      insert into dockhook.webhook (id, tenant_id, key, name, url, event_types, status, max_attempts, initial_delay_ms,
        max_delay_ms, multiplier, timeout_ms)
      values (gen_random_uuid(), 'TENANT001', 'race', 'First', 'https://93.184.216.34/', '{*}', 'ACTIVE', 1, 1, 1, 1, 1)`);
    const second = create({ key: 'race' });
    const waiting = `select count(*)::int as count from pg_locks
                     where not granted`;
    await expect.poll(async () => (await owner.query(waiting)).rows).toEqual([{ count: 1 }]);
    await owner.query('commit');
    expect(await second).toMatchObject({
      webhook: null,
      errors: [{ code: 'TAKEN', path: ['input', 'key'], conflictingId: expect.stringMatching(/^whk_/) }],
    });
  });
});
