/** A key of one company or fulfillment center reads what is of it, everywhere, and nothing else of the tenant. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  CancelDeliveryDocument,
  DeliveriesDocument,
  EventsDocument,
  ExplainDeliveryDocument,
  NodesDocument,
  RedeliverDocument,
  TraceDocument,
  WebhookDocument,
  WebhooksDocument,
} from '../../src/web/gql/graphql.ts';
import { createWebhook, deliveriesOf, pickText, publish } from '../support/clients.ts';
import { createTestApp, type TestApp } from '../support/test-app.ts';

interface Things {
  readonly webhook: string;
  readonly event: string;
  readonly delivery: string;
  readonly attempt: string;
  readonly token: string;
}

let app: TestApp;
const of: Record<'C1' | 'C2', Things> = {} as never;
/** Of no company: for everybody's events. */
let wide: string;
/** A delivery of C1's event to the webhook of the whole tenant. */
let wideDelivery: string;
let cursor: string;

beforeAll(async () => {
  app = await createTestApp();
  const receiver = await app.receiver();
  wide = (await createWebhook(app, receiver, { name: 'Wide' })).id;
  const stream = app.live().deliveryUpdates();
  ({ cursor } = await stream.next());
  for (const companyId of ['C1', 'C2'] as const) {
    const token = await app.key({ companyId });
    const webhook = (await createWebhook(app, receiver, { name: companyId, key: 'erp' }, { token })).id;
    const event = await publish(app, { text: pickText({ companyId, fulfillmentCenterId: 'F1' }) }, { token });
    await stream.next();
    await stream.next();
    const deliveries = await deliveriesOf(app, event);
    const own = deliveries.find((delivery) => delivery.webhook?.id === webhook);
    wideDelivery ??= deliveries.find((delivery) => delivery.webhook?.id === wide)?.id ?? '';
    of[companyId] = { webhook, event, delivery: own?.id ?? '', attempt: own?.attempts?.nodes[0]?.id ?? '', token };
  }
});
afterAll(() => app?.stop());

const businessKey = String((JSON.parse(pickText()) as Record<string, unknown>)['workControlNumber'] ?? '');

describe.each([
  ['C1', 'C2'],
  ['C2', 'C1'],
] as const)('a key of %s', (mine, other) => {
  const as = () => ({ token: of[mine].token });

  it('lists and counts its own webhooks, events and deliveries', async () => {
    const query = `{ webhooks { ...w } events { ...e } deliveries { ...d } }
      fragment w on WebhookConnection { nodes { id } totalCount { count } }
      fragment e on EventConnection { nodes { id } totalCount { count } }
      fragment d on DeliveryConnection { nodes { id } totalCount { count } }`;
    const { data } = await app.graphql.sendText(query, {}, of[mine].token);
    const only = (id: string) => ({ nodes: [{ id }], totalCount: { count: 1 } });
    const { webhook, event, delivery } = of[mine];
    expect(data).toEqual({ webhooks: only(webhook), events: only(event), deliveries: only(delivery) });
    for (const filter of [{ webhookIds: [of[other].webhook, wide] }, { eventIds: [of[other].event] }]) {
      expect((await app.execute(DeliveriesDocument, { filter }, as())).deliveries?.nodes).toEqual([]);
    }
  });

  it('gets by id what is its own, and nothing of another company or of the whole tenant', async () => {
    const { webhook, event, delivery, attempt } = of[other];
    const foreign = [webhook, event, delivery, attempt, wide, wideDelivery];
    const own = [of[mine].webhook, of[mine].event, of[mine].delivery, of[mine].attempt];
    const { nodes } = await app.execute(NodesDocument, { ids: [...foreign, ...own] }, as());
    expect(nodes.map((node) => node?.id)).toEqual([...foreign.map(() => undefined), ...own]);
    const { webhook: byKey } = await app.execute(WebhookDocument, { by: { key: 'erp' } }, as());
    expect(byKey?.id).toBe(of[mine].webhook);
  });

  it('traces and explains its own', async () => {
    const { trace } = await app.execute(TraceDocument, { businessKey }, as());
    expect(trace?.steps.map(({ event }) => event.id)).toEqual([of[mine].event]);
    expect(trace?.steps.map(({ explanations }) => explanations.map((one) => one.webhook?.id))).toEqual([
      [of[mine].webhook],
    ]);
    const explain = (eventId: string, id: string) =>
      app.execute(ExplainDeliveryDocument, { eventId, webhook: { id } }, as());
    expect((await explain(of[mine].event, of[mine].webhook)).explainDelivery).not.toBeNull();
    expect((await explain(of[other].event, of[mine].webhook)).explainDelivery).toBeNull();
    expect((await explain(of[mine].event, wide)).explainDelivery).toBeNull();
  });

  it('neither sends again nor cancels what is not its own', async () => {
    for (const deliveryId of [of[other].delivery, wideDelivery]) {
      const { redeliver } = await app.execute(RedeliverDocument, { deliveryId }, as());
      expect(redeliver?.errors).toMatchObject([{ code: 'NOT_FOUND' }]);
      const { cancelDelivery } = await app.execute(CancelDeliveryDocument, { deliveryId }, as());
      expect(cancelDelivery?.errors).toMatchObject([{ code: 'NOT_FOUND' }]);
    }
  });
});

describe('a key of one fulfillment center', () => {
  it('sees nothing of others, and is told only that a webhook key is taken in its company', async () => {
    const token = await app.key({ companyId: 'C1', fulfillmentCenterId: 'F9' });
    expect((await app.execute(WebhooksDocument, {}, { token })).webhooks?.nodes).toEqual([]);
    expect((await app.execute(EventsDocument, {}, { token })).events?.nodes).toEqual([]);
    const receiver = await app.receiver();
    await expect(createWebhook(app, receiver, { key: 'erp' }, { token })).rejects.toThrow('TAKEN');
    await expect(createWebhook(app, receiver, { key: 'erp' }, { token })).rejects.not.toThrow(of.C1.webhook);
    expect((await createWebhook(app, receiver, { key: 'erp-f9' }, { token })).id).toMatch(/^whk_/);
  });

  it('an event that was tested on its webhook from outside its scope stays hidden', async () => {
    const sample = { eventId: of.C2.event };
    const test = `mutation ($webhook: WebhookRefInput!, $sample: SampleEventInput) {
      testWebhook(webhook: $webhook, sample: $sample) { delivery { id } errors { code } } }`;
    const { data } = await app.graphql.sendText(test, { webhook: { id: of.C1.webhook }, sample }, app.token);
    const { id } = (data as { testWebhook: { delivery: { id: string } } }).testWebhook.delivery;
    const { nodes } = await app.execute(NodesDocument, { ids: [id] }, { token: of.C1.token });
    expect(nodes).toEqual([null]);
  });
});

it.each([
  ['C1', 'C2'],
  ['C2', 'C1'],
] as const)('a key of %s sees its own in the live stream, past and present', async (mine, other) => {
  const stream = app.live(of[mine].token).deliveryUpdates({ after: cursor });
  let past = 0;
  for (let item = await stream.next(); item.__typename !== 'StreamCaughtUp'; item = await stream.next()) {
    expect(item).toMatchObject({ delivery: { webhook: { id: of[mine].webhook } } });
    past += 1;
  }
  expect(past).toBeGreaterThan(0);
  for (const companyId of [other, mine]) {
    await publish(app, { text: pickText({ companyId, fulfillmentCenterId: 'F1' }) });
  }
  expect(await stream.next()).toMatchObject({ delivery: { webhook: { id: of[mine].webhook } } });
});
