// Conditions end to end: saved, changed, asked at every publish, explained afterwards, tried before.
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  AuditEntriesDocument,
  CreateWebhookDocument,
  EraseByBusinessKeyDocument,
  ExplainDeliveryDocument,
  PreviewConditionDocument,
  PreviewDeliveryDocument,
  type PreviewTargetInput,
  TestWebhookDocument,
  TraceDocument,
  UpdateWebhookDocument,
  type UpdateWebhookInput,
  WebhookDocument,
} from '../../src/web/gql/graphql.ts';
import { createWebhook, deliveriesOf, documentedText, pickText, publish, publishMany } from '../support/clients.ts';
import type { Receiver } from '../support/receiver.ts';
import { startReplay } from '../support/replays.ts';
import { createTestApp, type TestApp } from '../support/test-app.ts';

let app: TestApp;
let receiver: Receiver;
beforeAll(async () => {
  app = await createTestApp();
  receiver = await app.receiver();
});
afterAll(() => app?.stop());

const SHORT = 'lines.exists(l, l.quantityShort > 0)';
const line = { lineNumber: 1, product: 'A', location: 'L', quantityRequired: 2, quantityProcessed: 1 };
const short = (quantityShort: number | undefined, fields: object = {}) =>
  pickText({ lines: [{ ...line, quantityShort }], ...fields });

const webhookWith = (condition: string, eventTypes = ['pick.confirmed']) =>
  createWebhook(app, receiver, { condition, eventTypes });
const update = async (id: string, input: UpdateWebhookInput) =>
  (await app.execute(UpdateWebhookDocument, { webhook: { id }, input })).updateWebhook;
const explain = async (eventId: string, id: string, token?: string) =>
  (await app.execute(ExplainDeliveryDocument, { eventId, webhook: { id } }, token === undefined ? {} : { token }))
    .explainDelivery;
const webhooksOf = async (eventId: string) =>
  (await deliveriesOf(app, eventId)).map(({ webhook }) => webhook?.id ?? '').sort();

it('an event goes only to webhooks whose condition it meets, one by one and many at once', async () => {
  const { id } = await webhookWith(SHORT);
  const { id: any } = await createWebhook(app, receiver, { eventTypes: ['pick.*'] });
  expect((await app.execute(WebhookDocument, { by: { id } })).webhook?.condition).toBe(SHORT);

  const met = await publish(app, { text: short(1.5) });
  const unmet = await publish(app, { text: short(0) });
  const unknown = await publish(app, { text: short(undefined) });
  expect(await webhooksOf(met)).toEqual([id, any].sort());
  expect(await webhooksOf(unmet)).toEqual([any]);
  expect(await webhooksOf(unknown)).toEqual([any]);
  const ids = await publishMany(app, [{ text: short(2) }, { text: short(0) }, { type: 'order.status' }]);
  expect(await Promise.all(ids.map(webhooksOf))).toEqual([[id, any].sort(), [any], []]);

  expect(await explain(unmet, id)).toMatchObject({
    delivered: false,
    state: 'NOT_SENT',
    verdict: 'CONDITION_FALSE',
    explanation:
      'The condition was not met: none of the 1 entries of lines meets "l.quantityShort > 0": lines[0].quantityShort is 0.',
  });
  expect(await explain(unknown, id)).toMatchObject({
    verdict: 'CONDITION_ERROR',
    explanation: 'The condition could not be evaluated: lines[0].quantityShort is missing.',
  });
  expect(await explain(met, id)).toMatchObject({ verdict: 'MATCHED' });
});

it('a trace tells for every webhook why an event was not sent', async () => {
  const { id } = await webhookWith(SHORT);
  const { id: never } = await webhookWith('waveId == "NOBODY"');
  const event = await publish(app, { text: short(0, { salesOrderId: 'SO-COND-TRACE', waveId: 'W1' }) });
  const { trace } = await app.execute(TraceDocument, { businessKey: 'SO-COND-TRACE' });
  const told = trace?.steps.map(({ event: { id: eventId }, explanations }) => [
    eventId,
    Object.fromEntries(explanations.map(({ webhook, verdict, explanation }) => [webhook.id, [verdict, explanation]])),
  ]);
  expect(told).toMatchObject([
    [
      event,
      {
        [id]: ['CONDITION_FALSE', expect.stringContaining('lines[0].quantityShort is 0')],
        [never]: ['CONDITION_FALSE', 'The condition was not met: "waveId == "NOBODY"" is false: waveId is "W1".'],
      },
    ],
  ]);
});

it('what does not fit is refused with line, column, type and a suggestion', async () => {
  const create = async (condition: string, eventTypes: string[]) => {
    const input = { name: 'A', url: receiver.url(), eventTypes, condition };
    return (await app.execute(CreateWebhookDocument, { input })).createWebhook;
  };
  expect(await create('lines.exists(l, l.quantityShrot > 0)', ['pick.*'])).toMatchObject({
    webhook: null,
    errors: [
      {
        __typename: 'ValidationError',
        code: 'INVALID',
        rule: 'unknown',
        path: ['input', 'condition'],
        message:
          'Line 1, column 19: For pick.confirmed: There is no field "quantityShrot" in l; did you mean quantityShort?',
      },
    ],
  });
  expect((await create(SHORT, ['*']))?.errors).toMatchObject([
    { message: 'Line 1, column 1: For shipment.closed: There is no field "lines".' },
    { message: expect.stringContaining('For inventory.updated, order.status, return.received') },
  ]);
  expect((await create(SHORT, ['custom.*']))?.errors).toMatchObject([
    { path: ['input', 'eventTypes', '0'], message: 'No event type matches "custom.*".' },
    { path: ['input', 'condition'], message: expect.stringContaining('cannot be checked') },
  ]);
});

it('changing the types judges the condition again, and null takes it away', async () => {
  const { id } = await webhookWith(SHORT);
  expect(await update(id, { eventTypes: ['shipment.closed'] })).toMatchObject({
    webhook: null,
    errors: [{ path: ['input', 'condition'], rule: 'unknown' }],
  });
  expect(await update(id, { condition: 'zoneId' })).toMatchObject({
    errors: [{ path: ['input', 'condition'], rule: 'type' }],
  });
  const both = { eventTypes: ['shipment.closed'], condition: 'trackingStatus == "SHIPPED"' };
  expect(await update(id, both)).toMatchObject({ errors: [], webhook: both });
  expect(await update(id, { name: 'Renamed' })).toMatchObject({ errors: [], webhook: both });
  expect(await update(id, { condition: null })).toMatchObject({ errors: [], webhook: { condition: null } });
  expect(await update(id, { eventTypes: ['*'] })).toMatchObject({ errors: [] });

  const { auditEntries } = await app.execute(AuditEntriesDocument, { filter: { targetIds: [id] } });
  expect(auditEntries?.nodes).toMatchObject([
    {},
    { before: { condition: both.condition }, after: { condition: null } },
    {},
    { before: { condition: SHORT }, after: { condition: both.condition } },
    { action: 'createWebhook', after: { condition: SHORT } },
  ]);
});

it('an explanation uses the condition as it was when the event came', async () => {
  const { id } = await webhookWith('waveId == "FIRST"');
  const first = await publish(app, { text: pickText({ waveId: 'NONE' }) });
  await update(id, { condition: 'waveId == "SECOND"' });
  const second = await publish(app, { text: pickText({ waveId: 'NONE' }) });
  await update(id, { condition: null });
  expect((await explain(first, id))?.explanation).toContain('"waveId == "FIRST"" is false');
  expect((await explain(second, id))?.explanation).toContain('"waveId == "SECOND"" is false');
});

it('once the payload is removed, the value that decided cannot be told', async () => {
  const { id } = await webhookWith('waveId == "FIRST"');
  const event = await publish(app, { text: pickText({ waveId: 'NONE', salesOrderId: 'SO-COND-ERASED' }) });
  await app.execute(EraseByBusinessKeyDocument, { businessKey: 'SO-COND-ERASED', dryRun: false });
  expect(await explain(event, id)).toMatchObject({
    verdict: 'CONDITION_FALSE',
    explanation: expect.stringContaining('the value that decided cannot be told'),
  });
});

it('a preview says what a saved condition and that of a draft make of an event', async () => {
  const { id } = await webhookWith(SHORT);
  const event = await publish(app, { text: short(0) });
  const preview = async (target: PreviewTargetInput) => {
    const variables = { target, sample: { eventId: event } };
    return (await app.execute(PreviewDeliveryDocument, variables)).previewDelivery;
  };
  const draft = (condition: string) => ({
    draft: { name: 'A', url: receiver.url(), eventTypes: ['pick.*'], condition },
  });
  expect(await preview({ webhook: { id } })).toMatchObject({
    matches: false,
    errors: [],
    explanation: [expect.any(String), expect.stringMatching(/^CONDITION_FALSE: The condition was not met: /)],
  });
  expect(await preview(draft('1 / 0 > lines[0].quantityShort'))).toMatchObject({
    matches: false,
    explanation: [expect.any(String), expect.stringMatching(/^CONDITION_ERROR: .* divides by zero\.$/)],
  });
  expect(await preview(draft('size(lines) == 1'))).toMatchObject({
    matches: true,
    explanation: [expect.any(String), 'The condition is met.'],
  });
  expect(await preview(draft('size(linez) == 1'))).toMatchObject({
    request: null,
    errors: [{ path: ['target', 'draft', 'condition'], rule: 'unknown' }],
  });
});

it('who may not see personal data learns none by conditions', async () => {
  const viewer = await app.key({ role: 'VIEWER', name: 'A viewer' });
  const condition = 'lastName == "Nobody"';
  const { id } = await webhookWith(condition, ['shipment.closed']);
  const text = JSON.stringify({
    ...(JSON.parse(documentedText('shipment.closed')) as object),
    lastName: 'Vandersloot',
  });
  const event = await publish(app, { type: 'shipment.closed', text });
  expect((await explain(event, id))?.explanation).toContain('lastName is "Vandersloot"');
  expect((await explain(event, id, viewer))?.explanation).toContain('lastName is ********');
  const draft = { name: 'A', url: receiver.url(), eventTypes: ['shipment.closed'], condition: 'lastName > "M"' };
  const variables = { target: { draft }, sample: { eventId: event } };
  const { previewDelivery } = await app.execute(PreviewDeliveryDocument, variables, { token: viewer });
  expect(previewDelivery).toMatchObject({
    matches: false,
    request: null,
    errors: [{ code: 'SCOPE_NOT_ALLOWED', path: ['target', 'draft', 'condition'] }],
  });
  expect(JSON.stringify(previewDelivery?.explanation)).not.toContain('met.');
});

it('a dry run over the traffic counts what a condition lets through, and why it could not be judged', async () => {
  const text = (waveId: string, quantityShort?: number) => short(quantityShort, { waveId });
  const [, , unknown] = await publishMany(
    app,
    [text('DRY', 1), text('DRY', 0), text('DRY')].map((one) => ({ text: one })),
  );
  const { id } = await webhookWith(SHORT);
  await app.execute(TestWebhookDocument, { webhook: { id } });
  const dry = async (condition: string, sampleSize?: number, eventTypes = ['pick.*']) =>
    (await app.execute(PreviewConditionDocument, { eventTypes, condition, sampleSize })).previewCondition;
  const condition = `waveId == "DRY" && ${SHORT}`;
  expect(await dry(condition, 3)).toEqual({
    sampled: 3,
    matched: 1,
    failures: [`pick.confirmed: lines[0].quantityShort is missing (${unknown})`],
    errors: [],
  });
  expect(await dry(condition, 1)).toMatchObject({ sampled: 1, matched: 0 });
  expect(await dry('waveId == "DRY"')).toMatchObject({ matched: 3, errors: [] });
  expect(await dry('waveId = "DRY"')).toMatchObject({ sampled: 0, errors: [{ path: ['condition'], rule: 'syntax' }] });
  expect(await dry('true', 501)).toMatchObject({ errors: [{ path: ['sampleSize'], rule: 'range' }] });
  expect(await dry('true', 5, ['no type'])).toMatchObject({ errors: [{ path: ['eventTypes', '0'] }, {}] });

  const stranger = await app.key({ tenantId: 'TENANT002' });
  const { previewCondition } = await app.execute(
    PreviewConditionDocument,
    { eventTypes: ['*'], condition: 'true' },
    { token: stranger },
  );
  expect(previewCondition).toMatchObject({ sampled: 0, matched: 0, failures: [] });
});

it('a replay of what was missing brings only events that meet the condition', async () => {
  const from = new Date().toISOString();
  await publishMany(app, [{ text: short(3) }, { text: short(0) }, { text: short(undefined) }, { text: short(1) }]);
  const { id } = await webhookWith(SHORT);
  const { id: any } = await createWebhook(app, receiver, { eventTypes: ['pick.*'] });
  const receivedAt = { from, to: new Date(Date.now() + 60_000).toISOString() };
  const count = async (webhookId: string) =>
    (await startReplay(app, webhookId, { receivedAt, includeMissing: true, dryRun: true })).matching?.count;
  expect(await count(id)).toBe(2);
  expect(await count(any)).toBe(4);
});
