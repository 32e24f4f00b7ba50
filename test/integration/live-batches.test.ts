/** What the live stream costs the database: a look-up for what was recorded together, not one for each item. */
import { parse } from 'graphql';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createWebhook, pickText, publish, publishMany } from '../support/clients.ts';
import { statementsOf } from '../support/count-statements.ts';
import type { LiveStream } from '../support/live-client.ts';
import { createTestApp, type TestApp } from '../support/test-app.ts';

/** Of each company. */
const OUTCOMES = 20;
const SUBSCRIBERS = 5;

interface Update {
  readonly delivery?: {
    readonly id: string;
    readonly status: string;
    readonly event?: { readonly payloadText: string };
  };
  readonly attempt?: { readonly number: number; readonly outcome: string };
}

const QUERY = parse(`subscription { deliveryUpdates { ... on DeliveryChanged {
  delivery { id status } attempt { number outcome } } } }`);

let app: TestApp;
let tokenOfC1: string;

const subscribe = (token: string): LiveStream<{ deliveryUpdates: Update }> =>
  app.live(token).subscribe<{ deliveryUpdates: Update }, Record<string, never>>(QUERY as never, {});

/** Announces every outcome again, all in one transaction. */
const recordAgain = () =>
  app.app.database.system.query(
    `insert into dockhook.delivery_change
       (tenant_id, delivery_id, webhook_id, event_type, trigger, previous_status, status, attempt_number, occurred_at)
     select d.tenant_id, d.id, d.webhook_id, 'pick.confirmed', d.trigger, 'PENDING', d.status, d.attempt_count, now()
     from dockhook.delivery d`,
  );

/** @returns the statements that looked up rows of a table for the subscribers */
const lookUpsOf = (texts: readonly string[], table: string): string[] =>
  texts.filter(
    (text) =>
      text.includes(`.* from "dockhook"."${table}"`) ||
      new RegExp(String.raw`lateral \(\s*select \* from dockhook\.${table} where`).test(text),
  );

const changesOf = (items: readonly { deliveryUpdates: Update }[]): Update[] =>
  items.map(({ deliveryUpdates }) => deliveryUpdates).filter(({ delivery }) => delivery !== undefined);

beforeAll(async () => {
  app = await createTestApp();
  const receiver = await app.receiver();
  tokenOfC1 = await app.key({ companyId: 'C1' });
  for (const companyId of ['C1', 'C2']) {
    const token = await app.key({ companyId });
    await createWebhook(app, receiver, { name: companyId }, { token });
  }
  const stream = app.live().deliveryUpdates();
  await stream.next();
  await publishMany(
    app,
    Array.from({ length: 2 * OUTCOMES }, (_, index) => ({
      text: pickText({ companyId: index % 2 === 0 ? 'C1' : 'C2', fulfillmentCenterId: 'F1' }),
    })),
  );
  await stream.waitFor(1 + 2 * OUTCOMES, 25_000);
  stream.unsubscribe();
});
afterAll(() => app?.stop());

it('what was recorded together is looked up once for all subscribers of a scope, and for each scope by itself', async () => {
  const wide = Array.from({ length: SUBSCRIBERS }, () => subscribe(app.token));
  const narrow = Array.from({ length: SUBSCRIBERS }, () => subscribe(tokenOfC1));
  await Promise.all([...wide, ...narrow].map((stream) => stream.waitFor(1)));

  const texts = await statementsOf(async () => {
    await recordAgain();
    await Promise.all(wide.map((stream) => stream.waitFor(1 + 2 * OUTCOMES)));
    await Promise.all(narrow.map((stream) => stream.waitFor(1 + OUTCOMES)));
  });

  expect(lookUpsOf(texts, 'delivery')).toHaveLength(2);
  expect(lookUpsOf(texts, 'attempt')).toHaveLength(2);
  const told = changesOf(wide[0]?.items ?? []);
  expect(new Set(told.map(({ delivery }) => delivery?.id)).size).toBe(2 * OUTCOMES);
  for (const update of told) {
    expect(update).toMatchObject({ delivery: { status: 'SUCCEEDED' }, attempt: { number: 1, outcome: 'SUCCESS' } });
  }
  const own = new Set(changesOf(narrow[0]?.items ?? []).map(({ delivery }) => delivery?.id));
  expect(own.size).toBe(OUTCOMES);
  for (const { items } of narrow) expect(items).toHaveLength(1 + OUTCOMES);
  for (const stream of [...wide, ...narrow]) stream.unsubscribe();
});

it('the past is looked up a batch at a time as well', async () => {
  const live = app.live();
  const first = live.deliveryUpdates();
  const { cursor } = await first.next();
  await recordAgain();
  await first.waitFor(1 + 2 * OUTCOMES);
  first.unsubscribe();
  const again = parse(`subscription ($after: StreamCursor) { deliveryUpdates(after: $after) { ... on DeliveryChanged {
    delivery { id webhook { name } } attempt { number outcome } } } }`);

  const texts = await statementsOf(async () => {
    const stream = live.subscribe<{ deliveryUpdates: Update }, { after: string }>(again as never, { after: cursor });
    await stream.waitFor(2 * OUTCOMES + 1);
  });

  expect(lookUpsOf(texts, 'delivery')).toHaveLength(1);
  expect(lookUpsOf(texts, 'attempt')).toHaveLength(1);
  expect(lookUpsOf(texts, 'webhook').length).toBeLessThanOrEqual(3); // one for each, and whatever else reads one
});

it('what was sent is looked up with its batch, also when nobody asks for the delivery', async () => {
  const withRequest = parse(`subscription { deliveryUpdates { ... on DeliveryChanged {
    attempt { number request { url body } } } } }`);
  type Sent = { attempt?: { request: { url: string; body: string } } };
  const stream = app.live().subscribe<{ deliveryUpdates: Sent }, Record<string, never>>(withRequest as never, {});
  await stream.next();

  const texts = await statementsOf(async () => {
    await recordAgain();
    await stream.waitFor(1 + 2 * OUTCOMES);
  });

  const counts = ['delivery', 'attempt', 'event'].map((table) => lookUpsOf(texts, table).length);
  expect(counts).toEqual([1, 1, 1]);
  const bodies = stream.items.slice(1).map(({ deliveryUpdates }) => deliveryUpdates.attempt?.request.body ?? '{}');
  expect(bodies).toHaveLength(2 * OUTCOMES);
  for (const body of bodies) expect(JSON.parse(body)).toMatchObject({ fulfillmentCenterId: 'F1' });
  stream.unsubscribe();
});

it('small events are looked up together, large ones when their turn comes, and both come exact', async () => {
  const withEvent = parse(`subscription { deliveryUpdates { ... on DeliveryChanged {
    delivery { id event { payloadText } } attempt { number } } } }`);
  const stream = app.live().subscribe<{ deliveryUpdates: Update }, Record<string, never>>(withEvent as never, {});
  await stream.next();
  const scope = { companyId: 'C2', fulfillmentCenterId: 'F1' };
  const small = pickText(scope);
  const { lines } = JSON.parse(small) as { lines: object[] };
  const large = pickText({
    ...scope,
    lines: Array.from({ length: 200 }, (_, index) => ({ ...lines[0], lineNumber: index + 1 })),
  });
  expect([small.length < 8_000, large.length > 9_000]).toEqual([true, true]);
  await publish(app, { text: large });
  await stream.next();

  const texts = await statementsOf(async () => {
    await recordAgain();
    await stream.waitFor(2 + 2 * OUTCOMES + 1);
  });

  expect(new Set(lookUpsOf(texts, 'event')).size).toBe(2);
  const told = changesOf(stream.items.slice(2)).map(({ delivery }) => delivery?.event?.payloadText);
  expect(told.filter((text) => text === large)).toHaveLength(1);
  expect(told.filter((text) => text === small)).toHaveLength(OUTCOMES);
});
