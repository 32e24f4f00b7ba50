/** The log is searched by what people have at hand: ids from the API, and from the headers that receivers got. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createWebhook, publish, publishMany } from '../support/clients.ts';
import { createTestApp, type TestApp } from '../support/test-app.ts';

let app: TestApp;

beforeAll(async () => {
  app = await createTestApp();
});
afterAll(() => app?.stop());

type Line = Readonly<Record<string, unknown>>;

const lines = (msg: string): Line[] =>
  app.logLines.map((line) => JSON.parse(line) as Line).filter((line) => line['msg'] === msg);

it('the line of an attempt has the ids of the headers, and that of the publishing the same event', async () => {
  const receiver = await app.receiver();
  const { id: webhookId } = await createWebhook(app, receiver, { eventTypes: ['pick.confirmed'] });
  const eventId = await publish(app);
  const { headers } = await receiver.nextRequest();
  const mine = (line: Line) => line['eventId'] === eventId;
  await expect.poll(() => lines('delivery.attempted').filter(mine)).toHaveLength(1);
  expect(headers['webhook-id']).toBe(eventId);
  expect(lines('delivery.attempted').find(mine)).toMatchObject({
    deliveryId: headers['x-jasci-delivery'],
    webhookId,
    outcome: 'SUCCESS',
  });
  const [published, ...more] = lines('event.published').filter(mine);
  expect(more).toEqual([]);
  expect(published).toMatchObject({ tenantId: 'TENANT001', eventType: 'pick.confirmed', matchedWebhookCount: 1 });
  expect(published?.['durationMs']).toBeGreaterThan(0);
});

it('every event of a call has a line, and a repetition one that says so', async () => {
  const publications = ['a', 'b', 'c'].map((idempotencyKey) => ({ idempotencyKey }));
  const eventIds = await publishMany(app, publications);
  const mine = () => lines('event.published').filter((line) => eventIds.includes(String(line['eventId'])));
  expect(mine().map((line) => line['eventId'])).toEqual(eventIds);
  expect(mine().map((line) => line['isDuplicate'])).toEqual([undefined, undefined, undefined]);
  await publish(app, { idempotencyKey: 'b' });
  expect(mine().at(-1)).toMatchObject({ eventId: eventIds[1], isDuplicate: true });
});

it('a webhook that an answer disables has a line with its id and the reason', async () => {
  const receiver = await app.receiver();
  receiver.answers(410);
  const { id: webhookId } = await createWebhook(app, receiver, { eventTypes: ['order.status'] });
  await publish(app, { type: 'order.status' });
  await expect.poll(() => lines('webhook.disabled')).toMatchObject([{ webhookId, reason: 'ENDPOINT_GONE' }]);
});
