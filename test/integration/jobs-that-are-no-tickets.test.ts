import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { type DeliveryQueue, startDeliveryQueue } from '../../src/database/delivery-queue.ts';
import { parsePublicId } from '../../src/domain/ids.ts';
import { applyRetention } from '../../src/pipeline/apply-retention.ts';
import { cancelWaiting } from '../../src/pipeline/cancel-waiting.ts';
import { sweep } from '../../src/pipeline/sweep.ts';
import {
  ActivateWebhookDocument,
  CancelDeliveryDocument,
  DeleteWebhookDocument,
  DeliveriesDocument,
  DeliveryStatsDocument,
  DisableWebhookDocument,
  EraseByBusinessKeyDocument,
} from '../../src/web/gql/graphql.ts';
import { chore } from '../support/chore.ts';
import { createWebhook, deliveriesOf, pickText, publish } from '../support/clients.ts';
import { createTestApp, type TestApp } from '../support/test-app.ts';

let app: TestApp;
let queue: DeliveryQueue;
let webhookId: string;

beforeAll(async () => {
  app = await createTestApp({ ROLE: 'api', BACKLOG_LIMIT: '1000' }); // nobody takes the jobs
  queue = await startDeliveryQueue({ pool: app.app.database.systemPool, supervise: false, onError: () => {} });
  app.onStop(() => queue.stop());
});
afterAll(() => app?.stop());

const query = <Row extends object>(text: string, values: readonly unknown[] = []): Promise<Row[]> =>
  app.app.database.system.query<Row>(text, values);

/** Such as another version, or somebody's hand, may have put into the queue; some name the webhook, or a delivery, well. */
beforeEach(async () => {
  await query('delete from pgboss.job');
  webhookId = (await createWebhook(app, await app.receiver())).id;
  const webhook = parsePublicId('webhook', webhookId);
  const delivery = '01980000-0000-7000-8000-000000000000';
  const entries = [
    5,
    null,
    'text',
    {},
    [],
    [5],
    [null],
    [[]],
    [{ a: 1 }],
    ['no', 'no', 'no', 1],
    ['no', 'no', webhook, 1],
  ];
  const malformed = [
    ...[null, 5, 'text', [], {}, { deliveries: null }, { deliveries: 5 }, { deliveries: 'text' }, { deliveries: {} }],
    ...entries.map((entry) => ({ deliveries: [entry] })),
    { deliveries: [[delivery, delivery, webhook, 1], ...entries] },
    { deliveries: [[delivery]] },
  ];
  for (const data of malformed) {
    await query(`insert into pgboss.job (name, data) values ('deliver', $1::jsonb)`, [JSON.stringify(data)]);
  }
});

async function wait(order: string): Promise<{ eventId: string; deliveryId: string }> {
  const eventId = await publish(app, { text: pickText({ salesOrderId: order }) });
  const deliveryId = (await deliveriesOf(app, eventId)).find(({ webhook }) => webhook?.id === webhookId)?.id;
  if (deliveryId === undefined) throw new Error('There is no delivery.');
  return { eventId, deliveryId };
}

const statusOf = async (id: string) =>
  (
    await query<{ status: string }>('select status from dockhook.delivery where id = $1', [
      parsePublicId('delivery', id),
    ])
  )[0]?.status;

/** Whether the tickets that name a delivery are compared with the tables when they are taken. */
const isDistrusted = async (id: string) => {
  const rows = await query<{ retry_count: number }>(
    `select retry_count from pgboss.job where data::text like '%' || $1 || '%'`,
    [parsePublicId('delivery', id)],
  );
  return rows.every(({ retry_count }) => retry_count > 0);
};

it('disabling, activating and deleting a webhook', async () => {
  const { deliveryId } = await wait('SO-DISABLE');
  const ref = { webhook: { id: webhookId } };
  const { disableWebhook } = await app.execute(DisableWebhookDocument, ref);
  expect(disableWebhook).toMatchObject({ errors: [], affectedDeliveryCount: 1 });
  expect(await statusOf(deliveryId)).toBe('CANCELED');
  expect(await isDistrusted(deliveryId)).toBe(true);
  expect((await app.execute(ActivateWebhookDocument, ref)).activateWebhook?.errors).toEqual([]);
  const later = await wait('SO-DELETE');
  const { deleteWebhook } = await app.execute(DeleteWebhookDocument, ref);
  expect(deleteWebhook).toMatchObject({ errors: [], canceledDeliveryCount: 1 });
  expect(await statusOf(later.deliveryId)).toBe('CANCELED');
  await cancelWaiting(app.app.database, parsePublicId('webhook', webhookId) as string);
});

it('erasing and forgetting payloads', async () => {
  const erased = await wait('SO-ERASED');
  const old = await wait('SO-OLD');
  const variables = { businessKey: 'SO-ERASED', dryRun: false };
  const { eraseByBusinessKey } = await app.execute(EraseByBusinessKeyDocument, variables);
  expect(eraseByBusinessKey).toMatchObject({ eventCount: 1, errors: [] });
  expect(await statusOf(erased.deliveryId)).toBe('CANCELED');
  expect(await isDistrusted(erased.deliveryId)).toBe(true);
  expect(await isDistrusted(old.deliveryId)).toBe(false);
  await applyRetention(app.app.database, { payloadDays: -1, recordDays: 90 }, chore);
  expect(await statusOf(old.deliveryId)).toBe('CANCELED');
  expect(await isDistrusted(old.deliveryId)).toBe(true);
});

it('cancelling a delivery', async () => {
  const { deliveryId } = await wait('SO-CANCEL');
  const other = await wait('SO-OTHER');
  expect((await app.execute(CancelDeliveryDocument, { deliveryId })).cancelDelivery?.errors).toEqual([]);
  expect(await isDistrusted(deliveryId)).toBe(true);
  expect(await isDistrusted(other.deliveryId)).toBe(false);
});

it('looking for what is pending and for how long', async () => {
  const { deliveryId } = await wait('SO-PENDING');
  const filter = { status: ['PENDING' as const], webhookIds: [webhookId] };
  const { deliveries } = await app.execute(DeliveriesDocument, { filter, first: 10 });
  expect(deliveries?.nodes.map(({ id }) => id)).toEqual([deliveryId]);
  const range = { from: new Date(Date.now() - 3_600_000).toISOString(), to: new Date().toISOString() };
  const { deliveryStats } = await app.execute(DeliveryStatsDocument, { range, webhookIds: [webhookId] });
  expect(deliveryStats?.oldestPendingAge).toMatch(/^PT/);
});

it('publishing, and bringing back what was lost', async () => {
  const { deliveryId } = await wait('SO-LOST');
  const kept = await wait('SO-KEPT');
  await query(`delete from pgboss.job where data::text like '%' || $1 || '%'`, [parsePublicId('delivery', deliveryId)]);
  const due = `update dockhook.delivery set next_attempt_at = now() - interval '1 hour' where id = any($1)`;
  await query(due, [[deliveryId, kept.deliveryId].map((id) => parsePublicId('delivery', id))]);
  const deps = { database: app.app.database, queue, signals: { send() {} } };
  const lost = await sweep(deps, 120_000);
  expect(lost).toBe(1);
});
