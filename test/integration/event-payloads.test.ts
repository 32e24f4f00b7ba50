/** The samples and documented payloads, published in every way through the real API and received over real HTTPS. */
import { parse } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventTypes } from '../../src/catalogue/event-types.ts';
import { readPayload } from '../../src/catalogue/read-payload.ts';
import { createWebhook, documentedText, nextKey } from '../support/clients.ts';
import { numbersAsText } from '../support/numbers-as-text.ts';
import { payloadSelection, publishRequest, waysIn, withoutNulls } from '../support/payload-documents.ts';
import type { Receiver } from '../support/receiver.ts';
import { rootField } from '../support/root-field.ts';
import { createTestApp, type TestApp } from '../support/test-app.ts';
import { eventTypeNamed } from '../unit/catalogue/event-type-named.ts';

let app: TestApp;
let receiver: Receiver;
/** By tenant: the samples belong to several. */
const tokens = new Map<string, string>();

const samples = eventTypes.flatMap((type) =>
  type.exampleTexts.map((text, index) => ({ type, text, name: `${type.name}, sample ${index + 1}` })),
);
const tenantOf = (text: string): string => (JSON.parse(text) as { tenantId: string }).tenantId;

beforeAll(async () => {
  app = await createTestApp();
  receiver = await app.receiver();
  for (const tenantId of new Set(samples.map(({ text }) => tenantOf(text)))) {
    const token = await app.key({ tenantId });
    tokens.set(tenantId, token);
    await createWebhook(app, receiver, {}, { token });
  }
});
afterAll(() => app?.stop());

interface Published {
  readonly event: { readonly id: string; readonly payloadText: string } | null;
  readonly isDuplicate: boolean;
  readonly errors: readonly { readonly message: string }[];
}

describe.each(samples)('$name', ({ type, text }) => {
  const eventIds: string[] = [];
  const token = () => tokens.get(tenantOf(text));

  test.each(waysIn)('given as %s arrives as it is', async (way) => {
    const { query, variables } = publishRequest(type, way, text, nextKey());
    const { event, errors } = rootField<Published>(
      await app.graphql.sendText(query, variables, token()),
      'publishEvent',
    );
    expect(errors).toEqual([]);
    const { body, headers } = await receiver.nextRequest();
    expect(headers['webhook-id']).toBe(event?.id);
    expect(body.toString()).toBe(JSON.stringify(JSON.parse(text)));
    expect(numbersAsText(body.toString())).toEqual(numbersAsText(text));
    expect(event?.payloadText).toBe(body.toString());
    eventIds.push(event?.id ?? '');
  });

  test('is read back with every field, and found by every business key', async () => {
    const query = `query ($id: ID!) { event(id: $id) { businessKeys { value } ${payloadSelection(type)} } }`;
    const event = rootField<{ payload: unknown; businessKeys: { value: string }[] }>(
      await app.graphql.sendText(query, { id: eventIds[0] }, token()),
      'event',
    );
    expect(withoutNulls(event.payload)).toEqual(readPayload(type, JSON.stringify(JSON.parse(text))));

    const values = [...new Set(event.businessKeys.map(({ value }) => value))];
    expect(values.length).toBeGreaterThan(3);
    const find = `query ($businessKey: String!) {
      events(first: 100, filter: { businessKey: $businessKey }) { nodes { id } }
      deliveries(first: 100, filter: { businessKey: $businessKey }) { nodes { event { id } } }
    }`;
    for (const businessKey of values) {
      const found = await app.graphql.sendText(find, { businessKey }, token());
      const { events, deliveries } = found.data as {
        events: { nodes: { id: string }[] };
        deliveries: { nodes: { event: { id: string } }[] };
      };
      expect(events.nodes.map(({ id }) => id)).toEqual(expect.arrayContaining(eventIds));
      expect(deliveries.nodes.map(({ event: { id } }) => id)).toEqual(expect.arrayContaining(eventIds));
    }
  });
});

test('the same content with the same idempotency key is one event, whichever ways it came', async () => {
  const type = eventTypeNamed('pick.confirmed');
  const text = type.exampleTexts.at(-1) ?? '';
  const key = nextKey();
  const ids = [];
  for (const way of waysIn) {
    const { query, variables } = publishRequest(type, way, text, key);
    const answer = await app.graphql.sendText(query, variables, app.token);
    const { event, isDuplicate } = rootField<Published>(answer, 'publishEvent');
    expect(isDuplicate).toBe(ids.length > 0);
    ids.push(event?.id);
  }
  expect(new Set(ids).size).toBe(1);
  expect((await receiver.nextRequest()).headers['webhook-id']).toBe(ids[0]);
});

test('over a socket the typed payload keeps its order too', async () => {
  const text = documentedText('pick.confirmed');
  const pickConfirmed = Object.fromEntries(Object.entries(JSON.parse(text) as object).reverse());
  const document = parse(
    'mutation ($input: PublishEventInput!) { publishEvent(input: $input) { event { payloadText } } }',
  );
  const stream = app.live().subscribe<unknown, Record<string, unknown>>(document, {
    input: { type: 'pick.confirmed', payload: { pickConfirmed }, idempotencyKey: nextKey() },
  });
  expect(await stream.next()).toEqual({ publishEvent: { event: { payloadText: JSON.stringify(pickConfirmed) } } });
  expect((await receiver.nextRequest()).body.toString()).toBe(JSON.stringify(pickConfirmed));
});

test('a value of the wrong kind in a typed payload is told without the payload, on both transports', async () => {
  const text = documentedText('pick.confirmed');
  const { lines: _, ...pickConfirmed } = JSON.parse(text) as Record<string, unknown>;
  const query = 'mutation ($input: PublishEventInput!) { publishEvent(input: $input) { event { id } } }';
  const input = { type: 'pick.confirmed', payload: { pickConfirmed: { ...pickConfirmed, status: 'COMPLET' } } };
  const variables = { input: { ...input, idempotencyKey: nextKey() } };
  const messages = [
    'Variable "$input" got invalid value at "input.payload.pickConfirmed.status"; Value "COMPLET" does not exist in "PickStatus" enum. Did you mean the enum value "COMPLETE"?',
    'Variable "$input" got invalid value at "input.payload.pickConfirmed"; Field "lines" of required type "[PickConfirmedLineInput!]!" was not provided.',
  ];
  const { errors } = await app.graphql.sendText(query, variables, app.token);
  expect(errors.map(({ message }) => message).sort()).toEqual([...messages].sort());
  expect(errors.map(({ extensions }) => extensions?.['code'])).toEqual(['BAD_USER_INPUT', 'BAD_USER_INPUT']);

  const stream = app.live().subscribe<unknown, Record<string, unknown>>(parse(query), variables);
  const failure = await stream.next().catch((error: Error) => error.message);
  for (const message of messages) expect(failure).toContain(JSON.stringify(message).slice(1, -1));
});

test('a payload in the place of its text is not repeated', async () => {
  const text = JSON.parse(documentedText('shipment.closed')) as object;
  const withVariable = 'mutation ($input: PublishEventInput!) { publishEvent(input: $input) { event { id } } }';
  const input = { type: 'shipment.closed', payload: { text }, idempotencyKey: nextKey() };
  const asVariable = await app.graphql.sendText(withVariable, { input }, app.token);
  expect(asVariable.errors.map(({ message }) => message)).toEqual([
    'Variable "$input" got invalid value at "input.payload.text"; String cannot represent a non string value: an object or a list.',
  ]);
  const { query } = publishRequest(eventTypeNamed('shipment.closed'), 'json literal', JSON.stringify(text), nextKey());
  const asLiteral = await app.graphql.sendText(query.replace('json:', 'text:'), {}, app.token);
  expect(asLiteral.errors.map(({ message }) => message)).toEqual([
    'String cannot represent a non string value: an object or a list.',
  ]);
});
