/**
 * The signatures of a delivery: Standard Webhooks (`webhook-signature`, over `id.timestamp.body`) and
 * our own header that also covers the event type, because the type travels in a header and not in the
 * body. A secret is shared (HMAC-SHA256, `v1`) or a key pair of which only we have the private half
 * (ed25519, `v1a`).
 */
import {
  createHmac,
  createPrivateKey,
  createPublicKey,
  createSecretKey,
  generateKeyPairSync,
  randomBytes,
  sign,
  type KeyObject,
} from 'node:crypto';

export const signingAlgorithms = ['HMAC_SHA256', 'ED25519'] as const;

/** HMAC_SHA256: both sides know the secret. ED25519: the receiver knows only the public key. */
export type SigningAlgorithm = (typeof signingAlgorithms)[number];

/** A secret as it is made: the text to keep sealed, and of a key pair the public half. */
export interface NewSigningSecret {
  /** `whsec_…` or `whsk_…` */
  readonly secret: string;
  /** `whpk_…` */
  readonly publicKey: string | null;
}

const SECRET_PREFIX = 'whsec_';
const PRIVATE_PREFIX = 'whsk_';
const PUBLIC_PREFIX = 'whpk_';

/** DER of an ed25519 private key (PKCS #8) up to its 32 bytes of seed. */
const PKCS8_HEAD = Buffer.from('302e020100300506032b657004220420', 'hex');
const SEED_BYTES = 32;

/** `whsec_` and 32 random bytes in base64, or a key pair whose private half is seed and public key, as libsodium has it. */
export function newSigningSecret(algorithm: SigningAlgorithm = 'HMAC_SHA256'): NewSigningSecret {
  if (algorithm === 'HMAC_SHA256') {
    return { secret: SECRET_PREFIX + randomBytes(32).toString('base64'), publicKey: null };
  }
  const { privateKey } = generateKeyPairSync('ed25519');
  const seed = privateKey.export({ format: 'der', type: 'pkcs8' }).subarray(PKCS8_HEAD.length);
  const publicBytes = createPublicKey(privateKey).export({ format: 'der', type: 'spki' }).subarray(-32);
  return {
    secret: PRIVATE_PREFIX + Buffer.concat([seed, publicBytes]).toString('base64'),
    publicKey: PUBLIC_PREFIX + publicBytes.toString('base64'),
  };
}

/** A key object, made once per secret: a raw buffer costs about a tenth of a worker's time in key set-up. */
export function signingKeyOf(secret: string): KeyObject {
  if (!secret.startsWith(PRIVATE_PREFIX)) {
    return createSecretKey(Buffer.from(secret.slice(SECRET_PREFIX.length), 'base64'));
  }
  const seed = Buffer.from(secret.slice(PRIVATE_PREFIX.length), 'base64').subarray(0, SEED_BYTES);
  return createPrivateKey({ key: Buffer.concat([PKCS8_HEAD, seed]), format: 'der', type: 'pkcs8' });
}

export interface SignedMessage {
  /** The event's id: the same on every attempt. */
  readonly webhookId: string;
  readonly eventType: string;
  /** Unix seconds of this attempt. */
  readonly timestamp: number;
  readonly body: string | Buffer;
}

/** `v1,<base64>` or `v1a,<base64>` for every live secret, separated by spaces, newest first. */
export function standardSignature(message: SignedMessage, keys: readonly KeyObject[]): string {
  const head = `${message.webhookId}.${message.timestamp}.`;
  return keys.map((key) => `${versionOf(key)},${signatureOf(key, head, message.body, 'base64')}`).join(' ');
}

/** `t=<unix seconds>,v1=<hex>` over `t.webhook-id.event-type.body`, one `v1` or `v1a` for every live secret. */
export function typedSignature(message: SignedMessage, keys: readonly KeyObject[]): string {
  const head = `${message.timestamp}.${message.webhookId}.${message.eventType}.`;
  const signatures = keys.map((key) => `${versionOf(key)}=${signatureOf(key, head, message.body, 'hex')}`);
  return [`t=${message.timestamp}`, ...signatures].join(',');
}

const versionOf = (key: KeyObject): string => (key.type === 'secret' ? 'v1' : 'v1a');

function signatureOf(key: KeyObject, head: string, body: string | Buffer, encoding: 'base64' | 'hex'): string {
  return key.type === 'secret'
    ? createHmac('sha256', key).update(head).update(body).digest(encoding)
    : sign(null, Buffer.concat([Buffer.from(head), Buffer.from(body)]), key).toString(encoding);
}
