import { afterAll, beforeAll, expect, it } from 'vitest';
import { DeliveriesDocument, type DeliveriesQueryVariables, EventTypesDocument } from '../../src/web/gql/graphql.ts';
import { createWebhook, publish, publishMany } from '../support/clients.ts';
import { createTestApp, type TestApp } from '../support/test-app.ts';

let app: TestApp;

beforeAll(async () => {
  app = await createTestApp();
  await createWebhook(app, await app.receiver());
});
afterAll(() => app?.stop());

async function page(variables: DeliveriesQueryVariables) {
  const { deliveries } = await app.execute(DeliveriesDocument, variables);
  if (deliveries == null) throw new Error('no page');
  return { events: deliveries.nodes.map(({ event }) => event.id), ...deliveries.pageInfo };
}

it('pages forward stay right while rows are added', async () => {
  const old = (
    await publishMany(
      app,
      Array.from({ length: 7 }, () => ({})),
    )
  ).reverse();
  const seen: string[] = [];
  let after: string | null = null;
  let hasNextPage = true;
  while (hasNextPage) {
    const part = await page({ first: 3, after });
    seen.push(...part.events);
    expect(part.hasPreviousPage).toBe(after !== null);
    ({ endCursor: after, hasNextPage } = { endCursor: part.endCursor ?? null, hasNextPage: part.hasNextPage });
    await publish(app);
  }
  expect(seen).toHaveLength(7);
  expect([...seen].sort()).toEqual([...old].sort());
});

it('pages backward from the end go through the same rows in the same order', async () => {
  const whole = await page({ first: 100 });
  const seen: string[] = [];
  let before: string | null = null;
  let hasPreviousPage = true;
  while (hasPreviousPage) {
    const part = await page({ last: 4, before });
    seen.unshift(...part.events);
    expect(part.hasNextPage).toBe(before !== null);
    before = part.startCursor ?? null;
    hasPreviousPage = part.hasPreviousPage;
  }
  expect(seen).toEqual(whole.events);
  expect(whole.events.length).toBeGreaterThan(8);
});

it('what came after a page is found before its first cursor', async () => {
  const { startCursor } = await page({ first: 1 });
  const newer = await publish(app);
  expect(await page({ last: 10, before: startCursor })).toMatchObject({ events: [newer], hasPreviousPage: false });
});

it('an empty page and a page of nothing are pages too', async () => {
  expect(await page({ first: 0 })).toMatchObject({ events: [], hasNextPage: true, startCursor: null, endCursor: null });
  expect(await page({ filter: { eventIds: [] } })).toMatchObject({ events: [], hasNextPage: false });
});

it('counts are capped and say so', async () => {
  const query = `query ($limit: Int) { deliveries { totalCount(limit: $limit) { count precision } } }`;
  const count = async (variables: object) =>
    (await app.graphql.sendText(query, variables, app.token)).data?.['deliveries'];
  expect(await count({ limit: 2 })).toEqual({ totalCount: { count: 2, precision: 'AT_LEAST' } });
  expect(await count({})).toMatchObject({ totalCount: { precision: 'EXACT' } });
  expect(await count({ limit: null })).toEqual(await count({}));
});

it.each([
  ['first and last together', { first: 1, last: 1 }],
  ['a page of 101', { first: 101 }],
  ['a negative page', { last: -1 }],
  ['a cursor that is none', { after: 'nonsense' }],
])('%s are refused as bad input', async (_, variables) => {
  const { errors } = await app.graphql.send(DeliveriesDocument, variables, app.token);
  expect(errors).toMatchObject([{ path: ['deliveries'], extensions: { code: 'BAD_USER_INPUT' } }]);
});

it('event types page in the order of the menus', async () => {
  const first = await app.execute(EventTypesDocument, { first: 3 });
  const rest = await app.execute(EventTypesDocument, { after: first.eventTypes?.pageInfo.endCursor ?? '' });
  const names = [first, rest].map(({ eventTypes }) => eventTypes?.nodes.map(({ name }) => name));
  expect(names).toEqual([
    ['shipment.closed', 'pick.confirmed', 'inventory.updated'],
    ['order.status', 'return.received'],
  ]);
  expect(rest.eventTypes?.pageInfo.hasNextPage).toBe(false);
});
