/** A page of history looks at a bounded number of rows. What that means for the caller, with more rows than that. */
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { DeliveryFilter } from '../../src/web/gql/graphql.ts';
import { createWebhook, publish } from '../support/clients.ts';
import { createTestApp, type TestApp } from '../support/test-app.ts';

/** More than one page looks at. */
const ROWS = 12_000;
let app: TestApp;

const QUERY = `query ($filter: DeliveryFilter, $after: String, $before: String, $first: Int, $last: Int) {
  deliveries(filter: $filter, after: $after, before: $before, first: $first, last: $last) {
    nodes { id }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    searchedUntil
    totalCount { count precision }
  }
}`;

interface Found {
  readonly nodes: { id: string }[];
  readonly pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; startCursor: string; endCursor: string };
  readonly searchedUntil: string | null;
  readonly totalCount: { count: number; precision: string };
}

async function page(variables: { filter: DeliveryFilter; after?: string; before?: string; last?: number }) {
  const { data, text } = await app.graphql.sendText(QUERY, variables, app.token);
  if (data?.['deliveries'] == null) throw new Error(text);
  return data['deliveries'] as unknown as Found;
}

beforeAll(async () => {
  app = await createTestApp();
  const receiver = await app.receiver();
  await createWebhook(app, receiver, { eventTypes: ['pick.confirmed'] });
  const stream = app.live().deliveryUpdates();
  await stream.next();
  await publish(app);
  await stream.waitFor(2);
  const client = new pg.Client({ connectionString: app.database.url });
  await client.connect();
  await client.query('set role dockhook_system');
  // The one real delivery many times over, each newer than the last. Two of them are of another type.
  await client.query(
    `insert into dockhook.delivery (id, tenant_id, event_id, webhook_id, event_type, trigger, status, attempt_count,
       last_outcome, last_status_code, created_at, completed_at)
     select overlay(id::text placing lpad(to_hex(n), 8, '0') from 29 for 8)::uuid, tenant_id, event_id, webhook_id,
       case when n in (100, ${ROWS - 100}) then 'order.status' else event_type end, trigger, status, attempt_count,
       last_outcome, last_status_code, created_at, completed_at
     from dockhook.delivery cross join generate_series(1, ${ROWS}) n`,
  );
  await client.end();
});
afterAll(() => app?.stop());

const rare: DeliveryFilter = { eventTypes: ['order.status'] };

it('a page that found little says so, and its cursors go on behind what was looked at', async () => {
  let current = await page({ filter: rare });
  expect(current.nodes).toHaveLength(1);
  expect(current.searchedUntil).not.toBeNull();
  const found = [...current.nodes];
  while (current.searchedUntil !== null) {
    expect(current.pageInfo.hasNextPage).toBe(true);
    current = await page({ filter: rare, after: current.pageInfo.endCursor });
    found.push(...current.nodes);
  }
  expect(current).toMatchObject({ pageInfo: { hasNextPage: false, hasPreviousPage: true } });
  expect(new Set(found.map(({ id }) => id)).size).toBe(2);
  expect(found).toHaveLength(2);
});

it('the same backwards, with the start of the page as the place to go on from', async () => {
  let current = await page({ filter: rare, last: 10 });
  expect(current).toMatchObject({ nodes: [{}], pageInfo: { hasPreviousPage: true, hasNextPage: false } });
  expect(current.searchedUntil).not.toBeNull();
  const found = [...current.nodes];
  while (current.searchedUntil !== null) {
    expect(current.pageInfo.hasPreviousPage).toBe(true);
    current = await page({ filter: rare, last: 10, before: current.pageInfo.startCursor });
    found.push(...current.nodes);
  }
  expect(current).toMatchObject({ pageInfo: { hasPreviousPage: false } });
  expect(found).toHaveLength(2);
});

it('a count that was given up says at least', async () => {
  expect((await page({ filter: rare })).totalCount).toEqual({ count: 1, precision: 'AT_LEAST' });
  expect((await page({ filter: {} })).totalCount).toEqual({ count: 10_000, precision: 'AT_LEAST' });
});

it('a business key in thousands of events is found all the same', async () => {
  const client = new pg.Client({ connectionString: app.database.url });
  await client.connect();
  await client.query('set role dockhook_system');
  await client.query(
    `insert into dockhook.event (id, tenant_id, type, schema_version, payload, key_hashes, occurred_at,
       matched_webhook_count)
     select overlay(id::text placing lpad(to_hex(n), 8, '0') from 29 for 8)::uuid, tenant_id, type, schema_version,
       payload, key_hashes, occurred_at, 0
     from dockhook.event cross join generate_series(1, 2100) n`,
  );
  const { rows } = await client.query('select payload from dockhook.event limit 1');
  await client.end();
  const { salesOrderId } = JSON.parse((rows[0] as { payload: string }).payload) as { salesOrderId: string };
  expect((await page({ filter: { businessKey: salesOrderId } })).nodes).toHaveLength(20);
  const query = `query ($filter: EventFilterBy) { events(filter: $filter, first: 100) { nodes { id } searchedUntil } }`;
  const { data } = await app.graphql.sendText(query, { filter: { businessKey: salesOrderId } }, app.token);
  const events = data?.['events'] as unknown as { nodes: unknown[]; searchedUntil: string | null };
  expect(events).toMatchObject({ searchedUntil: null });
  expect(events.nodes).toHaveLength(100);
});
