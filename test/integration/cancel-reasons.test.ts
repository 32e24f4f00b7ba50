import { afterEach, beforeEach, expect, it } from 'vitest';
import {
  ActivateWebhookDocument,
  CancelDeliveryDocument,
  DeleteWebhookDocument,
  DisableWebhookDocument,
  EraseByBusinessKeyDocument,
  PauseWebhookDocument,
} from '../../src/web/gql/graphql.ts';
import { createWebhook, deliveriesOf, pickText, publish } from '../support/clients.ts';
import type { Receiver } from '../support/receiver.ts';
import { idOf, replayWhen, startReplay } from '../support/replays.ts';
import { createTestApp, type TestApp } from '../support/test-app.ts';

let app: TestApp;
let receiver: Receiver;
let webhook: { id: string };
beforeEach(async () => {
  app = await createTestApp();
  receiver = await app.receiver();
  webhook = { id: (await createWebhook(app, receiver)).id };
  await app.execute(PauseWebhookDocument, { webhook });
});
afterEach(() => app?.stop());

const stateOf = async (event: string) => {
  const [delivery] = (await deliveriesOf(app, event)).filter(({ trigger }) => trigger === 'EVENT');
  return { id: delivery?.id ?? '', status: delivery?.status, reason: delivery?.cancelReason };
};

it('a delivery tells why it was cancelled', async () => {
  const stopped = await publish(app);
  await app.execute(CancelDeliveryDocument, { deliveryId: (await stateOf(stopped)).id });
  const erased = await publish(app, { text: pickText({ salesOrderId: 'SO-ERASED' }) });
  await app.execute(EraseByBusinessKeyDocument, { businessKey: 'SO-ERASED', dryRun: false });
  const disabled = await publish(app);
  await app.execute(DisableWebhookDocument, { webhook });
  await app.execute(ActivateWebhookDocument, { webhook });
  await app.execute(PauseWebhookDocument, { webhook });
  const deleted = await publish(app);
  expect((await stateOf(deleted)).reason).toBeNull();
  await app.execute(DeleteWebhookDocument, { webhook });

  const told = await Promise.all([stopped, erased, disabled, deleted].map(stateOf));
  expect(told.map(({ status, reason }) => [status, reason])).toEqual([
    ['CANCELED', 'PERSON'],
    ['CANCELED', 'PAYLOAD_REMOVED'],
    ['CANCELED', 'WEBHOOK_DISABLED'],
    ['CANCELED', 'WEBHOOK_DELETED'],
  ]);
});

it('a replay takes what was cancelled with its webhook, and what a person cancelled only when told to', async () => {
  const stopped = await publish(app);
  await app.execute(CancelDeliveryDocument, { deliveryId: (await stateOf(stopped)).id });
  const disabled = await publish(app);
  await app.execute(DisableWebhookDocument, { webhook });
  await app.execute(ActivateWebhookDocument, { webhook });

  const count = async (input: Parameters<typeof startReplay>[2]) =>
    (await startReplay(app, webhook.id, { ...input, dryRun: true })).matching?.count;
  expect(await count({})).toBe(1);
  expect(await count({ includeMissing: true })).toBe(1);
  expect(await count({ status: ['FAILED'] })).toBe(0);
  expect(await count({ status: ['CANCELED'] })).toBe(2);
  expect(await count({ status: ['CANCELED'], includeMissing: true })).toBe(2);

  const answer = await startReplay(app, webhook.id);
  await replayWhen(app, idOf(answer), { status: 'COMPLETED', succeededCount: 1 });
  expect(receiver.requests.map(({ headers }) => headers['webhook-id'])).toEqual([disabled]);
});
