import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findEventType } from '../../src/catalogue/event-types.ts';
import {
  AuditEntriesDocument,
  DeliveryDocument,
  EraseByBusinessKeyDocument,
  EventDocument,
  EventsDocument,
  PauseWebhookDocument,
  PreviewDeliveryDocument,
  RedeliverDocument,
} from '../../src/web/gql/graphql.ts';
import { createWebhook, deliveriesOf, documentedText, pickText, publish } from '../support/clients.ts';
import type { Receiver } from '../support/receiver.ts';
import { createTestApp, type TestApp } from '../support/test-app.ts';

let app: TestApp;
let receiver: Receiver;
let webhookId: string;
let viewer: string;
let trusted: string;

/** A shipment in which every personal field has a value of its own, and those values. */
function planted(order: string): { text: string; values: string[] } {
  const fields = findEventType('shipment.closed')?.shape.fields.filter((field) => field.personalData) ?? [];
  const values = fields.map((_, index) => `Pln${String(index).padStart(2, '0')}`);
  const personal = Object.fromEntries(fields.map(({ name }, index) => [name, values[index]]));
  const text = JSON.stringify({
    ...(JSON.parse(documentedText('shipment.closed')) as object),
    ...personal,
    salesOrderId: order,
  }).replace('{', '{"transitDays":4,');
  return { text: text.replace(/"transitDays":4,/, ''), values };
}

const answers = (values: readonly string[], text: string) => values.filter((value) => text.includes(value));

beforeAll(async () => {
  app = await createTestApp();
  receiver = await app.receiver();
  ({ id: webhookId } = await createWebhook(app, receiver));
  viewer = await app.key({ role: 'VIEWER' });
  trusted = await app.key({ role: 'VIEWER', mayReadPersonalData: true });
});
afterAll(() => app?.stop());

describe('what the schemas mark as personal', () => {
  it('is masked for a viewer wherever a payload shows, and for nobody who may see it', async () => {
    const { text, values } = planted('SO-MASKED');
    expect(values.length).toBeGreaterThan(15);
    // A receiver that answers with what it was sent.
    receiver.answers((request) => ({ status: 200, body: request.body }));
    const eventId = await publish(app, { type: 'shipment.closed', text });
    await expect.poll(async () => (await deliveriesOf(app, eventId))[0]?.status).toBe('SUCCEEDED');
    const [delivery] = await deliveriesOf(app, eventId);
    const everywhere = async (token: string) => {
      const shown = [
        await app.graphql.send(EventDocument, { id: eventId }, token),
        await app.graphql.send(DeliveryDocument, { id: delivery?.id ?? '' }, token),
        await app.graphql.send(
          PreviewDeliveryDocument,
          { target: { webhook: { id: webhookId } }, sample: { eventId } },
          token,
        ),
        await app.graphql.sendText(
          `query ($id: ID!) { event(id: $id) { payload { ... on ShipmentClosed { firstName lastName addressLine1 city zipCode phone mainEmail trackingNumber workControlNumber } } deliveries { nodes { lastAttempt { request { body } response { body } } } } } }`,
          { id: eventId },
          token,
        ),
      ];
      for (const { errors } of shown) expect(errors).toEqual([]);
      return shown.map((answer) => answer.text);
    };
    for (const token of [viewer, app.token]) {
      const { delivery: kept } = await app.execute(DeliveryDocument, { id: delivery?.id ?? '' }, { token });
      // What was sent, not what is shown of it.
      expect(kept?.attempts?.nodes[0]?.request?.bodyBytes).toBe(receiver.requests.at(-1)?.body.length);
    }
    for (const shown of await everywhere(viewer)) {
      expect(answers(values, shown)).toEqual([]);
      expect(shown).toContain('********');
    }
    for (const token of [app.token, trusted]) {
      const [event, kept, previewed] = await everywhere(token);
      expect(answers(values, event ?? '')).toEqual(values);
      expect(answers(values, kept ?? '')).toEqual(values);
      expect(answers(values, previewed ?? '')).toEqual(values);
    }
    receiver.answers(200);
  });

  it('leaves every other field of a masked payload as it is, digit for digit', async () => {
    const text = planted('SO-DIGITS').text.replace(
      /"workControlNumber":\d+/,
      '"workControlNumber":9223372036854775807',
    );
    const eventId = await publish(app, { type: 'shipment.closed', text });
    const [full, masked] = await Promise.all(
      [app.token, viewer].map(async (token) => (await app.execute(EventDocument, { id: eventId }, { token })).event),
    );
    const names = findEventType('shipment.closed')?.shape.fields.filter((field) => field.personalData) ?? [];
    const expected = names.reduce(
      (json, { name }) => json.replace(new RegExp(`"${name}":"[^"]*"`), `"${name}":"********"`),
      full?.payloadText ?? '',
    );
    expect(masked?.payloadText).toBe(expected);
    expect(expected).toContain('9223372036854775807');
  });
});

describe('erasing by business key', () => {
  it('counts first, then removes payloads, answers and keys, and keeps ids and outcomes', async () => {
    const { text, values } = planted('SO-ERASED');
    receiver.answers((request) => ({ status: 200, body: request.body }));
    const eventId = await publish(app, { type: 'shipment.closed', text, idempotencyKey: 'SO-ERASED closed' });
    await expect.poll(async () => (await deliveriesOf(app, eventId))[0]?.status).toBe('SUCCEEDED');
    receiver.answers(200);
    const counted = await app.execute(EraseByBusinessKeyDocument, { businessKey: 'SO-ERASED', dryRun: true });
    expect(counted.eraseByBusinessKey).toMatchObject({ eventCount: 1, errors: [] });
    expect((await app.execute(EventDocument, { id: eventId })).event?.payloadText).toContain(values[0]);

    const erased = await app.execute(EraseByBusinessKeyDocument, { businessKey: 'SO-ERASED', dryRun: false });
    expect(erased.eraseByBusinessKey).toEqual({
      eventCount: 1,
      canceledDeliveryCount: 0,
      keyCounts: null,
      eventIds: [eventId],
      errors: [],
    });
    const [delivery] = await deliveriesOf(app, eventId);
    expect(delivery).toMatchObject({
      status: 'SUCCEEDED',
      attempts: { nodes: [{ outcome: 'SUCCESS', request: { body: null }, response: { statusCode: 200, body: null } }] },
    });
    const shown = await app.graphql.sendText(
      'query ($id: ID!) { event(id: $id) { payloadText payloadRemovedAt payload { __typename } businessKeys { value } idempotencyKey } }',
      { id: eventId },
      app.token,
    );
    expect(shown.data?.['event']).toMatchObject({
      payloadText: '',
      payload: null,
      businessKeys: [],
      idempotencyKey: null,
    });
    expect(shown.data).toMatchObject({ event: { payloadRemovedAt: expect.stringMatching(/^20/) } });
    const found = await app.execute(EventsDocument, { filter: { businessKey: 'SO-ERASED' } });
    expect(found.events?.nodes).toEqual([]);
    const listed = await app.graphql.sendText('{ events(first: 1) { nodes { id payloadRemovedAt } } }', {}, app.token);
    expect(listed.data).toMatchObject({
      events: { nodes: [{ id: eventId, payloadRemovedAt: expect.stringMatching(/^20/) }] },
    });

    const again = await app.execute(RedeliverDocument, { deliveryId: delivery?.id ?? '' });
    expect(again.redeliver?.errors).toMatchObject([
      { code: 'INVALID_STATE', message: expect.stringContaining('was removed') },
    ]);
    const sample = { target: { webhook: { id: webhookId } }, sample: { eventId } };
    const previewed = await app.execute(PreviewDeliveryDocument, sample);
    expect(previewed.previewDelivery?.errors).toMatchObject([{ code: 'INVALID_STATE' }]);
    const { auditEntries } = await app.execute(AuditEntriesDocument, { filter: { actions: ['eraseByBusinessKey'] } });
    expect(auditEntries?.nodes).toHaveLength(1);
    expect(JSON.stringify(auditEntries)).not.toContain('SO-ERASED');
    const rows = await app.app.database.system.query<{ all: string }>(
      `select string_agg(t, '') as all from (
         select e::text as t from dockhook.event e where payload_removed_at is not null
         union all select a::text from dockhook.attempt a join dockhook.delivery d on d.id = a.delivery_id
                   join dockhook.event e on e.id = d.event_id where e.payload_removed_at is not null
         union all select k::text from dockhook.idempotency_key k where key like 'SO-ERASED%') rows`,
    );
    expect(answers([...values, 'SO-ERASED'], rows[0]?.all ?? '')).toEqual([]);
  });

  it('cancels what is not sent yet, and it never is', async () => {
    await app.execute(PauseWebhookDocument, { webhook: { id: webhookId } });
    const before = receiver.requests.length;
    const eventId = await publish(app, { type: 'shipment.closed', text: planted('SO-HELD').text });
    const erased = await app.execute(EraseByBusinessKeyDocument, { businessKey: 'SO-HELD', dryRun: false });
    expect(erased.eraseByBusinessKey).toMatchObject({ eventCount: 1, canceledDeliveryCount: 1 });
    await app.graphql.sendText(
      'mutation ($id: ID!) { activateWebhook(webhook: {id: $id}) { webhook { status } } }',
      { id: webhookId },
      app.token,
    );
    const other = await publish(app);
    await expect.poll(async () => (await deliveriesOf(app, other))[0]?.status).toBe('SUCCEEDED');
    expect(await deliveriesOf(app, eventId)).toMatchObject([{ status: 'CANCELED', attemptCount: 0 }]);
    expect(receiver.requests.length).toBe(before + 1);
  });

  it('with a field name leaves alone what has the same value in another field, and the dry run tells them apart', async () => {
    const value = '7700123';
    const shipment = JSON.parse(documentedText('shipment.closed')) as object;
    const meant = await publish(app, {
      type: 'shipment.closed',
      text: JSON.stringify({ ...shipment, workControlNumber: Number(value) }),
    });
    const unrelated = await publish(app, { text: pickText({ salesOrderId: value }) });
    const erase = async (variables: { keyName?: string; dryRun: boolean }) =>
      (await app.execute(EraseByBusinessKeyDocument, { businessKey: value, ...variables })).eraseByBusinessKey;
    const whole = await erase({ dryRun: true });
    expect(whole).toMatchObject({ eventCount: 2, eventIds: [meant, unrelated], errors: [] });
    expect(new Map(whole?.keyCounts?.map((count) => [count.name, count.eventCount]))).toEqual(
      new Map([
        ['workControlNumber', 1],
        ['salesOrderId', 1],
      ]),
    );
    const keyName = 'workControlNumber';
    const found = { eventCount: 1, eventIds: [meant], keyCounts: [{ name: keyName, eventCount: 1 }], errors: [] };
    expect(await erase({ keyName, dryRun: true })).toMatchObject(found);
    const payloadOf = async (id: string) => (await app.execute(EventDocument, { id })).event?.payloadText;
    expect(await payloadOf(meant)).toContain(value);
    expect(await erase({ keyName, dryRun: false })).toMatchObject(found);
    expect([await payloadOf(meant), (await payloadOf(unrelated))?.includes(value)]).toEqual(['', true]);
    expect(await erase({ keyName: 'colour', dryRun: true })).toMatchObject({
      eventCount: null,
      errors: [{ code: 'INVALID', path: ['keyName'], message: expect.stringContaining('salesOrderId') }],
    });
  });

  it('is for administrators of the whole tenant', async () => {
    const variables = { businessKey: 'SO-MASKED', dryRun: true };
    const refused = await app.graphql.send(EraseByBusinessKeyDocument, variables, viewer);
    expect(refused.errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
    const part = await app.key({ companyId: 'CO1' });
    const { eraseByBusinessKey } = await app.execute(EraseByBusinessKeyDocument, variables, { token: part });
    expect(eraseByBusinessKey?.errors).toMatchObject([{ code: 'SCOPE_NOT_ALLOWED' }]);
    const foreign = await app.key({ tenantId: 'OTHER' });
    const nothing = await app.execute(EraseByBusinessKeyDocument, variables, { token: foreign });
    expect(nothing.eraseByBusinessKey).toMatchObject({ eventCount: 0, errors: [] });
    const empty = await app.execute(EraseByBusinessKeyDocument, { businessKey: '', dryRun: true });
    expect(empty.eraseByBusinessKey?.errors).toMatchObject([{ code: 'INVALID' }]);
  });
});
