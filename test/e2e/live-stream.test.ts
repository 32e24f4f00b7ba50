import { afterAll, beforeAll, expect, it } from 'vitest';
import { DeliveriesDocument } from '../../src/web/gql/graphql.ts';
import { createWebhook, publish, publishMany } from '../support/clients.ts';
import { changesOf, type DeliveryChanged, type DeliveryUpdate } from '../support/live-client.ts';
import type { AnswerFunction } from '../support/receiver.ts';
import { createTestApp, type TestApp } from '../support/test-app.ts';

let app: TestApp;

/** Every third event is refused at first, so that there are more outcomes than deliveries. */
function refuseSomeFirst(): AnswerFunction {
  const order = new Map<string, number>();
  return ({ headers }) => {
    const id = headers['webhook-id'] ?? '';
    if (!order.has(id)) order.set(id, order.size);
    return (order.get(id) ?? 0) % 3 === 0 && headers['x-jasci-attempt'] === '1' ? 500 : 200;
  };
}

const DELIVERIES = 100;
const OUTCOMES = DELIVERIES + 34;

beforeAll(async () => {
  app = await createTestApp();
  const receiver = await app.receiver();
  receiver.answers(refuseSomeFirst());
  await createWebhook(app, receiver, { eventTypes: ['pick.confirmed'] });
});
afterAll(() => app?.stop());

it('a client receives each outcome of 100 deliveries exactly once, in order per delivery', async () => {
  const stream = app.live().deliveryUpdates();
  await stream.next();

  await Promise.all([
    publishMany(
      app,
      Array.from({ length: 60 }, () => ({})),
    ),
    ...Array.from({ length: 40 }, () => publish(app)),
  ]);
  await stream.waitFor(1 + OUTCOMES, 60_000);
  expect(changesOf(stream.items)).toHaveLength(OUTCOMES);

  const told = changesOf(stream.items);
  expect(told.map(outcomeOf).sort()).toEqual((await historyOutcomes()).sort());
  expectOrderPerDelivery(told);
  expect(told.every(({ isReplay }) => !isReplay)).toBe(true);
  expect(new Set(told.map(({ cursor }) => cursor)).size).toBe(OUTCOMES);
});

it('a client that comes back with its cursor gets the rest, without a gap and without a repeat', async () => {
  const before = await historyOutcomes();
  const first = app.live();
  const early = first.deliveryUpdates();
  await early.next();
  await publishMany(
    app,
    Array.from({ length: DELIVERIES }, () => ({})),
  );
  await early.waitFor(40);
  const seen = changesOf([...early.items]);
  await first.close();

  const late = app.live().deliveryUpdates({ after: seen.at(-1)?.cursor ?? '' });
  // The receiver goes on counting: events 101 to 200 have 33 or 34 refusals.
  await expect.poll(async () => (await historyOutcomes()).length).toBe(before.length + 133);
  await late.waitFor(1 + 133 - seen.length);

  const all = [...seen, ...changesOf(late.items)];
  const known = new Set(before);
  const expected = (await historyOutcomes()).filter((outcome) => !known.has(outcome));
  expect(all.map(outcomeOf).sort()).toEqual(expected.sort());
  expectOrderPerDelivery(all);
  expectReplayThenLive(late.items);
});

it('a page of the history hands over to the stream where it ends', async () => {
  const { deliveries } = await app.execute(DeliveriesDocument, { first: 1 });
  const eventId = await publish(app);
  const stream = app.live().deliveryUpdates({ after: deliveries?.streamCursor ?? '' });
  await stream.waitFor(2);
  expect(changesOf(stream.items).map(({ delivery }) => delivery.event.id)).toContain(eventId);
});

it('a stream with a filter gets only what it asks for', async () => {
  const receiver = await app.receiver();
  const webhook = await createWebhook(app, receiver, { eventTypes: ['return.received'] });
  const stream = app.live().deliveryUpdates({ filter: { webhookIds: [webhook.id], status: ['SUCCEEDED'] } });
  await stream.next();
  await publish(app);
  const eventId = await publish(app, { type: 'return.received' });
  expect(await stream.next()).toMatchObject({ status: 'SUCCEEDED', delivery: { event: { id: eventId } } });
  expect(stream.items).toHaveLength(2);
});

const outcomeOf = ({ delivery, attempt, status }: DeliveryChanged): string =>
  `${delivery.id} ${attempt?.number} ${attempt?.outcome} ${status}`;

/** What the tables say happened, in the words of `outcomeOf`. */
async function historyOutcomes(): Promise<string[]> {
  const rows = await app.app.database.system.query<{ told: string }>(
    `select 'dlv_' || replace(d.id::text, '-', '') || ' ' || a.number || ' ' || a.outcome || ' ' ||
            case when a.number = d.attempt_count then d.status::text else 'RETRYING' end as told
       from dockhook.delivery d join dockhook.attempt a on a.delivery_id = d.id`,
  );
  return rows.map(({ told }) => told);
}

function expectOrderPerDelivery(changes: readonly DeliveryChanged[]): void {
  const last = new Map<string, number>();
  for (const { delivery, attempt } of changes) {
    expect(attempt?.number).toBe((last.get(delivery.id) ?? 0) + 1);
    last.set(delivery.id, attempt?.number ?? 0);
  }
}

function expectReplayThenLive(updates: readonly DeliveryUpdate[]): void {
  const caughtUp = updates.findIndex((update) => update.__typename === 'StreamCaughtUp');
  expect(caughtUp).toBeGreaterThanOrEqual(0);
  expect(changesOf(updates.slice(0, caughtUp)).every(({ isReplay }) => isReplay)).toBe(true);
  expect(changesOf(updates.slice(caughtUp)).some(({ isReplay }) => isReplay)).toBe(false);
}
