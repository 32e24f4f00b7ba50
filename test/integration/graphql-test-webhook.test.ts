import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parsePublicId } from '../../src/domain/ids.ts';
import { DeliveryDocument, TestWebhookDocument } from '../../src/web/gql/graphql.ts';
import { createWebhook, pickText } from '../support/clients.ts';
import { startReceiver } from '../support/receiver.ts';
import { createTestApp, type TestApp } from '../support/test-app.ts';

let app: TestApp;

beforeAll(async () => {
  app = await createTestApp();
});
afterAll(() => app?.stop());

const send = async (id: string, sample?: { eventType: string } | { custom: { type: string; payloadText: string } }) =>
  (await app.execute(TestWebhookDocument, { webhook: { id }, sample })).testWebhook;

async function expectNoJob(): Promise<void> {
  expect(await app.app.database.system.query('select 1 from pgboss.job')).toEqual([]);
}

it('a receiver that answers 200 gives a finished attempt with request and response', async () => {
  const receiver = await app.receiver();
  receiver.answers({ status: 200, headers: { 'x-answer': 'yes' }, body: 'thanks' });
  const { id } = await createWebhook(app, receiver, { eventTypes: ['order.*'] });

  const answer = await send(id);
  const request = await receiver.nextRequest();
  expect(answer).toMatchObject({
    errors: [],
    delivery: {
      status: 'SUCCEEDED',
      trigger: 'TEST',
      attemptCount: 1,
      maxAttempts: 1,
      nextAttemptAt: null,
      lastAttempt: {
        number: 1,
        outcome: 'SUCCESS',
        remoteAddress: '127.0.0.1',
        errorMessage: null,
        request: { method: 'POST', url: receiver.url(), body: request.body.toString() },
        response: { statusCode: 200, body: 'thanks', bodyTruncated: false },
      },
    },
  });
  expect(request.headers['x-jasci-event']).toBe('order.status');
  expect(JSON.parse(request.body.toString())).toMatchObject({ tenantId: 'TENANT001' });
  const kept = await app.execute(DeliveryDocument, { id: answer?.delivery?.id ?? '' });
  expect(kept.delivery).toMatchObject({ trigger: 'TEST', attempts: { nodes: [{ outcome: 'SUCCESS' }] } });
  await expectNoJob();
});

it('a receiver that answers 500 fails at once and is not tried again', async () => {
  const receiver = await app.receiver();
  receiver.answers({ status: 500, body: 'no' });
  const { id } = await createWebhook(app, receiver);
  expect(await send(id, { eventType: 'shipment.closed' })).toMatchObject({
    errors: [],
    delivery: {
      status: 'FAILED',
      nextAttemptAt: null,
      lastAttempt: { outcome: 'HTTP_ERROR', response: { statusCode: 500, body: 'no' } },
    },
  });
  await expectNoJob();
  expect(receiver.requests).toHaveLength(1);
});

it('a refused connection is an outcome with a sentence, not an error', async () => {
  const receiver = await startReceiver();
  await receiver.close();
  const { id } = await createWebhook(app, receiver);
  const answer = await send(id);
  expect(answer).toMatchObject({
    errors: [],
    delivery: { status: 'FAILED', lastAttempt: { outcome: 'CONNECTION_ERROR', response: null } },
  });
  expect(answer?.delivery?.lastAttempt?.errorMessage).toMatch(/\w+.*\.$/);
  await expectNoJob();
});

it('a test is told on the live stream like any outcome', async () => {
  const { id } = await createWebhook(app, await app.receiver());
  const stream = app.live().deliveryUpdates({ filter: { webhookIds: [id], trigger: ['TEST'] } });
  await stream.next();
  const answer = await send(id);
  expect(await stream.next()).toMatchObject({ status: 'SUCCEEDED', delivery: { id: answer?.delivery?.id } });
});

it("a payload of one's own is sent as given, and checked first", async () => {
  const receiver = await app.receiver();
  const { id } = await createWebhook(app, receiver);
  const text = pickText({ salesOrderId: 'SO-MINE' });
  await send(id, { custom: { type: 'pick.confirmed', payloadText: text } });
  expect(JSON.parse((await receiver.nextRequest()).body.toString())).toEqual(JSON.parse(text));

  expect(await send(id, { custom: { type: 'pick.confirmed', payloadText: '{}' } })).toMatchObject({
    delivery: null,
    errors: expect.arrayContaining([
      expect.objectContaining({ code: 'SCHEMA_MISMATCH', path: ['sample', 'custom', 'payloadText', 'tenantId'] }),
    ]),
  });
  expect(await send(id, { eventType: 'no.such' })).toMatchObject({
    delivery: null,
    errors: [{ code: 'NOT_FOUND', path: ['sample', 'eventType'] }],
  });
  expect(await send(id, { custom: { type: 'no.such', payloadText: '{}' } })).toMatchObject({
    delivery: null,
    errors: [{ code: 'NOT_FOUND', path: ['sample', 'custom', 'type'] }],
  });
  expect(receiver.requests).toHaveLength(1);
});

describe('an administrator of one company', () => {
  const scope = { companyId: 'C1', fulfillmentCenterId: 'F1' };
  const scoped = async () =>
    (await app.app.apiKeys.create({ tenantId: 'TENANT001', role: 'ADMINISTRATOR', name: 'C1', ...scope })).token;

  it('tests a webhook with the example and sees what came of it', async () => {
    const receiver = await app.receiver();
    const token = await scoped();
    const { id } = await createWebhook(app, receiver, { scope });
    const { testWebhook } = await app.execute(TestWebhookDocument, { webhook: { id } }, { token });
    expect(testWebhook).toMatchObject({ errors: [], delivery: { status: 'SUCCEEDED', attemptCount: 1 } });
    const seen = await app.execute(DeliveryDocument, { id: testWebhook?.delivery?.id ?? '' }, { token });
    expect(seen.delivery).toMatchObject({ trigger: 'TEST' });
  });

  it('cannot make events of another company by it', async () => {
    const receiver = await app.receiver();
    const token = await scoped();
    const { id } = await createWebhook(app, receiver, { scope });
    const payloadText = pickText({ companyId: 'C2', fulfillmentCenterId: 'F1' });
    const sample = { custom: { type: 'pick.confirmed', payloadText } };
    const { testWebhook } = await app.execute(TestWebhookDocument, { webhook: { id }, sample }, { token });
    expect(testWebhook).toMatchObject({
      delivery: null,
      errors: [{ code: 'SCOPE_NOT_ALLOWED', path: ['sample', 'custom', 'payloadText', 'companyId'] }],
    });
    expect(receiver.requests).toEqual([]);
  });
});

it("a payload that names another tenant is not sent: a test belongs to the caller's tenant", async () => {
  const receiver = await app.receiver();
  const { id } = await createWebhook(app, receiver);
  const payloadText = pickText({ tenantId: 'TENANT002' });
  expect(await send(id, { custom: { type: 'pick.confirmed', payloadText } })).toMatchObject({
    delivery: null,
    errors: [{ code: 'SCOPE_NOT_ALLOWED', path: ['sample', 'custom', 'payloadText', 'tenantId'] }],
  });
  expect(receiver.requests).toEqual([]);
});

it('a webhook that asks for nothing there is says so at its event types, and takes a sample that is given', async () => {
  const receiver = await app.receiver();
  const { id } = await createWebhook(app, receiver, { eventTypes: ['order.*'] });
  // As it could be saved before patterns were looked up.
  await app.app.database.system.query(`update dockhook.webhook set event_types = '{ordr.*}' where id = $1`, [
    parsePublicId('webhook', id),
  ]);
  expect((await send(id))?.errors).toMatchObject([
    { code: 'NOT_FOUND', path: ['webhook', 'eventTypes'], message: expect.stringContaining('asks for ordr.*') },
  ]);
  expect(await send(id, { eventType: 'order.status' })).toMatchObject({ errors: [] });
});
