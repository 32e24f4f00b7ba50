/** Vectors, batches and sizes through the real API: what is refused, how it is told, and that the largest arrive. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { payloadLimitBytes } from '../../src/catalogue/prepare-payload.ts';
import { createWebhook, documentedText, nextKey, pickText } from '../support/clients.ts';
import { memberOf } from '../support/payload-documents.ts';
import { rootField } from '../support/root-field.ts';
import type { Receiver } from '../support/receiver.ts';
import { createTestApp, type TestApp } from '../support/test-app.ts';
import { eventTypeNamed } from '../unit/catalogue/event-type-named.ts';
import vectors from './scalar-vectors.json' with { type: 'json' };

let app: TestApp;
let receiver: Receiver;

beforeAll(async () => {
  app = await createTestApp();
  receiver = await app.receiver();
  await createWebhook(app, receiver, { eventTypes: ['shipment.closed', 'return.received'] });
});
afterAll(() => app?.stop());

interface Result {
  readonly event: { readonly payloadText: string; readonly payload: Record<string, unknown> } | null;
  readonly errors: readonly { readonly code: string; message: string; path: string[]; rule?: string }[];
}

/** Publishes a payload in one of the three ways, as variables. */
async function publishAs(way: 'text' | 'json' | 'typed', name: string, payload: object, selection = '') {
  const type = eventTypeNamed(name);
  const input =
    way === 'text' ? { text: JSON.stringify(payload) } : { [way === 'json' ? 'json' : memberOf(type)]: payload };
  const { data, errors } = await app.graphql.sendText(
    `mutation ($input: PublishEventInput!) { publishEvent(input: $input) {
      event { payloadText ${selection} } errors { code message path ... on ValidationError { rule } }
    } }`,
    { input: { type: name, payload: input, idempotencyKey: nextKey() } },
    app.token,
  );
  return {
    ...(data?.['publishEvent'] as Partial<Result> | undefined),
    refusedBy: errors.map(({ message }) => message),
  };
}

const pick = (fields: object) => JSON.parse(pickText({ ...fields })) as Record<string, unknown>;
const orderWith = (price: unknown) => {
  const order = JSON.parse(documentedText('order.status')) as { lines: object[] };
  return { ...order, lines: [{ ...order.lines[0], price }] };
};
const ways = ['text', 'json', 'typed'] as const;

describe.each(ways)('vectors given as %s:', (way) => {
  test.each(vectors.dates)('the date $input', async ({ input, accept, emittedInDateField, emittedInTimestamp }) => {
    const selection = 'payload { ... on PickConfirmed { startDate timestamp } }';
    const answer = await publishAs(way, 'pick.confirmed', pick({ startDate: input, timestamp: input }), selection);
    expect(answer.refusedBy).toEqual([]);
    if (accept) {
      const emitted = { startDate: emittedInDateField, timestamp: emittedInTimestamp };
      expect(answer.event?.payload).toEqual(emitted);
      expect(JSON.parse(answer.event?.payloadText ?? '')).toMatchObject(emitted);
    } else {
      expect(answer.errors?.map(({ path, rule }) => `${path.join('.')} ${rule}`).sort()).toEqual([
        'input.payload.startDate date',
        'input.payload.timestamp date',
      ]);
    }
  });

  test.each(vectors.longs)('the long $input', async ({ input, accept, graphqlOutput, bodyDigits }) => {
    const selection = 'payload { ... on PickConfirmed { workControlNumber } }';
    const answer = await publishAs(way, 'pick.confirmed', pick({ workControlNumber: input }), selection);
    if (accept) {
      expect(answer.event?.payload).toEqual({ workControlNumber: graphqlOutput });
      expect(answer.event?.payloadText).toMatch(new RegExp(`"workControlNumber":${bodyDigits}[,}]`));
    } else if (way === 'typed') {
      expect(answer.refusedBy).toHaveLength(1);
      expect(answer.refusedBy[0]).toContain('input.payload.pickConfirmed');
    } else {
      expect(answer.errors).toMatchObject([{ path: ['input', 'payload', 'workControlNumber'] }]);
    }
  });

  test.each(vectors.prices)('the price $input', async ({ input, accept, emitted, asJsNumberPrints }) => {
    const selection = 'payload { ... on OrderStatus { lines { price } } }';
    const answer = await publishAs(way, 'order.status', orderWith(input), selection);
    if (accept) {
      expect(answer.event?.payloadText).toMatch(new RegExp(`"price":${emitted}[,}]`));
      const { lines } = (answer.event?.payload ?? {}) as { lines?: { price: number }[] };
      expect(lines?.map(({ price }) => String(price))).toEqual([asJsNumberPrints]);
    } else if (way === 'typed' && typeof input === 'string') {
      expect(answer.refusedBy).toEqual([
        'Variable "$input" got invalid value at "input.payload.orderStatus.lines[0].price"; Float cannot represent non numeric value: a text.',
      ]);
    } else {
      expect(answer.errors).toMatchObject([{ path: ['input', 'payload', 'lines', '0', 'price'] }]);
    }
  });
});

test('every error at once, each a sentence with place, rule and kind', async () => {
  const shipment = JSON.parse(documentedText('shipment.closed')) as { details: object[] };
  const { lpn: _, ...rest } = {
    ...shipment,
    lpn: '',
    zipcode: '90001',
    trackingStatus: 'SHIPED',
    firstName: 'x'.repeat(61),
    shipDate: '2026-02-30T00:00:00Z',
    details: [{ ...shipment.details[0], price: '29.99', quantityShipped: null }],
  };
  const answer = await publishAs('json', 'shipment.closed', rest);
  expect(answer.errors?.map(({ message }) => message)).toMatchInlineSnapshot(`
    [
      "trackingStatus must be one of VOIDED, BACKORDERED, SHIPPED, PACKED; did you mean SHIPPED? (rule enum, given a string).",
      "shipDate must be a date and time that exists, with seconds and a zone, as 2026-02-02T10:30:00Z or 2026-02-02T10:30:00+01:00 (rule date, given a string).",
      "firstName must have at most 50 characters, but has 61 (rule maxLength, given a string).",
      "details[0].price must be a number, but is a string (rule type).",
      "zipcode is not a field of ShipmentClosed; did you mean zipCode? (rule unknown, given a string).",
      "lpn is required (rule required).",
    ]
  `);
  expect(answer.errors?.every(({ code }) => code === 'SCHEMA_MISMATCH')).toBe(true);
  expect(JSON.stringify(answer.errors)).not.toContain('Main Street');
});

test('in a batch of 500, bad events stop only themselves', async () => {
  const bad: Record<number, object> = {
    0: { text: pickText({ lines: 5 }) },
    99: { text: '{' },
    250: { json: pick({ workControlNumber: -1 }) },
    251: { shipmentClosed: JSON.parse(documentedText('shipment.closed')) as object },
    499: { json: pick({ tenantId: 'OTHER' }) },
  };
  const inputs = Array.from({ length: 500 }, (_, index) => ({
    type: 'pick.confirmed',
    payload: bad[index] ?? [{ text: pickText() }, { json: pick({}) }, { pickConfirmed: pick({}) }][index % 3],
    idempotencyKey: nextKey(),
  }));
  const answer = await app.graphql.sendText(
    `mutation ($inputs: [PublishEventInput!]!) { publishEvents(inputs: $inputs) {
      acceptedCount results { event { id } errors { code path } } errors { code }
    } }`,
    { inputs },
    app.token,
  );
  const { acceptedCount, results } = rootField<{ acceptedCount: number; results: Result[] }>(answer, 'publishEvents');
  expect(acceptedCount).toBe(495);
  const failures = results.flatMap(({ event, errors: [error] }, index) =>
    event === null ? [`${index} ${error?.code} ${error?.path.join('.')}`] : [],
  );
  expect(failures).toEqual([
    '0 SCHEMA_MISMATCH inputs.0.payload.lines',
    '99 SCHEMA_MISMATCH inputs.99.payload',
    '250 SCHEMA_MISMATCH inputs.250.payload.workControlNumber',
    '251 INVALID inputs.251.payload.shipmentClosed',
    '499 SCOPE_NOT_ALLOWED inputs.499.payload.tenantId',
  ]);
  expect(results.every(({ event, errors: own }) => (event === null ? own.length === 1 : own.length === 0))).toBe(true);
});

test.each(ways)('a shipment of 1,000 lines given as %s arrives whole and is read back', async (way) => {
  const sample = JSON.parse(eventTypeNamed('shipment.closed').exampleText) as { details: object[] };
  const details = Array.from({ length: 1000 }, (_, at) => ({
    ...sample.details[at % sample.details.length],
    lineNumber: at + 1,
  }));
  const shipment = { ...sample, tenantId: 'TENANT001', details };
  const { event, errors, refusedBy } = await publishAs(
    way,
    'shipment.closed',
    shipment,
    'payload { ... on ShipmentClosed { details { lineNumber product quantityShipped } } }',
  );
  expect(refusedBy).toEqual([]);
  expect(errors).toEqual([]);
  const { body } = await receiver.nextRequest();
  expect(body.equals(Buffer.from(JSON.stringify(shipment)))).toBe(true);
  expect(event?.payload['details']).toHaveLength(1000);
});

/** A pick whose text has exactly so many bytes, as close as 1,000 lines with long texts come to 1 MiB. */
function pickOfSize(bytes: number): Record<string, unknown> {
  const serials = Object.fromEntries(
    Array.from({ length: 10 }, (_, at) => [`serial${String(at + 1).padStart(2, '0')}`, 's'.repeat(50)]),
  );
  const line = {
    product: 'A',
    location: 'B',
    lot: 'l'.repeat(50),
    quantityRequired: 1,
    quantityProcessed: 1,
    ...serials,
  };
  const lines = Array.from({ length: 1000 }, (_, at) => ({
    lineNumber: at + 1,
    ...line,
    productDescription: 'x'.repeat(255),
  }));
  let excess = Buffer.byteLength(pickText({ lines })) - bytes;
  for (const entry of lines) {
    const cut = Math.min(254, Math.max(0, excess));
    entry.productDescription = entry.productDescription.slice(cut);
    excess -= cut;
  }
  return pick({ lines });
}

test.each(ways)('a payload of exactly 1 MiB given as %s is accepted, a byte more is refused', async (way) => {
  const largest = pickOfSize(payloadLimitBytes);
  expect(Buffer.byteLength(JSON.stringify(largest))).toBe(payloadLimitBytes);
  const accepted = await publishAs(way, 'pick.confirmed', largest);
  expect(accepted.errors).toEqual([]);
  expect(accepted.event?.payloadText).toBe(JSON.stringify(largest));
  if (way === 'text') {
    // Delivered too; once is enough.
    await createWebhook(app, receiver, { eventTypes: ['pick.confirmed'] });
    await publishAs(way, 'pick.confirmed', largest);
    const { body } = await receiver.nextRequest();
    expect(body.length).toBe(payloadLimitBytes);
  }
  const refused = await publishAs(way, 'pick.confirmed', pickOfSize(payloadLimitBytes + 1));
  expect(refused.errors).toEqual([
    {
      code: 'SCHEMA_MISMATCH',
      message: 'The payload must have at most 1048576 bytes (rule size).',
      path: ['input', 'payload'],
      rule: 'size',
    },
  ]);
});
