import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  ActivateWebhookDocument,
  DeliveryDocument,
  DisableWebhookDocument,
  ExplainDeliveryDocument,
  RedeliverDocument,
  TestWebhookDocument,
  TraceDocument,
} from '../../src/web/gql/graphql.ts';
import { createWebhook, pickText, publish } from '../support/clients.ts';
import type { Receiver } from '../support/receiver.ts';
import { createTestApp, type TestApp } from '../support/test-app.ts';

let app: TestApp;
let receiver: Receiver;

beforeAll(async () => {
  app = await createTestApp();
  receiver = await app.receiver();
});
afterAll(() => app?.stop());

const order = (salesOrderId: string): string => pickText({ salesOrderId });
const trace = async (businessKey: string, token?: string) =>
  (await app.execute(TraceDocument, { businessKey }, token === undefined ? {} : { token })).trace;
const explain = async (eventId: string, id: string, token?: string) =>
  (await app.execute(ExplainDeliveryDocument, { eventId, webhook: { id } }, token === undefined ? {} : { token }))
    .explainDelivery;

it('says for every webhook where an order is: delivered, waiting, or why it was not sent', async () => {
  const failing = await app.receiver();
  failing.answers({ status: 503, headers: { 'retry-after': '3600' } });
  const good = await createWebhook(app, receiver, { name: 'good', eventTypes: ['pick.*'] });
  const down = await createWebhook(app, failing, { name: 'down' });
  const other = await createWebhook(app, receiver, { name: 'other', eventTypes: ['return.received'] });
  const first = await publish(app, { text: order('SO-TRACE-1') });
  const second = await publish(app, { text: order('SO-TRACE-1') });
  await publish(app, { text: order('SO-TRACE-2') });
  await receiver.waitFor(3);
  await failing.waitFor(3);

  await expect
    .poll(async () => {
      const steps = (await trace('SO-TRACE-1'))?.steps ?? [];
      return steps.map(({ event, explanations }) => [
        event.id,
        Object.fromEntries(explanations.map(({ webhook, state }) => [webhook.id, state])),
      ]);
    })
    .toEqual(
      [first, second].map((id) => [id, { [good.id]: 'DELIVERED', [down.id]: 'WAITING', [other.id]: 'NOT_SENT' }]),
    );

  const [step] = (await trace('SO-TRACE-1'))?.steps ?? [];
  const sentences = new Map(step?.explanations.map((entry) => [entry.webhook.id, entry]));
  expect(sentences.get(good.id)?.explanation).toMatch(/^Delivered at .* after 1 attempt, answered with HTTP 200\.$/);
  expect(sentences.get(down.id)?.explanation).toMatch(
    /^Tried again at .*: 1 attempt so far, the last ended with HTTP 503\.$/,
  );
  expect(sentences.get(other.id)).toMatchObject({
    verdict: 'TYPE_NOT_SUBSCRIBED',
    explanation: 'The webhook asks for return.received; the event is of type pick.confirmed.',
    delivery: null,
  });
});

it('explains a missing delivery by scope, by a webhook that came later, and by one that was disabled', async () => {
  const elsewhere = await createWebhook(app, receiver, { scope: { companyId: 'NOBODY' } });
  const disabled = await createWebhook(app, receiver);
  const eventId = await publish(app, { text: order('SO-TRACE-3') });
  expect(await explain(eventId, elsewhere.id)).toMatchObject({ state: 'NOT_SENT', verdict: 'OUT_OF_SCOPE' });
  expect((await explain(eventId, elsewhere.id))?.explanation).toContain('is for company NOBODY; the event is of');

  const later = await createWebhook(app, receiver);
  expect(await explain(eventId, later.id)).toMatchObject({ delivered: false, verdict: 'WEBHOOK_CREATED_LATER' });

  await app.app.database.system.query(
    `update dockhook.webhook set status = 'DISABLED', status_changed_at = now() where replace(id::text, '-', '') = $1`,
    [disabled.id.slice(4)],
  );
  const missed = await publish(app, { text: order('SO-TRACE-4') });
  expect(await explain(missed, disabled.id)).toMatchObject({ verdict: 'WEBHOOK_DISABLED' });
  expect(await explain(eventId, disabled.id)).toMatchObject({ delivered: true, verdict: 'MATCHED' });
});

it('explains by the status that the webhook had when the event came, whatever it has been since', async () => {
  const { id } = await createWebhook(app, receiver, { name: 'Now and then' });
  const webhook = { id };
  const missed: string[] = [];
  const sent: string[] = [];
  for (const turn of [1, 2]) {
    const { disableWebhook } = await app.execute(DisableWebhookDocument, { webhook });
    missed.push(await publish(app, { text: order(`SO-OFF-${turn}`) }));
    const { activateWebhook } = await app.execute(ActivateWebhookDocument, { webhook });
    sent.push(await publish(app, { text: order(`SO-ON-${turn}`) }));
    const [from, to] = [disableWebhook, activateWebhook].map((change) => change?.webhook?.statusChangedAt);
    expect(await explain(missed.at(-1) ?? '', id)).toMatchObject({
      verdict: 'WEBHOOK_DISABLED',
      explanation: expect.stringContaining(`was disabled from ${from} to ${to}; the event came at`),
    });
  }
  await app.execute(DisableWebhookDocument, { webhook });
  const last = await publish(app, { text: order('SO-OFF-3') });
  expect((await explain(last, id))?.explanation).toContain('has been disabled since');
  expect((await explain(missed[0] ?? '', id))?.explanation).toContain('was disabled from');
  for (const eventId of sent) expect(await explain(eventId, id)).toMatchObject({ delivered: true, verdict: 'MATCHED' });
  const [step] = (await trace('SO-OFF-1'))?.steps ?? [];
  expect(step?.explanations.find((one) => one.webhook.id === id)?.explanation).toContain('was disabled from');
});

it('what arrived stays delivered, whatever a test or a redelivery comes to later', async () => {
  const own = await app.receiver();
  const { id } = await createWebhook(app, own, { eventTypes: ['order.status'], retryPolicy: { maxAttempts: 1 } });
  const eventId = await publish(app, { type: 'order.status' });
  await expect.poll(async () => (await explain(eventId, id))?.state).toBe('DELIVERED');
  const first = (await explain(eventId, id))?.delivery?.id ?? '';

  own.answers(500);
  await app.execute(TestWebhookDocument, { webhook: { id }, sample: { eventId } });
  const { redeliver } = await app.execute(RedeliverDocument, { deliveryId: first });
  const again = async () => (await app.execute(DeliveryDocument, { id: redeliver?.delivery?.id ?? '' })).delivery;
  await expect.poll(async () => (await again())?.status).toBe('FAILED');
  expect(await explain(eventId, id)).toMatchObject({ state: 'DELIVERED', delivery: { id: first } });
});

it('an unknown key has an empty trace, and what another tenant asks for does not exist', async () => {
  expect(await trace('SO-NEVER')).toMatchObject({ steps: [] });
  const webhook = await createWebhook(app, receiver);
  const eventId = await publish(app, { text: order('SO-TRACE-5') });
  const token = await app.key({ tenantId: 'TENANT002' });
  expect(await trace('SO-TRACE-5', token)).toMatchObject({ steps: [] });
  expect(await explain(eventId, webhook.id, token)).toBeNull();
  expect(await explain('evt_nonsense', webhook.id)).toBeNull();
});

it('a publisher may not trace', async () => {
  const token = await app.key({ role: 'PUBLISHER' });
  const { errors } = await app.graphql.send(TraceDocument, { businessKey: 'x' }, token);
  expect(errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
});
