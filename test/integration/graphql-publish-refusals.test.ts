import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EventsDocument, PublishEventDocument, PublishEventsDocument } from '../../src/web/gql/graphql.ts';
import { createWebhook, documentedText, pickText, publish, toPublishInput } from '../support/clients.ts';
import type { Receiver } from '../support/receiver.ts';
import { createTestApp, type TestApp } from '../support/test-app.ts';

let app: TestApp;
let receiver: Receiver;

beforeAll(async () => {
  app = await createTestApp();
  receiver = await app.receiver();
  await createWebhook(app, receiver);
});
afterAll(() => app?.stop());

const publishInput = async (input: ReturnType<typeof toPublishInput>) =>
  (await app.execute(PublishEventDocument, { input })).publishEvent;

const without = (field: string): string => {
  const { [field]: _, ...rest } = JSON.parse(pickText()) as Record<string, unknown>;
  return JSON.stringify(rest);
};

const refusals: [what: string, input: Parameters<typeof toPublishInput>[0], error: object][] = [
  ['an unknown event type', { type: 'pick.confirmd', text: '{}' }, { code: 'NOT_FOUND', path: ['input', 'type'] }],
  [
    'a payload without a required field',
    { text: without('fulfillmentCenterId') },
    { code: 'SCHEMA_MISMATCH', rule: 'required', path: ['input', 'payload', 'fulfillmentCenterId'] },
  ],
  [
    'a misspelt field',
    { text: pickText({ fulfilmentCenterId: 'FC-01' }) },
    {
      code: 'SCHEMA_MISMATCH',
      path: ['input', 'payload', 'fulfilmentCenterId'],
      message: expect.stringContaining('fulfillmentCenterId'),
    },
  ],
  ['a text that is no JSON', { text: '{"tenantId":' }, { code: 'SCHEMA_MISMATCH', rule: 'syntax' }],
  ['a list', { text: '[]' }, { code: 'SCHEMA_MISMATCH', rule: 'type' }],
  ['the payload of another event type', { text: documentedText('shipment.closed') }, { code: 'SCHEMA_MISMATCH' }],
  [
    "another tenant's payload",
    { text: pickText({ tenantId: 'TENANT002' }) },
    { code: 'SCOPE_NOT_ALLOWED', path: ['input', 'payload', 'tenantId'] },
  ],
  ['an empty idempotency key', { idempotencyKey: '' }, { code: 'INVALID', path: ['input', 'idempotencyKey'] }],
  [
    'a long idempotency key',
    { idempotencyKey: 'k'.repeat(256) },
    { code: 'INVALID', path: ['input', 'idempotencyKey'] },
  ],
  ['a key with a NUL', { idempotencyKey: 'a\0b' }, { code: 'INVALID', path: ['input', 'idempotencyKey'] }],
];

describe('publishing', () => {
  it.each(refusals)('with %s is refused with a typed error', async (_, publication, error) => {
    const answer = await publishInput(toPublishInput(publication));
    expect(answer).toMatchObject({ event: null, isDuplicate: false });
    expect(answer?.errors).toContainEqual(expect.objectContaining(error));
  });

  it('with two forms of the payload at once, or none, is refused before anything runs', async () => {
    for (const payload of [{ text: pickText(), json: {} }, {}]) {
      const input = { ...toPublishInput(), payload };
      const { errors, data } = await app.graphql.send(PublishEventDocument, { input: input as never }, app.token);
      expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
      expect(data ?? null).toBeNull();
    }
  });

  it('none of these left anything behind', async () => {
    const { events } = await app.execute(EventsDocument, {});
    expect(events?.nodes).toEqual([]);
    const left = await app.app.database.system.query(
      `select 1 from dockhook.idempotency_key union all select 1 from dockhook.delivery union all select 1 from pgboss.job`,
    );
    expect(left).toEqual([]);
    expect(receiver.requests).toEqual([]);
  });

  it('text that PostgreSQL cannot store is either refused or stored, never a fault', async () => {
    for (const salesOrderId of ['a\u0000b', 'half \ud800 pair', '💥'.repeat(5)]) {
      const { errors } = await app.graphql.send(
        PublishEventDocument,
        { input: toPublishInput({ text: pickText({ salesOrderId }) }) },
        app.token,
      );
      expect(errors).toEqual([]);
    }
  });
});

describe('publishing many at once', () => {
  it('an event with errors stops only itself', async () => {
    const inputs = [{}, { text: pickText({ nonsense: 1 }) }, { type: 'order.status' }].map((one) =>
      toPublishInput(one),
    );
    const { publishEvents } = await app.execute(PublishEventsDocument, { inputs });
    expect(publishEvents).toMatchObject({ acceptedCount: 2, errors: [] });
    expect(publishEvents?.results).toMatchObject([
      { event: { id: expect.any(String) }, errors: [] },
      { event: null, errors: [{ code: 'SCHEMA_MISMATCH', path: ['inputs', '1', 'payload', 'nonsense'] }] },
      { event: { id: expect.any(String) }, errors: [] },
    ]);
  });

  it('500 events fit one call and one transaction, 501 are refused and leave nothing', async () => {
    const inputs = Array.from({ length: 501 }, () => toPublishInput());
    const refused = await app.execute(PublishEventsDocument, { inputs });
    expect(refused.publishEvents).toMatchObject({
      acceptedCount: 0,
      results: [],
      errors: [{ code: 'LIMIT_EXCEEDED', path: ['inputs'], limit: 500 }],
    });
    const { publishEvents } = await app.execute(PublishEventsDocument, { inputs: inputs.slice(1) });
    expect(publishEvents?.acceptedCount).toBe(500);
    const transactions = await app.app.database.system.query(
      `select distinct received_at from dockhook.event where idempotency_key = any($1)`,
      [inputs.map(({ idempotencyKey }) => idempotencyKey)],
    );
    expect(transactions).toHaveLength(1);
  });

  it('an event that was refused can be published under its key once it is right', async () => {
    const idempotencyKey = 'second-try';
    await publishInput(toPublishInput({ text: '{}', idempotencyKey }));
    expect(await publish(app, { idempotencyKey })).toMatch(/^evt_/);
  });
});
