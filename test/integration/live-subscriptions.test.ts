import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { maintain } from '../../src/database/maintenance.ts';
import { parsePublicId } from '../../src/domain/ids.ts';
import { encodePosition } from '../../src/live/stream-position.ts';
import { ActivateWebhookDocument, PauseWebhookDocument } from '../../src/web/gql/graphql.ts';
import { chore } from '../support/chore.ts';
import { createWebhook, deliveriesOf, publish } from '../support/clients.ts';
import type { LiveClient } from '../support/live-client.ts';
import { createTestApp, type TestApp } from '../support/test-app.ts';

let app: TestApp;
let live: LiveClient;

beforeAll(async () => {
  app = await createTestApp();
  await createWebhook(app, await app.receiver());
});
beforeEach(() => {
  live = app.live();
});
afterAll(() => app?.stop());

it('a subscriber that leaves while nothing happens is let go at once', async () => {
  const feed = app.app.services.changeFeed.subscribe({ tenantId: 'QUIET', wants: () => true });
  expect((await feed.next()).value).toMatchObject({ kind: 'caught-up' });
  const waiting = feed.next();
  expect(await feed.return()).toEqual({ done: true, value: undefined });
  expect(await waiting).toEqual({ done: true, value: undefined });
});

it('one subscription of a socket ends while the other goes on', async () => {
  const [one, other] = [live.deliveryUpdates(), live.deliveryUpdates()];
  await Promise.all([one.next(), other.next()]);
  one.unsubscribe();
  await expect(one.next()).rejects.toThrow('The stream has ended');
  await publish(app);
  expect(await other.next()).toMatchObject({ status: 'SUCCEEDED' });
});

it('a client that comes again is told nothing of deliveries whose records were removed meanwhile', async () => {
  const before = live.deliveryUpdates();
  const { cursor } = await before.next();
  const [removed, kept] = [await publish(app), await publish(app)];
  await before.waitFor(3);
  const [delivery] = await deliveriesOf(app, removed);
  await app.app.database.system.query('delete from dockhook.delivery where id = $1', [
    parsePublicId('delivery', delivery?.id ?? ''),
  ]);
  const stream = live.deliveryUpdates({ after: cursor });
  expect(await stream.next()).toMatchObject({ delivery: { event: { id: kept } } });
});

it('a cursor that is older than the kept log is answered with a reset, and the stream goes on', async () => {
  const before = live.deliveryUpdates();
  const { cursor } = await before.next();
  await publish(app);
  await before.next();
  await app.app.database.system.query(`update dockhook.delivery_change set occurred_at = now() - interval '80 hours'`);
  const changes = async () => {
    await maintain(app.app.database.system, chore); // keeps what is not counted yet
    return app.app.database.system.query(`select 1 from dockhook.delivery_change`);
  };
  await expect.poll(changes).toHaveLength(0);

  const stream = live.deliveryUpdates({ after: cursor });
  expect(await stream.next()).toMatchObject({ __typename: 'StreamReset', reason: 'CURSOR_EXPIRED' });
  expect(await stream.next()).toMatchObject({ __typename: 'StreamCaughtUp' });
  await publish(app);
  expect(await stream.next()).toMatchObject({ __typename: 'DeliveryChanged', isReplay: false });
});

it('a cursor of another database, from further on than this one is, is answered with a reset', async () => {
  const stream = live.deliveryUpdates({ after: encodePosition({ xid: 10n ** 15n, seq: 1n }) });
  expect(await stream.next()).toMatchObject({ __typename: 'StreamReset', reason: 'CURSOR_EXPIRED' });
  expect(await stream.next()).toMatchObject({ __typename: 'StreamCaughtUp' });
  await publish(app);
  expect(await stream.next()).toMatchObject({ __typename: 'DeliveryChanged' });
});

it('a cursor that is none is refused', async () => {
  const stream = live.deliveryUpdates({ after: 'not a cursor' });
  await expect(stream.next()).rejects.toThrow('after is not a stream cursor.');
});

it('a change is told only when no transaction that began before it can still bring one', async () => {
  const stream = live.deliveryUpdates();
  await stream.next();
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
  const earlier = app.app.database.systemTransaction(async (sql) => {
    await sql.query(`select pg_current_xact_id()`);
    begin();
    await released;
  });
  await begun;
  const eventId = await publish(app);
  await expect.poll(async () => (await deliveriesOf(app, eventId))[0]?.status).toBe('SUCCEEDED');
  expect(stream.items).toHaveLength(1);
  release();
  await earlier;
  expect(await stream.next()).toMatchObject({ delivery: { event: { id: eventId } } });
});

it('what was held is told when it goes on', async () => {
  const { id } = await createWebhook(app, await app.receiver(), { name: 'Paused', eventTypes: ['return.received'] });
  await app.execute(PauseWebhookDocument, { webhook: { id } });
  const stream = live.deliveryUpdates({ filter: { webhookIds: [id] } });
  await stream.next();
  const eventId = await publish(app, { type: 'return.received' });
  const statuses = (await deliveriesOf(app, eventId)).map(({ webhook, status }) => [webhook?.id, status]);
  expect(statuses).toContainEqual([id, 'HELD']);
  await app.execute(ActivateWebhookDocument, { webhook: { id } });
  const change = { __typename: 'DeliveryChanged', delivery: { event: { id: eventId } } };
  expect(await stream.next()).toMatchObject({ ...change, previousStatus: 'HELD', status: 'PENDING', attempt: null });
  expect(await stream.next()).toMatchObject({ ...change, previousStatus: 'PENDING', status: 'SUCCEEDED' });
});
