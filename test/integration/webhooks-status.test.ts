import { afterEach, beforeEach, expect, it } from 'vitest';
import {
  ActivateWebhookDocument,
  DeleteWebhookDocument,
  DisableWebhookDocument,
  PauseWebhookDocument,
  WebhookDocument,
} from '../../src/web/gql/graphql.ts';
import { createWebhook, deliveriesOf, publish, publishMany } from '../support/clients.ts';
import { statementsOf } from '../support/count-statements.ts';
import type { Receiver } from '../support/receiver.ts';
import { createTestApp, type TestApp } from '../support/test-app.ts';

let app: TestApp;
let receiver: Receiver;

beforeEach(async () => {
  app = await createTestApp();
  receiver = await app.receiver();
});
afterEach(() => app?.stop());

const ref = (id: string) => ({ webhook: { id } });
const pause = async (id: string, reason?: string) =>
  (await app.execute(PauseWebhookDocument, { ...ref(id), reason })).pauseWebhook;
const activate = async (id: string) => (await app.execute(ActivateWebhookDocument, ref(id))).activateWebhook;
const disable = async (id: string) => (await app.execute(DisableWebhookDocument, ref(id))).disableWebhook;
const remove = async (id: string) => (await app.execute(DeleteWebhookDocument, ref(id))).deleteWebhook;
const statusesOf = async (events: readonly string[]) =>
  new Set(await Promise.all(events.map(async (event) => (await deliveriesOf(app, event))[0]?.status)));
const five = () =>
  publishMany(
    app,
    Array.from({ length: 5 }, () => ({})),
  );

it('pausing holds what comes, activating says how much and delivers it', async () => {
  const { id } = await createWebhook(app, receiver);
  expect(await pause(id, 'ERP upgrade')).toMatchObject({
    errors: [],
    affectedDeliveryCount: 0,
    webhook: { status: 'PAUSED', statusReason: 'MANUAL', statusNote: 'ERP upgrade', revision: 2 },
  });
  const events = await five();
  expect(await statusesOf(events)).toEqual(new Set(['HELD']));

  expect(await activate(id)).toMatchObject({
    errors: [],
    affectedDeliveryCount: 5,
    webhook: { status: 'ACTIVE', statusReason: null, statusNote: null },
  });
  const requests = await receiver.waitFor(5);
  expect(requests.map((request) => request.headers['webhook-id'])).toEqual(expect.arrayContaining(events));
});

it('repeating a change changes nothing, not even the revision', async () => {
  const { id } = await createWebhook(app, receiver);
  const first = await pause(id);
  expect(await pause(id)).toEqual(first);
  expect((await activate(id))?.webhook?.revision).toBe(3);
  expect(await activate(id)).toMatchObject({ affectedDeliveryCount: 0, webhook: { revision: 3 } });
});

it('another reason for the status that it has already is kept, and so it is told by the audit log', async () => {
  const { id } = await createWebhook(app, receiver);
  const first = await pause(id, 'ERP upgrade');
  const second = await pause(id, 'ERP upgrade takes longer');
  expect(second).toMatchObject({ webhook: { status: 'PAUSED', statusNote: 'ERP upgrade takes longer', revision: 3 } });
  expect(second?.webhook?.statusChangedAt).toBe(first?.webhook?.statusChangedAt);
  await pause(id);
  const notes = await app.app.database.system.query<{ note: string }>(
    `select after ->> 'note' as note from dockhook.audit_entry where action = 'pauseWebhook' order by id`,
  );
  expect(notes.map(({ note }) => note)).toEqual(['ERP upgrade', 'ERP upgrade takes longer']);
});

it('activating closes the circuit and lets held deliveries go', async () => {
  receiver.answers(500);
  await app.stop();
  app = await createTestApp({ RETRY_TIME_SCALE: '1' }); // the first probe comes after 30 s
  receiver = await app.receiver();
  receiver.answers(500);
  const { id } = await createWebhook(app, receiver, { retryPolicy: { initialDelay: 'PT24H' } });
  const circuit = async () => (await app.execute(WebhookDocument, { by: { id } })).webhook;
  await publishMany(
    app,
    Array.from({ length: 10 }, () => ({})),
  );
  await expect.poll(async () => (await circuit())?.circuit.state).toBe('OPEN');
  expect(await circuit()).toMatchObject({ health: 'FAILING', circuit: { nextProbeAt: expect.any(String) } });
  const held = await five();
  expect(await statusesOf(held)).toEqual(new Set(['HELD']));

  receiver.answers(200);
  expect(await activate(id)).toMatchObject({
    affectedDeliveryCount: 5,
    webhook: { circuit: { state: 'CLOSED', consecutiveFailures: 0 } },
  });
  await receiver.waitFor(15);
});

it('disabling cancels at once what is held and what waits for a retry, and says how much', async () => {
  receiver.answers(500);
  const { id } = await createWebhook(app, receiver, {
    retryPolicy: { initialDelay: 'PT24H' },
    throttle: { maxConcurrent: 100 },
  });
  const retrying = await five();
  await receiver.waitFor(5);
  await expect.poll(() => statusesOf(retrying)).toEqual(new Set(['RETRYING']));
  await pause(id);
  const held = await five();

  expect(await disable(id)).toMatchObject({
    errors: [],
    affectedDeliveryCount: 10,
    webhook: { status: 'DISABLED', statusReason: 'MANUAL' },
  });
  expect(await statusesOf([...held, ...retrying])).toEqual(new Set(['CANCELED']));
  expect(await deliveriesOf(app, await publish(app))).toEqual([]);
});

it('what was cancelled earlier is neither counted again nor read', async () => {
  const { id } = await createWebhook(app, receiver);
  const counts: (number | null | undefined)[] = [];
  const note = (change: { affectedDeliveryCount: number | null } | null | undefined) =>
    void counts.push(change?.affectedDeliveryCount);
  const texts = await statementsOf(async () => {
    for (let round = 0; round < 2; round++) {
      note(await pause(id));
      await five();
      note(await disable(id));
      note(await activate(id));
    }
    await remove(id);
  });
  expect(counts).toEqual([0, 5, 0, 0, 5, 0]);
  expect(texts.filter((text) => /count\(\*\)[^]*from dockhook\.troubled_delivery/.test(text))).toEqual([]);
});

it('what was cancelled stays so when the webhook is active again right away', async () => {
  const { id } = await createWebhook(app, receiver, { throttle: { maxConcurrent: 1, maxPerSecond: 0.1 } });
  const events = await publishMany(
    app,
    Array.from({ length: 300 }, () => ({})),
  );
  const disabled = await disable(id);
  await activate(id);
  const last = await publish(app);
  await expect.poll(async () => (await deliveriesOf(app, last))[0]?.status).toMatch(/PENDING|SUCCEEDED/);
  expect(disabled?.affectedDeliveryCount).toBeGreaterThanOrEqual(295);
  expect(await statusesOf(events.slice(250))).toEqual(new Set(['CANCELED']));
  expect(receiver.requests.length).toBeLessThan(5);
});

it('deleting cancels what waits, hides the webhook and frees its key; the history still shows it', async () => {
  const { id } = await createWebhook(app, receiver, { key: 'erp' });
  await pause(id);
  const events = await five();
  expect(await remove(id)).toEqual({ deletedWebhookId: id, canceledDeliveryCount: 5, errors: [] });
  expect(await statusesOf(events)).toEqual(new Set(['CANCELED']));
  expect((await deliveriesOf(app, events[0] as string))[0]?.webhook).toMatchObject({ id, name: 'Receiver' });

  expect((await app.execute(WebhookDocument, { by: { id } })).webhook).toBeNull();
  expect((await app.execute(WebhookDocument, { by: { key: 'erp' } })).webhook).toBeNull();
  expect(await remove(id)).toMatchObject({
    deletedWebhookId: null,
    errors: [{ __typename: 'NotFoundError', code: 'NOT_FOUND', path: ['webhook'] }],
  });
  const secrets = await app.app.database.system.query('select secret from dockhook.signing_secret');
  expect(secrets).toEqual([{ secret: '' }]);
  await createWebhook(app, receiver, { key: 'erp' });
});

it('a webhook can be made paused or disabled, and named by its key', async () => {
  const { id } = await createWebhook(app, receiver, { key: 'later', status: 'PAUSED' });
  const { webhook } = await app.execute(WebhookDocument, { by: { key: 'later' } });
  expect(webhook).toMatchObject({ id, status: 'PAUSED', statusReason: 'MANUAL', createdBy: { name: 'Test' } });
  const { activateWebhook } = await app.execute(ActivateWebhookDocument, { webhook: { key: 'later' } });
  expect(activateWebhook).toMatchObject({ errors: [], webhook: { id, status: 'ACTIVE' } });
  await publish(app);
  await receiver.nextRequest();
});

it('a reason that is too long is refused', async () => {
  const { id } = await createWebhook(app, receiver);
  const errors = [{ code: 'INVALID', path: ['reason'] }];
  expect(await pause(id, 'x'.repeat(501))).toMatchObject({ webhook: null, errors });
});
