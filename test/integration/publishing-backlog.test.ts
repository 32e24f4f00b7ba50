import { afterEach, beforeEach, expect, it } from 'vitest';
import { PublishEventDocument, PublishEventsDocument } from '../../src/web/gql/graphql.ts';
import { createWebhook, documentedText, nextKey, publish, publishMany, toPublishInput } from '../support/clients.ts';
import { sendRaw } from '../support/send-raw.ts';
import { createTestApp, type TestApp } from '../support/test-app.ts';
import { startServiceProcess } from '../support/test-app-process.ts';

const LIMIT = 10;
let app: TestApp;

beforeEach(async () => {
  app = await createTestApp({ BACKLOG_LIMIT: String(LIMIT), ROLE: 'api' }); // nobody delivers
});
afterEach(() => app.stop());

const asked = `event { id } errors { code path ... on LimitExceededError { limit retryAfter } }`;
const publishOne = `mutation ($input: PublishEventInput!) { publishEvent(input: $input) { ${asked} } }`;
const publishSome = `mutation ($inputs: [PublishEventInput!]!) {
  publishEvents(inputs: $inputs) { acceptedCount results { ${asked} } }
}`;
/** About the whole call, so it has no path. */
const refusal = { event: null, errors: [{ code: 'LIMIT_EXCEEDED', path: null, limit: LIMIT, retryAfter: 'PT5S' }] };

async function send(query: string, variables: object) {
  const { text, ...rest } = await sendRaw(app, query, variables);
  return { ...rest, answer: JSON.parse(text) as unknown };
}

/** What is stored of events, keys, deliveries and tickets: a refusal must not change it. */
async function stored() {
  const [row] = await app.app.database.system.query(
    `select (select count(*) from dockhook.event) as events, (select count(*) from dockhook.idempotency_key) as keys,
            (select count(*) from dockhook.delivery) as deliveries, (select count(*) from pgboss.job) as tickets`,
  );
  return row;
}

/** Publishes until the look-up, at most half a second old, has seen that too many wait. */
async function fill(tenantId?: string, token?: string): Promise<void> {
  const options = token === undefined ? {} : { token };
  await expect
    .poll(async () => {
      const input = toPublishInput(tenantId === undefined ? {} : { text: documentedText('pick.confirmed', tenantId) });
      const { publishEvent } = await app.execute(PublishEventDocument, { input }, options);
      return publishEvent?.errors.map(({ code }) => code);
    })
    .toEqual(['LIMIT_EXCEEDED']);
}

it('with too many deliveries waiting publishing is refused: when to come again is said, and nothing is stored', async () => {
  const receiver = await app.receiver();
  await createWebhook(app, receiver);
  await publishMany(
    app,
    Array.from({ length: LIMIT }, () => ({})),
  );
  await fill();
  const before = await stored();
  const input = toPublishInput();

  const one = await send(publishOne, { input });
  expect(one.statusCode).toBe(200);
  expect(one.headers['retry-after']).toBe('5');
  expect(one.answer).toEqual({ data: { publishEvent: refusal } });
  const many = await send(publishSome, { inputs: [input, toPublishInput()] });
  expect(many.headers['retry-after']).toBe('5');
  expect(many.answer).toEqual({ data: { publishEvents: { acceptedCount: 0, results: [refusal, refusal] } } });
  expect(await stored()).toEqual(before);

  const worker = await startServiceProcess(app, { ROLE: 'worker' });
  const again = async () => (await app.execute(PublishEventDocument, { input })).publishEvent;
  await expect.poll(again).toMatchObject({ isDuplicate: false, errors: [] });
  const accepted = (await stored()) as { events: string };
  await receiver.waitFor(Number(accepted.events));
  expect(await worker.end('SIGTERM')).toBe(0);
});

it('a tenant that floods is refused, another is accepted until its own share waits', async () => {
  const flooding = { tenantId: 'TENANT002', token: await app.key({ tenantId: 'TENANT002' }) };
  const receiver = await app.receiver();
  await createWebhook(app, receiver);
  await createWebhook(app, receiver, {}, { token: flooding.token });
  const text = documentedText('pick.confirmed', flooding.tenantId);
  const inputs = Array.from({ length: 10 * LIMIT }, () => toPublishInput({ text }));
  await app.execute(PublishEventsDocument, { inputs }, { token: flooding.token });
  await fill(flooding.tenantId, flooding.token);

  // Half of the limit is its share: two tenants have something waiting.
  await publish(app);
  await fill();
  const [own] = await app.app.database.system.query<{ count: number }>(
    `select count(*)::int as count from dockhook.delivery where tenant_id = 'TENANT001'`,
  );
  expect(own?.count).toBeGreaterThanOrEqual(LIMIT / 2);

  // The flood is over its share, whoever else waits.
  const { publishEvent } = await app.execute(
    PublishEventDocument,
    { input: toPublishInput({ text, idempotencyKey: nextKey() }) },
    { token: flooding.token },
  );
  expect(publishEvent?.errors).toMatchObject([{ code: 'LIMIT_EXCEEDED' }]);
});
