import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  CancelDeliveryDocument,
  PauseWebhookDocument,
  RedeliverDocument,
  UpdateWebhookDocument,
} from '../../src/web/gql/graphql.ts';
import { createWebhook, deliveriesOf, publish, type Delivery } from '../support/clients.ts';
import { changesOf } from '../support/live-client.ts';
import type { Receiver } from '../support/receiver.ts';
import { createTestApp, type TestApp } from '../support/test-app.ts';

let app: TestApp;
let receiver: Receiver;
let webhook: string;

beforeAll(async () => {
  app = await createTestApp();
  receiver = await app.receiver();
  webhook = (await createWebhook(app, receiver, { eventTypes: ['pick.confirmed'] })).id;
});
afterAll(() => app?.stop());

/** The first delivery of an event, as soon as it has this status. */
async function deliveryIn(eventId: string, status: string): Promise<Delivery> {
  await expect.poll(async () => (await deliveriesOf(app, eventId)).at(-1)?.status).toBe(status);
  return (await deliveriesOf(app, eventId)).at(-1) as Delivery;
}

async function redeliver(deliveryId: string, idempotencyKey?: string, token = app.token) {
  const variables = { deliveryId, ...(idempotencyKey === undefined ? {} : { idempotencyKey }) };
  return (await app.execute(RedeliverDocument, variables, { token })).redeliver;
}

const cancel = async (deliveryId: string, token = app.token) =>
  (await app.execute(CancelDeliveryDocument, { deliveryId }, { token })).cancelDelivery;

describe('redeliver', () => {
  it('makes a new delivery of the same event to the present URL, and tells the live feed', async () => {
    const eventId = await publish(app);
    const first = await deliveryIn(eventId, 'SUCCEEDED');
    const moved = await app.receiver();
    await app.execute(UpdateWebhookDocument, { webhook: { id: webhook }, input: { url: moved.url('/moved') } });
    const stream = app.live().deliveryUpdates({ filter: { trigger: ['REDELIVERY'] } });
    await stream.next();

    const again = await redeliver(first.id);
    expect(again).toMatchObject({
      errors: [],
      delivery: { trigger: 'REDELIVERY', redeliveryOf: { id: first.id }, event: { id: eventId } },
    });
    expect(again?.delivery?.id).not.toBe(first.id);
    const request = await moved.nextRequest();
    expect(request).toMatchObject({ path: '/moved' });
    expect(request.headers).toMatchObject({ 'webhook-id': eventId, 'x-jasci-delivery': again?.delivery?.id });
    await stream.waitFor(3);
    expect(changesOf(stream.items).map(({ previousStatus, status }) => [previousStatus, status])).toEqual([
      [null, 'PENDING'],
      ['PENDING', 'SUCCEEDED'],
    ]);
    await app.execute(UpdateWebhookDocument, { webhook: { id: webhook }, input: { url: receiver.url() } });
  });

  it('with an idempotency key sends once, and refuses the key for another delivery', async () => {
    const [one, other] = [await publish(app), await publish(app)];
    const first = await deliveryIn(one, 'SUCCEEDED');
    const second = await deliveryIn(other, 'SUCCEEDED');
    const results = await Promise.all([redeliver(first.id, 'once'), redeliver(first.id, 'once')]);
    expect(results[0]?.delivery?.id).toBe(results[1]?.delivery?.id);
    expect(await deliveriesOf(app, one)).toHaveLength(2);
    expect(await redeliver(second.id, 'once')).toMatchObject({
      delivery: null,
      errors: [{ code: 'IDEMPOTENCY_MISMATCH', path: ['idempotencyKey'] }],
    });
    expect(await redeliver(second.id, '')).toMatchObject({ errors: [{ code: 'INVALID', path: ['idempotencyKey'] }] });
  });

  it('of a delivery that is under way, or whose webhook takes nothing, is refused with the reason', async () => {
    const failing = await app.receiver();
    failing.answers({ status: 503, headers: { 'retry-after': '3600' } });
    const own = await createWebhook(app, failing, { eventTypes: ['return.received'] });
    const waiting = await deliveryIn(await publish(app, { type: 'return.received' }), 'RETRYING');
    const refused = await redeliver(waiting.id);
    expect(refused).toMatchObject({ delivery: null, errors: [{ code: 'INVALID_STATE', path: ['deliveryId'] }] });
    expect(refused?.errors[0]?.message).toContain('RETRYING');

    await cancel(waiting.id);
    await app.app.database.system.query(
      `update dockhook.webhook set status = 'DISABLED' where replace(id::text, '-', '') = $1`,
      [own.id.slice(4)],
    );
    expect(await redeliver(waiting.id)).toMatchObject({ errors: [{ code: 'INVALID_STATE', path: ['deliveryId'] }] });
  });
});

describe('cancelDelivery', () => {
  it('stops what waits for a retry, tells the live feed, and says so the second time', async () => {
    const failing = await app.receiver();
    failing.answers({ status: 503, headers: { 'retry-after': '3600' } });
    await createWebhook(app, failing, { eventTypes: ['inventory.updated'] });
    const delivery = await deliveryIn(await publish(app, { type: 'inventory.updated' }), 'RETRYING');
    const stream = app.live().deliveryUpdates({ filter: { status: ['CANCELED'] } });
    await stream.next();
    expect(await cancel(delivery.id)).toMatchObject({ errors: [], delivery: { id: delivery.id, status: 'CANCELED' } });
    expect(await stream.next()).toMatchObject({ previousStatus: 'RETRYING', delivery: { id: delivery.id } });
    expect(await cancel(delivery.id)).toMatchObject({ errors: [{ code: 'INVALID_STATE', path: ['deliveryId'] }] });
  });

  it('stops what is held for a paused webhook', async () => {
    const own = await createWebhook(app, receiver, { eventTypes: ['order.status'] });
    await app.execute(PauseWebhookDocument, { webhook: { id: own.id } });
    const delivery = await deliveryIn(await publish(app, { type: 'order.status' }), 'HELD');
    expect(await cancel(delivery.id)).toMatchObject({ errors: [], delivery: { status: 'CANCELED' } });
    expect(await app.app.database.system.query(`select 1 from dockhook.held_delivery`)).toEqual([]);
  });
});

describe('cancelDelivery of what waits in the memory of a worker', () => {
  it('is not sent any more, and the next one is', async () => {
    const slow = await app.receiver();
    const answers: (() => void)[] = [];
    slow.answers(async () => {
      await new Promise<void>((resolve) => void answers.push(resolve));
      return 200;
    });
    await createWebhook(app, slow, { eventTypes: ['shipment.closed'], throttle: { maxConcurrent: 1 } });
    const events = [];
    for (let count = 0; count < 3; count += 1) {
      events.push(await publish(app, { type: 'shipment.closed' }));
      await slow.waitFor(1);
    }
    const [, second = '', third = ''] = events;
    expect(await cancel((await deliveryIn(second, 'PENDING')).id)).toMatchObject({
      errors: [],
      delivery: { status: 'CANCELED' },
    });
    for (const answered of [1, 2]) {
      await slow.waitFor(answered);
      await expect.poll(() => answers.length).toBe(answered);
      answers.at(-1)?.();
    }
    await deliveryIn(third, 'SUCCEEDED');
    expect(slow.requests.map(({ headers }) => headers['webhook-id'])).toEqual([events[0], third]);
    expect(await deliveryIn(second, 'CANCELED')).toMatchObject({ attemptCount: 0 });
  });
});

describe('a delivery of another tenant', () => {
  it('neither exists for redeliver nor for cancelDelivery, in the words used for an id that never was', async () => {
    const token = await app.key({ tenantId: 'TENANT002' });
    const { id } = await deliveryIn(await publish(app), 'SUCCEEDED');
    const unknown = `dlv_${'0'.repeat(32)}`;
    for (const ask of [(one: string) => redeliver(one, undefined, token), (one: string) => cancel(one, token)]) {
      expect(await ask(id)).toMatchObject({ delivery: null, errors: [{ code: 'NOT_FOUND', path: ['deliveryId'] }] });
      expect(await ask(id)).toEqual(await ask(unknown));
      expect(await ask('nonsense')).toEqual(await ask(unknown));
    }
  });

  it('a viewer may do neither', async () => {
    const token = await app.key({ role: 'VIEWER' });
    const answers = [
      await app.graphql.send(RedeliverDocument, { deliveryId: 'dlv_x' }, token),
      await app.graphql.send(CancelDeliveryDocument, { deliveryId: 'dlv_x' }, token),
    ];
    for (const { errors } of answers) expect(errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
  });
});
