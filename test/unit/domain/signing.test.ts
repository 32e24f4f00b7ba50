/** Signatures are checked with the independent `standardwebhooks` package and with plain node:crypto. */
import { createHmac, createPublicKey, verify } from 'node:crypto';
import fc from 'fast-check';
import { Webhook } from 'standardwebhooks';
import { describe, expect, it } from 'vitest';
import {
  newSigningSecret,
  signingKeyOf,
  standardSignature,
  typedSignature,
  type SignedMessage,
} from '../../../src/domain/signing.ts';

const now = (): number => Math.floor(Date.now() / 1000);
const messages = fc
  .record({ body: fc.json(), eventType: fc.constantFrom('pick.confirmed', 'shipment.closed') })
  .map(({ body, eventType }) => ({ body, eventType, webhookId: 'evt_0198', timestamp: now() }));
const message = {
  webhookId: 'evt_0198',
  eventType: 'pick.confirmed',
  timestamp: now(),
  body: '{"a":1}',
} satisfies SignedMessage;

const headersOf = ({ webhookId, timestamp }: SignedMessage, signature: string) => ({
  'webhook-id': webhookId,
  'webhook-timestamp': String(timestamp),
  'webhook-signature': signature,
});

describe('webhook-signature', () => {
  it('is accepted by the standardwebhooks package, whatever the body', () => {
    const { secret } = newSigningSecret();
    const key = signingKeyOf(secret);
    fc.assert(
      fc.property(messages, (any) => {
        new Webhook(secret).verify(any.body, headersOf(any, standardSignature(any, [key])));
      }),
    );
  });

  it.each([
    ['the body', { body: '{"a":2}' }],
    ['the id', { webhookId: 'evt_0199' }],
    ['the timestamp', { timestamp: now() - 60 }],
  ])('fails when %s was changed on the way', (_what, change) => {
    const { secret } = newSigningSecret();
    const signature = standardSignature(message, [signingKeyOf(secret)]);
    const changed = { ...message, ...change };
    expect(() => new Webhook(secret).verify(changed.body, headersOf(changed, signature))).toThrow(/signature/i);
  });

  it('has one signature per live secret, so that a receiver may use either during a rotation', () => {
    const [newer, older] = [newSigningSecret().secret, newSigningSecret().secret];
    const signature = standardSignature(message, [newer, older].map(signingKeyOf));
    for (const secret of [newer, older]) new Webhook(secret).verify(message.body, headersOf(message, signature));
    expect(() => new Webhook(newSigningSecret().secret).verify(message.body, headersOf(message, signature))).toThrow();
  });

  it('is the same over a text and over its bytes, whatever the algorithm', () => {
    for (const algorithm of ['HMAC_SHA256', 'ED25519'] as const) {
      const keys = [signingKeyOf(newSigningSecret(algorithm).secret)];
      const body = '{"city":"Zürich"}';
      const [asText, asBytes] = [
        { ...message, body },
        { ...message, body: Buffer.from(body) },
      ];
      expect(standardSignature(asBytes, keys)).toBe(standardSignature(asText, keys));
      expect(typedSignature(asBytes, keys)).toBe(typedSignature(asText, keys));
    }
  });

  it('covers text beyond ASCII as UTF-8', () => {
    const { secret } = newSigningSecret();
    const body = '{"name":"Żółć 🚚"}';
    const signature = standardSignature({ ...message, body }, [signingKeyOf(secret)]);
    new Webhook(secret).verify(Buffer.from(body), headersOf(message, signature));
  });

  it('of a key pair is ed25519, checked with the public key alone', () => {
    const { secret, publicKey } = newSigningSecret('ED25519');
    const signature = standardSignature(message, [signingKeyOf(secret)]);
    const [version, encoded = ''] = signature.split(',');
    const raw = Buffer.from((publicKey ?? '').replace('whpk_', ''), 'base64');
    const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: raw.toString('base64url') }, format: 'jwk' });
    const content = Buffer.from(`${message.webhookId}.${message.timestamp}.${message.body}`);
    expect(version).toBe('v1a');
    expect(verify(null, content, key, Buffer.from(encoded, 'base64'))).toBe(true);
  });
});

describe("the header that covers the event's type", () => {
  const { secret } = newSigningSecret();
  const keys = [signingKeyOf(secret)];

  it('can be checked with a few lines of node:crypto', () => {
    const [time = '', signature = ''] = typedSignature(message, keys).split(',');
    const content = `${time.slice(2)}.${message.webhookId}.${message.eventType}.${message.body}`;
    const bytes = Buffer.from(secret.replace('whsec_', ''), 'base64');
    expect(signature).toBe(`v1=${createHmac('sha256', bytes).update(content).digest('hex')}`);
  });

  it('changes with the type, which webhook-signature does not', () => {
    const other = { ...message, eventType: 'order.status' };
    expect(typedSignature(other, keys)).not.toBe(typedSignature(message, keys));
    expect(standardSignature(other, keys)).toBe(standardSignature(message, keys));
  });
});

it('a secret is whsec_ and 32 random bytes, never the same twice', () => {
  const secrets = Array.from({ length: 100 }, () => newSigningSecret().secret);
  expect(new Set(secrets).size).toBe(100);
  for (const secret of secrets) {
    expect(secret).toMatch(/^whsec_/);
    expect(Buffer.from(secret.slice('whsec_'.length), 'base64')).toHaveLength(32);
  }
});
