/** The catalogue as the API shows it. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventTypes, findEventType } from '../../src/catalogue/event-types.ts';
import { publish } from '../support/clients.ts';
import { rootField } from '../support/root-field.ts';
import { createTestApp, type TestApp } from '../support/test-app.ts';

let app: TestApp;
beforeAll(async () => {
  app = await createTestApp();
});
afterAll(() => app?.stop());

test('every field of every type is listed, flat, with all that the catalogue knows', async () => {
  const answer = await app.graphql.sendText(
    `{ eventTypes { nodes { name fieldCount fields {
      path type required requiredWhen description group documented businessKey personalData
      enumName enumValues enumMembers { value description } maxLength decimals minimum limit format exampleText
    } } } }`,
    {},
    app.token,
  );
  const { nodes } = rootField<{ nodes: { name: string; fieldCount: number; fields: Record<string, unknown>[] }[] }>(
    answer,
    'eventTypes',
  );
  expect(nodes.map(({ name, fieldCount, fields }) => [name, fieldCount, fields.length])).toEqual([
    ['shipment.closed', 222, 222],
    ['pick.confirmed', 72, 72],
    ['inventory.updated', 59, 59],
    ['order.status', 61, 61],
    ['return.received', 72, 72],
  ]);
  for (const { name, fields } of nodes) {
    const known = findEventType(name)?.fields ?? [];
    expect(fields.map(({ path }) => path)).toEqual(known.map(({ path }) => path));
    expect(fields.filter(({ documented }) => documented)).toHaveLength(
      known.filter((field) => field.documented).length,
    );
    expect(fields.filter(({ enumName }) => enumName !== null).every(({ enumMembers }) => enumMembers !== null)).toBe(
      true,
    );
  }
  const byPath = (path: string) => nodes[0]?.fields.find((field) => field['path'] === path);
  expect(byPath('details[].price')).toMatchObject({
    type: 'float',
    decimals: 6,
    minimum: 0,
    limit: 1e9,
    exampleText: expect.stringMatching(/^[\d.]+$/) as string,
  });
  expect(byPath('carrier')).toMatchObject({ type: 'string', required: false, maxLength: 50, documented: true });
  expect(byPath('trackingStatus')).toMatchObject({
    type: 'enum',
    enumName: 'ShipmentTrackingStatus',
    enumValues: ['VOIDED', 'BACKORDERED', 'SHIPPED', 'PACKED'],
    group: 'header',
  });
  expect(byPath('timestamp')).toMatchObject({ type: 'date', format: 'YYYY-MM-DDTHH:mm:ss[.SSS]Z' });
  expect(byPath('workControlNumber')).toMatchObject({ type: 'long', businessKey: true, required: true });
});

test('a cursor of a type that a search leaves out is still a place in the list', async () => {
  const names = async (page: string): Promise<string[]> => {
    const answer = await app.graphql.sendText(
      `query ($cursor: String) { eventTypes(${page}) { nodes { name } } }`,
      { cursor: Buffer.from('order.status').toString('base64url') },
      app.token,
    );
    return rootField<{ nodes: { name: string }[] }>(answer, 'eventTypes').nodes.map(({ name }) => name);
  };
  const search = 'search: "r", origin: BUILT_IN';
  const all = eventTypes.map(({ name }) => name);
  expect(await names(`before: $cursor, last: 20`)).toEqual(all.slice(0, 3));
  expect(await names(`${search}, before: $cursor, last: 20`)).toEqual(all.slice(0, 3));
  // None of these finds order.status itself.
  expect(await names('search: "closed", before: $cursor, last: 20')).toEqual(['shipment.closed']);
  expect(await names('search: "closed", before: $cursor')).toEqual(['shipment.closed']);
  expect(await names('search: "closed", after: $cursor')).toEqual([]);
  expect(await names('search: "return.", after: $cursor')).toEqual(['return.received']);
});

test('the JSON Schema has the largest Long digit for digit', async () => {
  for (const { name, jsonSchema } of eventTypes) {
    const { data, text } = await app.graphql.sendText(
      'query ($name: EventTypeName!) { eventType(name: $name) { jsonSchema } }',
      { name },
      app.token,
    );
    expect(data).toEqual({ eventType: { jsonSchema: JSON.parse(JSON.stringify(jsonSchema)) as unknown } });
    const longs = [...text.matchAll(/"format":"int64","minimum":0,"maximum":(\d+)/g)].map(([, maximum]) => maximum);
    expect(longs.length).toBeGreaterThan(0);
    expect(new Set(longs)).toEqual(new Set(['9223372036854775807']));
    expect(text).not.toContain('9223372036854775808');
    expect(text).not.toContain('9223372036854776000');
  }
});

test('the example of every type can be published as it stands, by a key for one company too', async () => {
  const scoped = await app.key({ role: 'PUBLISHER', companyId: 'OWN', fulfillmentCenterId: 'FC-OWN' });
  const query = '{ eventTypes { nodes { name exampleText } } }';
  for (const token of [app.token, scoped]) {
    const { data } = await app.graphql.sendText(query, {}, token);
    const { nodes } = (data as { eventTypes: { nodes: { name: string; exampleText: string }[] } }).eventTypes;
    expect(nodes).toHaveLength(eventTypes.length);
    for (const { name, exampleText } of nodes) await publish(app, { type: name, text: exampleText }, { token });
  }
});
