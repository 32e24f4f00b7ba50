/**
 * Two tenants with the same things in them. Wherever the SDL takes an id, one of the other tenant's, of whatever kind,
 * gets the very answer that an id gets which never was.
 */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildApiSchema } from '../../src/graphql/schema.ts';
import { everyOperation, furnish, type House } from '../support/every-operation.ts';
import { idPathsOf, operationText, rootFieldsOf, withIdAt } from '../support/root-operation.ts';
import { createTestApp, type TestApp } from '../support/test-app.ts';

const schema = buildApiSchema();
const places = rootFieldsOf(schema).flatMap((root) =>
  idPathsOf(root).map((path) => ({ root, path, place: `${root.name} ${path.join('.')}` })),
);
/** Ids of the WMS, not of ours: names of companies and fulfillment centers. */
const isOurs = ({ path }: { path: readonly string[] }) => !path.includes('scope');

let app: TestApp;
let ours: House;
let theirs: House;

beforeAll(async () => {
  app = await createTestApp();
  const receiver = await app.receiver();
  ours = await furnish(app, receiver, 'TENANT001');
  theirs = await furnish(app, receiver, 'TENANT002');
});
afterAll(() => app?.stop());

const neverWas = (id: string): string => id.replace(/_[0-9a-f]{32}/, `_${randomUUID().replaceAll('-', '')}`);

/** What differs between any two answers: ids that were made, instants, positions, signatures. */
const normal = (text: string, id: string): string =>
  text
    .replaceAll(id, '<id>')
    .replace(/\b[a-z]{3}_[0-9a-f]{32}(_\d+)?/g, '<made>')
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '<instant>')
    .replace(/"streamCursor":"[^"]*"/g, '<cursor>')
    .replace(/"(name|value)":"(v1[^"]*|t=\d[^"]*|\d{10})"/g, '<signature>')
    .replace(/(dhk|whsec)_[\w/+=-]+/g, '<secret>')
    .replace(/"(endCursor|startCursor|cursor|prefix|hint)":"[^"]*"/g, '<place>');

describe('an id of another tenant is like one that never was', () => {
  it('in a good number of places', () => {
    expect(places.filter(isOurs).length).toBeGreaterThan(25);
  });

  it.each(places.filter(isOurs).filter(({ root }) => root.type !== 'Subscription'))(
    '$place',
    async ({ root, path }) => {
      const entry = everyOperation[root.name];
      if (entry === undefined) throw new Error(`${root.name} has no entry in every-operation`);
      const base = await entry.args(ours);
      const text = operationText(root, schema, 2);
      for (const id of Object.values(theirs.ids)) {
        const random = neverWas(id);
        const [foreign, absent] = [id, random].map((each) =>
          app.graphql.sendText(text, withIdAt(root, base, path, each), ours.token),
        );
        const answer = await foreign;
        expect(normal(answer?.text ?? '', id)).toBe(normal((await absent)?.text ?? '', random));
        expect(answer?.errors.filter(({ extensions }) => extensions?.['code'] !== 'BAD_USER_INPUT')).toEqual([]);
      }
    },
  );

  // The house's replay made no delivery, so one of those filters finds nothing either way; replay tests have their own.
  const telling = places.filter(
    ({ root, place }) => root.type === 'Query' && place !== 'Query.deliveries filter.replayId',
  );
  it.each(telling.filter(isOurs))(
    '$place: an id of our own gets another answer, so that the comparison means something',
    async ({ root, path }) => {
      const base = (await everyOperation[root.name]?.args(ours)) ?? {};
      const text = operationText(root, schema, 2);
      const ask = (id: string) => app.graphql.sendText(text, withIdAt(root, base, path, id), ours.token);
      const { data } = await app.graphql.sendText(`{ viewer { actor { id } } }`, {}, ours.token);
      const own = [...Object.values(ours.ids), (data as { viewer: { actor: { id: string } } }).viewer.actor.id];
      const absent = normal((await ask(neverWas(ours.ids.whk))).text, '');
      const answers = await Promise.all(own.map(ask));
      expect(answers.map((answer) => normal(answer.text, '')).filter((answer) => answer !== absent)).not.toEqual([]);
    },
  );

  it('as a live filter, also about the past', async () => {
    const stream = app.live(ours.token).deliveryUpdates();
    const { cursor } = await stream.next();
    const their = app.live(theirs.token).deliveryUpdates();
    await their.next();
    const test = `mutation ($webhook: WebhookRefInput!) { testWebhook(webhook: $webhook) { errors { code } } }`;
    await app.graphql.sendText(test, { webhook: { id: theirs.ids.whk } }, theirs.token);
    await their.next();
    for (const id of [theirs.ids.whk, neverWas(theirs.ids.whk)]) {
      const filtered = app.live(ours.token).deliveryUpdates({ after: cursor, filter: { webhookIds: [id] } });
      expect(await filtered.next()).toMatchObject({ __typename: 'StreamCaughtUp' });
    }
  });

  it('for an idempotency key, a webhook key and an order number that the other tenant uses', async () => {
    const events = `query ($filter: EventFilterBy) { events(filter: $filter) { nodes { id } totalCount { count } } }`;
    const count = async (filter: object, token: string) =>
      (await app.graphql.sendText(events, { filter }, token)).data as { events: { totalCount: { count: number } } };
    for (const house of [ours, theirs]) {
      expect((await count({ idempotencyKey: 'the event' }, house.token)).events.totalCount.count).toBe(1);
    }
    const third = await app.key({ tenantId: 'TENANT003' });
    expect((await count({ idempotencyKey: 'the event' }, third)).events.totalCount.count).toBe(0);
    const { text } = await app.graphql.sendText(`{ webhook(by: { key: "erp" }) { id } }`, {}, third);
    expect(JSON.parse(text)).toEqual({ data: { webhook: null } });
  });
});
