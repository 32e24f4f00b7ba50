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
  app = await createTestApp({ RATE_LIMIT_REQUESTS: '1', RATE_LIMIT_EVENTS: '1', RATE_LIMIT_TESTS: '1' });
});
afterAll(() => app?.stop());

/** So many at once that the clock plays no part. */
const many = <T>(ask: () => T): T[] => Array.from({ length: 20 }, ask);

it('a key that asks too fast is told so, with 429 and when to come again; another is not slowed down', async () => {
  const token = await app.key();
  const answers = await Promise.all(
    many(() =>
      request(`${app.url}/graphql`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', connection: 'close' },
        body: JSON.stringify({ query: '{ __typename }' }),
      }),
    ),
  );
  const bodies = await Promise.all(answers.map(({ body }) => body.json()));
  const refused = answers.findIndex(({ statusCode }) => statusCode === 429);
  expect(answers.some(({ statusCode }) => statusCode === 200)).toBe(true);
  expect(answers[refused]?.headers['retry-after']).toBe('1');
  expect(bodies[refused]).toMatchObject({
    errors: [{ extensions: { code: 'LIMIT_EXCEEDED', limit: 1, retryAfter: expect.stringMatching(/^PT[\d.]+S$/) } }],
  });
  const other = await app.graphql.send(ViewerDocument, {}, await app.key());
  expect(other.httpStatus).toBe(200);
});

it('a socket counts its operations with the requests of the key', async () => {
  const live = app.live(await app.key());
  const answers = await Promise.allSettled(many(() => live.deliveryUpdates().next()));
  const refusals = answers.flatMap((answer) => (answer.status === 'rejected' ? [String(answer.reason)] : []));
  expect(refusals.length).toBeGreaterThan(0);
  for (const refusal of refusals) expect(refusal).toContain('LIMIT_EXCEEDED');
});

it('a key that publishes too much is told so in the payload, and nothing of it is accepted', async () => {
  const token = await app.key();
  const inputs = Array.from({ length: 100 }, () => toPublishInput());
  const first = await app.execute(PublishEventsDocument, { inputs }, { token });
  expect(first.publishEvents?.acceptedCount).toBe(100); // a batch goes through, and is paid off
  const input = toPublishInput();
  const publishOne = async () => {
    const answer = await app.graphql.send(PublishEventDocument, { input }, token);
    return answer.httpStatus === 200 ? answer.data?.publishEvent : undefined;
  };
  await expect.poll(publishOne).toMatchObject({ event: null, errors: [{ code: 'LIMIT_EXCEEDED' }] });
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
  expect(await test()).toMatchObject({
    delivery: null,
    errors: [{ code: 'LIMIT_EXCEEDED', path: ['webhook'], limit: 1, retryAfter: expect.stringMatching(/^PT[\d.]+S$/) }],
  });
  const answer = await request(`${app.url}/graphql`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${await app.key()}`,
      'content-type': 'application/json',
      connection: 'close',
    },
    body: JSON.stringify({
      query: 'mutation ($id: ID!) { testWebhook(webhook: { id: $id }) { errors { code } } }',
      variables: { id },
    }),
  });
  expect(await answer.body.json()).toMatchObject({ data: { testWebhook: { errors: [{ code: 'LIMIT_EXCEEDED' }] } } });
  const wait = Number(answer.headers['retry-after']);
  expect(wait).toBeGreaterThanOrEqual(1);
  expect(wait).toBeLessThanOrEqual(60);
  expect(receiver.requests).toHaveLength(1);
});
