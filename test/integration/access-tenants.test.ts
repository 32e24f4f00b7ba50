import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  CreateWebhookDocument,
  DeliveriesDocument,
  DeliveryDocument,
  EventDocument,
  EventsDocument,
  PublishEventDocument,
  TestWebhookDocument,
  WebhookDocument,
  WebhooksDocument,
} from '../../src/web/gql/graphql.ts';
import { createWebhook, deliveriesOf, documentedText, publish, toPublishInput } from '../support/clients.ts';
import type { Receiver } from '../support/receiver.ts';
import { createTestApp, type TestApp } from '../support/test-app.ts';

let app: TestApp;
let receiver: Receiver;
let theirs: { token: string };
const ours = { webhook: '', event: '', delivery: '' };

beforeAll(async () => {
  app = await createTestApp();
  receiver = await app.receiver();
  theirs = { token: await app.key({ tenantId: 'TENANT002' }) };
  ours.webhook = (await createWebhook(app, receiver, { key: 'erp' })).id;
  ours.event = await publish(app, { idempotencyKey: 'shared-key' });
  await receiver.nextRequest();
  ours.delivery = (await deliveriesOf(app, ours.event))[0]?.id ?? '';
  expect(ours.delivery).toMatch(/^dlv_/);
});
afterAll(() => app?.stop());

describe('to a key of another tenant', () => {
  it('webhooks, events and deliveries are as if they did not exist', async () => {
    expect(await app.execute(WebhookDocument, { by: { id: ours.webhook } }, theirs)).toEqual({ webhook: null });
    expect(await app.execute(WebhookDocument, { by: { key: 'erp' } }, theirs)).toEqual({ webhook: null });
    expect(await app.execute(EventDocument, { id: ours.event }, theirs)).toEqual({ event: null });
    expect(await app.execute(DeliveryDocument, { id: ours.delivery }, theirs)).toEqual({ delivery: null });
  });

  it('lists and filters by their ids are empty', async () => {
    const { webhooks } = await app.execute(WebhooksDocument, {}, theirs);
    expect(webhooks).toMatchObject({ nodes: [], totalCount: { count: 0 } });
    for (const filter of [{}, { webhookIds: [ours.webhook] }, { eventIds: [ours.event] }]) {
      const { deliveries } = await app.execute(DeliveriesDocument, { filter }, theirs);
      expect(deliveries?.nodes).toEqual([]);
    }
    const { events } = await app.execute(EventsDocument, { filter: { idempotencyKey: 'shared-key' } }, theirs);
    expect(events?.nodes).toEqual([]);
  });

  it('their webhook cannot be tested, in the words used for one that does not exist', async () => {
    const unknown = ours.webhook.replace(/.{4}$/, '0000');
    const answers = [];
    for (const id of [ours.webhook, unknown]) {
      const { testWebhook } = await app.execute(TestWebhookDocument, { webhook: { id } }, theirs);
      answers.push(testWebhook);
    }
    expect(answers[0]).toMatchObject({ delivery: null, errors: [{ code: 'NOT_FOUND', path: ['webhook'] }] });
    expect(answers[0]).toEqual(answers[1]);
    expect(receiver.requests).toHaveLength(1);
  });

  it('a payload that names the tenant is refused', async () => {
    const input = toPublishInput({ text: documentedText('pick.confirmed', 'TENANT001') });
    const { publishEvent } = await app.execute(PublishEventDocument, { input }, theirs);
    expect(publishEvent).toMatchObject({
      event: null,
      errors: [{ code: 'SCOPE_NOT_ALLOWED', path: ['input', 'payload', 'tenantId'] }],
    });
  });

  it('the live stream is silent, also about the past', async () => {
    const { cursor } = await app.live().deliveryUpdates().next();
    const [their, our] = [app.live(theirs.token), app.live()].map((live) => live.deliveryUpdates({ after: cursor }));
    await publish(app);
    await our?.waitFor(2);
    const own = await app.receiver();
    await createWebhook(app, own, {}, theirs);
    const eventId = await publish(app, { text: documentedText('pick.confirmed', 'TENANT002') }, theirs);
    await their?.waitFor(2);
    expect(their?.items).toMatchObject([
      { __typename: 'StreamCaughtUp' },
      { __typename: 'DeliveryChanged', delivery: { event: { id: eventId } } },
    ]);
  });

  it('keys of webhooks and of idempotency are free, and events reach only their own webhooks', async () => {
    const before = receiver.requests.length;
    const own = await app.receiver();
    await createWebhook(app, own, { key: 'erp' }, theirs);
    const text = documentedText('pick.confirmed', 'TENANT002');
    const input = { ...toPublishInput({ text, idempotencyKey: 'shared-key' }) };
    const { publishEvent } = await app.execute(PublishEventDocument, { input }, theirs);
    expect(publishEvent).toMatchObject({ isDuplicate: false, errors: [] });
    await own.waitFor(1);
    expect(receiver.requests).toHaveLength(before);
  });
});

describe('a key of one company', () => {
  it('neither publishes nor subscribes for another company', async () => {
    const token = await app.key({ companyId: 'C1' });
    const text = JSON.stringify({ ...(JSON.parse(documentedText('pick.confirmed')) as object), companyId: 'C2' });
    const { publishEvent } = await app.execute(PublishEventDocument, { input: toPublishInput({ text }) }, { token });
    expect(publishEvent?.errors).toMatchObject([
      { code: 'SCOPE_NOT_ALLOWED', path: ['input', 'payload', 'companyId'] },
    ]);
    const input = { name: 'x', url: receiver.url(), eventTypes: ['*'], scope: { companyId: 'C2' } };
    const { createWebhook: made } = await app.execute(CreateWebhookDocument, { input }, { token });
    expect(made).toMatchObject({ webhook: null, errors: [{ code: 'SCOPE_NOT_ALLOWED', path: ['input', 'scope'] }] });
  });
});
