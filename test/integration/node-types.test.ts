import { assertInterfaceType } from 'graphql';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildApiSchema } from '../../src/graphql/schema.ts';
import { furnish, type House } from '../support/every-operation.ts';
import { createTestApp, type TestApp } from '../support/test-app.ts';

const schema = buildApiSchema();
const nodeTypes = schema
  .getImplementations(assertInterfaceType(schema.getType('Node')))
  .objects.map(({ name }) => name);

/** An id of each type that is a Node. */
const idsOf: Readonly<Record<string, (house: House) => string>> = {
  ApiKey: ({ ids }) => ids.key,
  AuditEntry: ({ ids }) => ids.aud,
  Delivery: ({ ids }) => ids.dlv,
  DeliveryAttempt: ({ ids }) => ids.att,
  Event: ({ ids }) => ids.evt,
  EventType: () => 'typ_order.status',
  Replay: ({ ids }) => ids.rpl,
  SigningSecret: ({ ids }) => ids.sec,
  Webhook: ({ ids }) => ids.whk,
};
/** Those of the catalogue belong to no tenant. */
const ofNobody = ['EventType'];

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

async function nodeOf(id: string, token: string): Promise<unknown> {
  const text = 'query ($id: ID!) { node(id: $id) { __typename id } nodes(ids: [$id]) { __typename id } }';
  const { data, errors } = await app.graphql.sendText(text, { id }, token);
  expect(errors).toEqual([]);
  const { node, nodes } = data as { node: unknown; nodes: unknown[] };
  expect(nodes).toEqual([node]);
  return node;
}

it.each(nodeTypes)('%s is found by its id', async (type) => {
  const id = idsOf[type]?.(ours);
  if (id === undefined) throw new Error(`${type} implements Node: give an id of one here, and find it in node(id:).`);
  expect(await nodeOf(id, ours.token)).toEqual({ __typename: type, id });
});

it.each(nodeTypes.filter((type) => !ofNobody.includes(type)))('%s of another tenant is null', async (type) => {
  const id = idsOf[type]?.(theirs) ?? '';
  expect(await nodeOf(id, theirs.token)).toEqual({ __typename: type, id });
  expect(await nodeOf(id, ours.token)).toBeNull();
});

it('an id of no kind, or of nothing, is null', async () => {
  for (const id of ['', 'whk', 'xyz_1', 'whk_', `dlv_${'0'.repeat(32)}`, 'typ_no.such', 'att_1', "whk_'; --"]) {
    expect(await nodeOf(id, ours.token)).toBeNull();
  }
});
