import { createPublicKey, verify } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { Webhook as Verifier } from 'standardwebhooks';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import {
  CreateWebhookDocument,
  RevokeWebhookSecretDocument,
  RotateWebhookSecretDocument,
  type SigningAlgorithm,
  WebhookDocument,
} from '../../src/web/gql/graphql.ts';
import { createWebhook, publish } from '../support/clients.ts';
import type { ReceivedRequest, Receiver } from '../support/receiver.ts';
import { createTestApp, type TestApp } from '../support/test-app.ts';

let app: TestApp;
let receiver: Receiver;
let id: string;
let first: string;

beforeAll(async () => {
  app = await createTestApp();
});
beforeEach(async () => {
  receiver = await app.receiver();
  ({ id, secret: first } = await createWebhook(app, receiver, { eventTypes: ['pick.confirmed'] }));
});
afterAll(() => app?.stop());

const rotate = async (overlap?: string, algorithm?: SigningAlgorithm) =>
  (await app.execute(RotateWebhookSecretDocument, { webhook: { id }, overlap, algorithm })).rotateWebhookSecret;
const revoke = async (secretId: string) =>
  (await app.execute(RevokeWebhookSecretDocument, { secretId })).revokeWebhookSecret;

async function nextDelivery(): Promise<ReceivedRequest> {
  await publish(app);
  return receiver.nextRequest();
}

function isVerified(secret: string, { body, headers }: ReceivedRequest): boolean {
  try {
    new Verifier(secret).verify(body.toString(), headers);
    return true;
  } catch {
    return false;
  }
}

it('before a rotation the one secret verifies, and during the overlap both do', async () => {
  expect(isVerified(first, await nextDelivery())).toBe(true);

  const rotated = await rotate();
  const second = rotated?.signingSecret ?? '';
  expect(rotated).toMatchObject({ errors: [], webhook: { revision: 2 } });
  expect(second).toMatch(/^whsec_.{44}$/);
  expect(Date.parse(rotated?.previousExpiresAt ?? '') - Date.now()).toBeGreaterThan(23.9 * 3_600_000);
  const during = await nextDelivery();
  expect([first, second].map((secret) => isVerified(secret, during))).toEqual([true, true]);
});

it('when the overlap is over the old secret signs no more, by itself', async () => {
  expect(isVerified(first, await nextDelivery())).toBe(true);
  const rotated = await rotate('PT4S');
  const second = rotated?.signingSecret ?? '';
  const expiresAt = Date.parse(rotated?.previousExpiresAt ?? '');

  const giveUpAt = Date.now() + 60_000;
  for (;;) {
    const request = await nextDelivery();
    expect(isVerified(second, request)).toBe(true);
    if (!isVerified(first, request)) break;
    expect(Date.now()).toBeLessThan(giveUpAt);
    await setTimeout(100);
  }
  expect(Date.now()).toBeGreaterThanOrEqual(expiresAt);
  const after = await nextDelivery();
  expect([first, second].map((secret) => isVerified(secret, after))).toEqual([false, true]);
  const { webhook } = await app.execute(WebhookDocument, { by: { id } });
  expect(webhook?.signingSecrets).toMatchObject([{ isPrimary: true, expiresAt: null }]);
});

it('without an overlap the old secret ends at once', async () => {
  const rotated = await rotate('PT0S');
  expect(rotated?.webhook?.signingSecrets).toMatchObject([{ isPrimary: true, expiresAt: null }]);
  const request = await nextDelivery();
  expect(isVerified(first, request)).toBe(false);
  expect(isVerified(rotated?.signingSecret ?? '', request)).toBe(true);
});

it('three secrets sign at most; a fourth is refused until one ends', async () => {
  await rotate('PT1H');
  await rotate('PT2H');
  expect((await nextDelivery()).headers['webhook-signature']?.split(' ')).toHaveLength(3);
  const refused = await rotate();
  expect(refused).toMatchObject({
    webhook: null,
    signingSecret: null,
    errors: [{ __typename: 'LimitExceededError', code: 'LIMIT_EXCEEDED', path: ['webhook'], limit: 3 }],
  });
  expect((refused?.errors[0] as { retryAfter?: string } | undefined)?.retryAfter).toMatch(/^PT(59M|1H)/);
  expect(await rotate('PT0S')).toMatchObject({ errors: [] });
});

it('without an overlap all older secrets end, also one that an earlier rotation lets overlap', async () => {
  const second = (await rotate('PT24H'))?.signingSecret ?? '';
  const rotated = await rotate('PT0S');
  expect(rotated).toMatchObject({ errors: [], webhook: { signingSecrets: [{ isPrimary: true, expiresAt: null }] } });
  const request = await nextDelivery();
  expect(request.headers['webhook-signature']?.split(' ')).toHaveLength(1);
  const verified = [first, second, rotated?.signingSecret ?? ''].map((secret) => isVerified(secret, request));
  expect(verified).toEqual([false, false, true]);
});

it('an overlap of more than seven days is refused', async () => {
  const errors = [{ __typename: 'ValidationError', code: 'INVALID', path: ['overlap'] }];
  expect(await rotate('PT169H')).toMatchObject({ errors });
  expect(await rotate('P7D')).toMatchObject({ errors: [] });
});

it('a revoked secret signs no more, and the last one cannot be revoked', async () => {
  const rotated = await rotate();
  const [newest, oldest] = rotated?.webhook?.signingSecrets ?? [];
  expect(await revoke(newest?.id ?? '')).toMatchObject({
    errors: [],
    webhook: { revision: 3, signingSecrets: [{ id: oldest?.id, isPrimary: true, expiresAt: null }] },
  });
  const request = await nextDelivery();
  expect([rotated?.signingSecret ?? '', first].map((secret) => isVerified(secret, request))).toEqual([false, true]);

  expect(await revoke(oldest?.id ?? '')).toMatchObject({
    webhook: null,
    errors: [{ __typename: 'OperationError', code: 'INVALID_STATE', path: ['secretId'] }],
  });
  expect(await revoke(newest?.id ?? '')).toMatchObject({ errors: [{ code: 'NOT_FOUND', path: ['secretId'] }] });
});

/** Ed25519 as the specification of Standard Webhooks has it, by other means than ours. */
function isSignedBy(publicKey: string, { body, headers }: ReceivedRequest): boolean {
  const x = Buffer.from(publicKey.replace(/^whpk_/, ''), 'base64').toString('base64url');
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
  const message = Buffer.from(`${headers['webhook-id']}.${headers['webhook-timestamp']}.${body.toString()}`);
  return (headers['webhook-signature'] ?? '')
    .split(' ')
    .flatMap((signature) => (signature.startsWith('v1a,') ? [Buffer.from(signature.slice(4), 'base64')] : []))
    .some((signature) => verify(null, message, key, signature));
}

it('a rotation to ed25519 shows the public key only, and both kinds sign meanwhile', async () => {
  const rotated = await rotate('PT1H', 'ED25519');
  expect(rotated).toMatchObject({ errors: [], signingSecret: null });
  const [pair] = rotated?.webhook?.signingSecrets ?? [];
  expect(pair).toMatchObject({ algorithm: 'ED25519', publicKey: expect.stringMatching(/^whpk_.{44}$/) });

  const request = await nextDelivery();
  expect(isSignedBy(pair?.publicKey ?? '', request)).toBe(true);
  expect(isVerified(first, request)).toBe(true);
  expect(request.headers['x-jasci-signature']).toMatch(/^t=\d+,v1a=[0-9a-f]{128},v1=[0-9a-f]{64}$/);

  const again = await rotate('PT0S');
  expect(again?.webhook?.signingSecrets[0]).toMatchObject({ algorithm: 'ED25519' });
  expect(isSignedBy(pair?.publicKey ?? '', await nextDelivery())).toBe(false);
});

it('a webhook can sign with ed25519 from the beginning, and no private key is ever shown', async () => {
  const own = await app.receiver();
  const input = { name: 'Pair', url: own.url(), eventTypes: ['order.*'], signingAlgorithm: 'ED25519' as const };
  const { createWebhook: made } = await app.execute(CreateWebhookDocument, { input });
  expect(made).toMatchObject({ errors: [], signingSecret: null });
  await publish(app, { type: 'order.status' });
  expect(isSignedBy(made?.webhook?.signingSecrets[0]?.publicKey ?? '', await own.nextRequest())).toBe(true);
  const rows = await app.app.database.system.query<{ secret: string }>('select secret from dockhook.signing_secret');
  expect(rows.every(({ secret }) => secret === '' || secret.startsWith('eyJ'))).toBe(true);
  expect(app.logLines.join('')).not.toMatch(/whsk_|whsec_/);
});
