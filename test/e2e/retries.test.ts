import { afterAll, beforeAll, expect, it } from 'vitest';
import { createWebhook, deliveriesOf, publish } from '../support/clients.ts';
import { changesOf, type DeliveryChanged } from '../support/live-client.ts';
import { createTestApp, type TestApp } from '../support/test-app.ts';

/** Makes 200 and 600 ms of the first waits, 5 and 15 s. */
const TIME_SCALE = 0.04;
/** Instants are told in milliseconds, and the worker knows the database's clock only so well. */
const ROUNDING_MS = 50;

let app: TestApp;

beforeAll(async () => {
  app = await createTestApp({ RETRY_TIME_SCALE: String(TIME_SCALE) });
});
afterAll(() => app?.stop());

it('a receiver that answers 500, 500, 200 gets three attempts, and history and live stream agree', async () => {
  const receiver = await app.receiver();
  receiver.answers(500, { status: 500, body: 'still starting' }, 200);
  await createWebhook(app, receiver);
  const stream = app.live().deliveryUpdates();
  expect(await stream.next()).toMatchObject({ __typename: 'StreamCaughtUp' });

  const eventId = await publish(app);
  const requests = await receiver.waitFor(3);
  const updates = await stream.waitFor(4);

  expect(requests.map(({ headers }) => headers['webhook-id'])).toEqual([eventId, eventId, eventId]);
  expect(requests.map(({ headers }) => headers['x-jasci-attempt'])).toEqual(['1', '2', '3']);
  expect(new Set(requests.map(({ headers }) => headers['x-jasci-delivery'])).size).toBe(1);
  expect(new Set(requests.map(({ body }) => body.toString())).size).toBe(1);

  const [delivery] = await deliveriesOf(app, eventId);
  const attempts = delivery?.attempts?.nodes ?? [];
  expect(delivery).toMatchObject({ status: 'SUCCEEDED', attemptCount: 3, maxAttempts: 13, nextAttemptAt: null });
  expect(attempts).toMatchObject([
    { number: 1, outcome: 'HTTP_ERROR', response: { statusCode: 500 } },
    { number: 2, outcome: 'HTTP_ERROR', response: { statusCode: 500, body: 'still starting' } },
    { number: 3, outcome: 'SUCCESS', response: { statusCode: 200 } },
  ]);
  // Never early, and the second wait is longer than the first: a busy machine makes both longer, but neither shorter.
  const [first = 0, second = 0, third = 0] = attempts.map(({ startedAt }) => Date.parse(startedAt));
  expect(second - first).toBeGreaterThan(5_000 * TIME_SCALE - ROUNDING_MS);
  expect(third - second).toBeGreaterThan(15_000 * TIME_SCALE - ROUNDING_MS);

  const told = changesOf(updates);
  expect(told.map(({ previousStatus, status }) => [previousStatus, status])).toEqual([
    ['PENDING', 'RETRYING'],
    ['RETRYING', 'RETRYING'],
    ['RETRYING', 'SUCCEEDED'],
  ]);
  expect(told.map(outcomeOf)).toEqual(
    attempts.map(({ number, outcome, response }) => [delivery?.id, number, outcome, response?.statusCode]),
  );
});

it('a delivery that used its last attempt ends as FAILED and is not sent again', async () => {
  const receiver = await app.receiver();
  receiver.answers(500);
  const webhook = await createWebhook(app, receiver, {
    eventTypes: ['order.status'],
    retryPolicy: { maxAttempts: 2, initialDelay: 'PT1S' },
  });
  const stream = app.live().deliveryUpdates({ filter: { webhookIds: [webhook.id] } });
  const eventId = await publish(app, { type: 'order.status' });
  const updates = await stream.waitFor(3);
  expect(changesOf(updates).map(({ status }) => status)).toEqual(['RETRYING', 'FAILED']);

  const delivery = (await deliveriesOf(app, eventId)).find((candidate) => candidate.webhook?.id === webhook.id);
  expect(delivery).toMatchObject({ status: 'FAILED', attemptCount: 2, nextAttemptAt: null, latencyMs: null });
  expect(delivery?.completedAt).not.toBeNull();
  const jobs = await app.app.database.system.query(`select 1 from pgboss.job where state < 'active'`);
  expect(jobs).toEqual([]);
  expect(receiver.requests).toHaveLength(2);
});

const outcomeOf = ({ delivery, attempt }: DeliveryChanged) => [
  delivery.id,
  attempt?.number,
  attempt?.outcome,
  attempt?.response?.statusCode,
];
