import { afterAll, beforeAll, expect, it } from 'vitest';
import { request } from 'undici';
import {
  PublishEventDocument,
  PublishEventsDocument,
  TestWebhookDocument,
  ViewerDocument,
} from '../../src/web/gql/graphql.ts';
import { createWebhook, toPublishInput } from '../support/clients.ts';
import { createTestApp, type TestApp } from '../support/test-app.ts';

let app: TestApp;
beforeAll(async () => {
  app = await createTestApp({ RATE_LIMIT_REQUESTS: '2', RATE_LIMIT_EVENTS: '1', RATE_LIMIT_TESTS: '1' });
});
afterAll(() => app?.stop());

it('a key that asks too fast is told so, with 429 and when to come again; another is not slowed down', async () => {
  const token = await app.key();
  for (let times = 0; times < 2; times += 1) {
    expect((await app.graphql.send(ViewerDocument, {}, token)).httpStatus).toBe(200);
  }
  const { statusCode, headers, body } = await request(`${app.url}/graphql`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', connection: 'close' },
    body: JSON.stringify({ query: '{ __typename }' }),
  });
  expect([statusCode, headers['retry-after']]).toEqual([429, '1']);
  expect(await body.json()).toMatchObject({
    errors: [{ extensions: { code: 'LIMIT_EXCEEDED', limit: 2, retryAfter: expect.stringMatching(/^PT[\d.]+S$/) } }],
  });
  const other = await app.graphql.send(ViewerDocument, {}, await app.key());
  expect(other.httpStatus).toBe(200);
});

it('a socket counts its operations with the requests of the key', async () => {
  const token = await app.key();
  const live = app.live(token);
  for (let times = 0; times < 2; times += 1) {
    expect(await live.deliveryUpdates().next()).toMatchObject({ __typename: 'StreamCaughtUp' });
  }
  await expect(live.deliveryUpdates().next()).rejects.toThrow('LIMIT_EXCEEDED');
});

it('a key that publishes too much is told so in the payload, and nothing of it is accepted', async () => {
  const token = await app.key();
  const inputs = [toPublishInput(), toPublishInput()];
  const first = await app.execute(PublishEventsDocument, { inputs }, { token });
  expect(first.publishEvents?.acceptedCount).toBe(2); // a batch goes through, and is paid off
  const input = toPublishInput();
  const { data } = await app.graphql.send(PublishEventDocument, { input }, token);
  expect(data?.publishEvent).toMatchObject({ event: null, errors: [{ code: 'LIMIT_EXCEEDED' }] });
  const rows = await app.app.database.system.query(`select 1 from dockhook.event where idempotency_key = $1`, [
    input.idempotencyKey,
  ]);
  expect(rows).toEqual([]);
});

it('a webhook can be tested so many times a minute, by whomever', async () => {
  const receiver = await app.receiver();
  const { id } = await createWebhook(app, receiver, {}, { token: await app.key() });
  const test = async () =>
    (await app.execute(TestWebhookDocument, { webhook: { id } }, { token: await app.key() })).testWebhook;
  expect((await test())?.errors).toEqual([]);
  expect(await test()).toMatchObject({ delivery: null, errors: [{ code: 'LIMIT_EXCEEDED', path: ['webhook'] }] });
  expect(receiver.requests).toHaveLength(1);
});
