import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  DeliveriesDocument,
  type DeliveryFilter,
  type EventFilterBy,
  EventsDocument,
  WebhookDocument,
  WebhooksDocument,
} from '../../src/web/gql/graphql.ts';
import { createWebhook, pickText, publish } from '../support/clients.ts';
import { createTestApp, type TestApp } from '../support/test-app.ts';

let app: TestApp;
/** Names of deliveries and events, so that a filter reads as what it finds. */
const ids = { pickGood: '', pickBad: '', order: '', good: '', bad: '' };
/** The pick's event. */
let pick: string;

beforeAll(async () => {
  app = await createTestApp({ RETRY_TIME_SCALE: '1' });
  const [good, bad] = [await app.receiver(), await app.receiver()];
  bad.answers(500);
  const stream = app.live().deliveryUpdates();
  await stream.next();
  ids.good = (await createWebhook(app, good, { eventTypes: ['pick.*', 'order.status'], key: 'erp' })).id;
  ids.bad = (await createWebhook(app, bad, { eventTypes: ['pick.confirmed'], name: 'Data lake 100%' })).id;
  const text = pickText({ salesOrderId: 'SO-4711', companyId: 'CO-A' });
  pick = await publish(app, { text, idempotencyKey: 'pick', correlationId: 'trace-1' });
  const order = await publish(app, { type: 'order.status' });
  await stream.waitFor(4);
  const { deliveries } = await app.execute(DeliveriesDocument, {});
  for (const { id, event, webhook } of deliveries?.nodes ?? []) {
    if (event.id === order) ids.order = id;
    else if (event.id === pick) ids[webhook?.id === ids.good ? 'pickGood' : 'pickBad'] = id;
  }
  expect(deliveries?.nodes).toHaveLength(3);
});
afterAll(() => app?.stop());

type Name = keyof typeof ids;
const names = (found: readonly { id: string }[] | undefined): string[] =>
  (found ?? []).map(({ id }) => Object.entries(ids).find(([, known]) => known === id)?.[0] ?? id).sort();

const deliveryFilters: [what: string, filter: () => DeliveryFilter, found: Name[]][] = [
  ['status', () => ({ status: ['SUCCEEDED'] }), ['order', 'pickGood']],
  ['several statuses', () => ({ status: ['RETRYING', 'FAILED'] }), ['pickBad']],
  ['a status that is never stored', () => ({ status: ['IN_PROGRESS'] }), []],
  ['webhook', () => ({ webhookIds: [ids.good] }), ['order', 'pickGood']],
  ['webhooks of which one is none', () => ({ webhookIds: [ids.bad, 'whk_1', ids.order] }), ['pickBad']],
  ['event type', () => ({ eventTypes: ['order.status'] }), ['order']],
  ['event type pattern', () => ({ eventTypes: ['pick.*'] }), ['pickBad', 'pickGood']],
  ['a pattern with characters of LIKE', () => ({ eventTypes: ['p%.*', 'pick_confirmed'] }), []],
  ['every event type', () => ({ eventTypes: ['*'] }), ['order', 'pickBad', 'pickGood']],
  ['no event type', () => ({ eventTypes: [] }), []],
  ['business key', () => ({ businessKey: 'SO-4711' }), ['pickBad', 'pickGood']],
  ['a part of a business key', () => ({ businessKey: 'SO-47' }), []],
  ['outcome', () => ({ lastOutcome: ['HTTP_ERROR'] }), ['pickBad']],
  ['status code', () => ({ lastStatusCode: { min: 500, max: 599 } }), ['pickBad']],
  ['attempts', () => ({ attemptCount: { max: 0 } }), []],
  ['status code of what has no answer', () => ({ lastStatusCode: { max: 199 } }), []],
  ['outcomes of which one is success', () => ({ lastOutcome: ['SUCCESS', 'TIMEOUT'] }), ['order', 'pickGood']],
  ['cause', () => ({ trigger: ['TEST', 'REPLAY'] }), []],
  ['the commonest cause', () => ({ trigger: ['EVENT', 'TEST'] }), ['order', 'pickBad', 'pickGood']],
  ['what has not begun', () => ({ status: ['PENDING', 'HELD', 'CANCELED'] }), []],
  ['what is not finished', () => ({ status: ['PENDING', 'HELD', 'RETRYING'] }), ['pickBad']],
  ['what failed for a webhook', () => ({ status: ['RETRYING'], webhookIds: [ids.good] }), []],
  ['a replay that is none', () => ({ replayId: 'rpl_1' }), []],
  ['the company of the event', () => ({ scope: { companyId: 'CO-A' } }), ['pickBad', 'pickGood']],
  ['a fulfillment center without events', () => ({ scope: { fulfillmentCenterId: 'FC-NONE' } }), []],
  ['id of a delivery', () => ({ search: ids.order }), ['order']],
  ['id of an event', () => ({ search: ` ${pick} ` }), ['pickBad', 'pickGood']],
  ['correlation id', () => ({ search: 'trace-1' }), ['pickBad', 'pickGood']],
  ['correlation id and status', () => ({ search: 'trace-1', status: ['SUCCEEDED'] }), ['pickGood']],
  ['a search for nothing', () => ({ search: 'trace' }), []],
  ['time', () => ({ createdAt: { from: '2020-01-01T00:00:00Z', to: '2020-01-02T00:00:00Z' } }), []],
  ['all at once', () => ({ status: ['SUCCEEDED'], eventTypes: ['pick.*'], businessKey: 'SO-4711' }), ['pickGood']],
];

it.each(deliveryFilters)('deliveries by %s', async (_, filter, found) => {
  const { deliveries } = await app.execute(DeliveriesDocument, { filter: filter() });
  expect(names(deliveries?.nodes)).toEqual(found);
});

it.each([
  ['type', { eventTypes: ['pick.*'] }, 1],
  ['business key', { businessKey: 'SO-4711' }, 1],
  ['idempotency key', { idempotencyKey: 'pick' }, 1],
  ['correlation id', { correlationId: 'trace-1' }, 1],
  ['a correlation id that is none', { correlationId: 'none' }, 0],
  ['company', { scope: { companyId: 'CO-A' } }, 1],
  ['business key and another type', { businessKey: 'SO-4711', eventTypes: ['order.*'] }, 0],
  ['time', { receivedAt: { from: '2020-01-01T00:00:00Z' } }, 2],
] satisfies [string, EventFilterBy, number][])('events by %s', async (_, filter, count) => {
  const { events } = await app.execute(EventsDocument, { filter });
  expect(events?.nodes).toHaveLength(count);
});

it.each([
  ['a type that a pattern of theirs matches', { eventTypes: ['pick.confirmed'] }, ['bad', 'good']],
  ['a type that only one asked for', { eventTypes: ['order.status'] }, ['good']],
  ['a part of the name, in any case', { search: 'DATA' }, ['bad']],
  ['a percent sign, literally', { search: '%' }, ['bad']],
  ['a key', { search: 'erp' }, ['good']],
  ['a company', { scope: { companyId: 'C1' } }, []],
] as const)('webhooks by %s', async (_, filter, found) => {
  const { webhooks } = await app.execute(WebhooksDocument, { filter: structuredClone(filter) as object });
  expect(names(webhooks?.nodes)).toEqual(found);
});

it('a count counts what the filter finds', async () => {
  const query = `query ($filter: DeliveryFilter) { deliveries(filter: $filter) { totalCount { count precision } } }`;
  for (const [what, filter, found] of deliveryFilters) {
    const { data } = await app.graphql.sendText(query, { filter: filter() }, app.token);
    const expected = { totalCount: { count: found.length, precision: 'EXACT' } };
    expect(data?.['deliveries'], what).toEqual(expected);
  }
});

it('text that no row can have is refused as bad input, not answered as a fault', async () => {
  const nul = 'a\0b';
  const answers = [
    await app.graphql.send(DeliveriesDocument, { filter: { eventTypes: [nul] } }, app.token),
    await app.graphql.send(EventsDocument, { filter: { idempotencyKey: nul } }, app.token),
    await app.graphql.send(WebhooksDocument, { filter: { search: nul } }, app.token),
    await app.graphql.send(WebhookDocument, { by: { key: nul } }, app.token),
  ];
  for (const { errors } of answers) expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
  const { deliveries } = await app.execute(DeliveriesDocument, { filter: { businessKey: nul } });
  expect(deliveries?.nodes).toEqual([]);
});
