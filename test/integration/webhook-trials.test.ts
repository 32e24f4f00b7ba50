/** testWebhook and previewDelivery beside a real delivery: the same request, and what was measured or decided of it. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { Webhook as Verifier } from 'standardwebhooks';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import {
  type CreateWebhookInput,
  PauseWebhookDocument,
  PreviewDeliveryDocument,
  type PreviewTargetInput,
  type SampleEventInput,
  TestWebhookDocument,
} from '../../src/web/gql/graphql.ts';
import { createWebhook, pickText, publish } from '../support/clients.ts';
import type { ReceivedRequest, Receiver } from '../support/receiver.ts';
import { makeTemporaryDirectory } from '../support/temporary-directory.ts';
import { createTestApp, type TestApp } from '../support/test-app.ts';

let app: TestApp;
let receiver: Receiver;
let url: string;

const headers = [
  { name: 'X-Dock', value: 'north' },
  { name: 'X-Token', value: 'sesame-of-the-receiver', isSensitive: true },
];
const sample: SampleEventInput = {
  custom: { type: 'pick.confirmed', payloadText: pickText({ salesOrderId: 'SO-1' }) },
};

beforeAll(async () => {
  const file = path.join(makeTemporaryDirectory(), 'hosts.json');
  writeFileSync(file, JSON.stringify({ 'receiver.test': ['127.0.0.1'] }));
  app = await createTestApp({ RESOLVER_FILE: file });
});
beforeEach(async () => {
  receiver = await app.receiver();
  url = receiver.url().replace('127.0.0.1', 'receiver.test');
});
afterAll(() => app?.stop());

const create = (input: Partial<CreateWebhookInput> = {}) =>
  createWebhook(app, receiver, { url, eventTypes: ['pick.*'], headers, ...input });

const preview = async (target: PreviewTargetInput, what: SampleEventInput = sample) =>
  (await app.execute(PreviewDeliveryDocument, { target, sample: what })).previewDelivery;

/** Headers that are the same for every request about the same event of the same webhook. */
function steadyHeaders(list: readonly { name: string; value?: string | null }[]): Record<string, string> {
  const differ = /^(webhook-|x-jasci-(delivery|signature)|traceparent|host|connection|content-length|accept-encoding)/i;
  return Object.fromEntries(
    list.flatMap(({ name, value }) => (differ.test(name) ? [] : [[name.toLowerCase(), value ?? ''] as const])),
  );
}
const received = ({ headers: got }: ReceivedRequest) =>
  steadyHeaders(Object.entries(got).map(([name, value]) => ({ name, value: String(value) })));

it('a test is the request that a real delivery is, signed alike, and shown as it was sent', async () => {
  receiver.answers({ status: 202, headers: { 'x-answer': 'yes' }, body: 'thanks' });
  const { id, secret } = await create();
  const { testWebhook } = await app.execute(TestWebhookDocument, { webhook: { id }, sample });
  const tested = await receiver.nextRequest();
  await publish(app, { text: pickText({ salesOrderId: 'SO-1' }) });
  const real = await receiver.nextRequest();

  expect(tested.body.equals(real.body)).toBe(true);
  expect(received(tested)).toEqual(received(real));
  expect(received(tested)).toMatchObject({ 'x-dock': 'north', 'x-token': 'sesame-of-the-receiver' });
  for (const request of [tested, real]) new Verifier(secret).verify(request.body.toString(), request.headers);

  const attempt = testWebhook?.delivery?.lastAttempt;
  expect(attempt).toMatchObject({
    outcome: 'SUCCESS',
    remoteAddress: '127.0.0.1',
    request: { method: 'POST', url, body: tested.body.toString(), bodyBytes: tested.body.length },
    response: { statusCode: 202, body: 'thanks', bodyTruncated: false },
  });
  expect(attempt?.response?.headers).toContainEqual({ name: 'x-answer', value: 'yes' });
  const shown = new Map(attempt?.request?.headers.map(({ name, value }) => [name.toLowerCase(), value]));
  expect(shown.get('webhook-signature')).toBe(tested.headers['webhook-signature']);
  expect(shown.get('x-dock')).toBe('north');
  expect(JSON.stringify(testWebhook)).not.toContain('sesame-of-the-receiver');
});

it('every test opens a connection of its own, and tells the time of each phase in their order', async () => {
  const { id } = await create();
  for (let turn = 0; turn < 2; turn += 1) {
    const { testWebhook } = await app.execute(TestWebhookDocument, { webhook: { id } });
    const { dnsMs, connectMs, tlsMs, ttfbMs, durationMs } = testWebhook?.delivery?.lastAttempt ?? {};
    const phases = [dnsMs, connectMs, tlsMs, ttfbMs, durationMs].map((ms) => ms ?? Number.NaN);
    expect(phases.every((ms) => ms >= 0)).toBe(true);
    expect(phases).toEqual(phases.toSorted((a, b) => a - b));
  }
});

it('a test that ends early has the phases that it came to', async () => {
  const closed = await app.receiver();
  const { id } = await create({ url: closed.url().replace('127.0.0.1', 'receiver.test') });
  await closed.close();
  const { testWebhook } = await app.execute(TestWebhookDocument, { webhook: { id } });
  expect(testWebhook?.delivery?.lastAttempt).toMatchObject({
    outcome: 'CONNECTION_ERROR',
    dnsMs: expect.any(Number),
    connectMs: null,
    tlsMs: null,
    ttfbMs: null,
    durationMs: expect.any(Number),
  });
});

it('a preview shows the request of a saved webhook and of a draft, says that it matches, and sends nothing', async () => {
  const { id, secret } = await create();
  const draft = { name: 'Draft', url, eventTypes: ['pick.*'], headers };
  const stored = () =>
    app.app.database.system.query(`select id from dockhook.event union all select id from dockhook.delivery`);
  const before = await stored();
  const previews = [await preview({ webhook: { id } }), await preview({ draft })];
  for (const previewed of previews) {
    expect(previewed).toMatchObject({
      matches: true,
      explanation: ['The pattern pick.* matches pick.confirmed.'],
      errors: [],
      request: { method: 'POST', url },
    });
  }
  expect(receiver.requests).toEqual([]);
  expect(await stored()).toEqual(before);

  await app.execute(TestWebhookDocument, { webhook: { id }, sample });
  const sent = await receiver.nextRequest();
  const { 'x-token': token, ...others } = received(sent);
  expect(token).toBe('sesame-of-the-receiver');
  for (const previewed of previews) {
    const { 'x-token': masked, ...shown } = steadyHeaders(previewed?.request?.headers ?? []);
    expect(masked).not.toContain('sesame');
    expect(shown).toEqual(others);
    expect(previewed?.request?.body).toBe(sent.body.toString());
  }
  // An administrator sees the live signature of a saved webhook; a draft has no secret yet.
  const [saved] = previews;
  const signed = Object.fromEntries(
    saved?.request?.headers.map(({ name, value }) => [name.toLowerCase(), value ?? '']) ?? [],
  );
  new Verifier(secret).verify(saved?.request?.body ?? '', signed);
  expect(receiver.requests).toHaveLength(1);
});

it.each<[string, Partial<CreateWebhookInput>, boolean, string]>([
  [
    'type',
    { eventTypes: ['order.*', 'return.received'] },
    false,
    'No pattern matches pick.confirmed: the webhook asks for order.*, return.received.',
  ],
  ['company', { scope: { companyId: 'ELSEWHERE' } }, false, 'The webhook is for company ELSEWHERE; the event is of'],
  ['status', { status: 'DISABLED' }, false, 'The webhook is disabled: it gets no deliveries.'],
  ['pause', { status: 'PAUSED' }, true, 'The webhook is paused: the delivery would be held until it is active again.'],
])('a preview says why: %s', async (_, input, matches, sentence) => {
  const draft = { name: 'Draft', url, eventTypes: ['pick.*'], ...input };
  const previewed = await preview({ draft });
  expect(previewed).toMatchObject({ matches, errors: [] });
  expect(previewed?.explanation.join(' ')).toContain(sentence);
  const { id } = await create({ name: 'Saved', ...input });
  expect(await preview({ webhook: { id } })).toMatchObject({ matches, explanation: previewed?.explanation });
  expect(receiver.requests).toEqual([]);
});

it('a preview of a webhook goes by what it is now', async () => {
  const { id } = await create();
  await app.execute(PauseWebhookDocument, { webhook: { id } });
  expect((await preview({ webhook: { id } }))?.explanation.join(' ')).toContain('paused');
  expect(receiver.requests).toEqual([]);
});
