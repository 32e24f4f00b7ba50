/**
 * The public keys of the OIDC issuer, found by discovery and kept for a while. Nothing is fetched before the first
 * token comes, so that an issuer that is away stops neither the start nor API keys.
 */
import { createRemoteJWKSet, customFetch, errors, type JWTVerifyGetKey } from 'jose';

export interface IssuerKeysOptions {
  /** As it stands in tokens. https, or http on loopback. */
  readonly issuer: string;
  /** Instead of discovery. */
  readonly jwksUrl?: string | undefined;
  /** Told when the issuer does not answer as it should. */
  readonly onError: (error: Error) => void;
  /** Shortest time between two looks for a key id that is not known; default 30 seconds. */
  readonly cooldownMs?: number;
  /** After a failure nothing is fetched for so long; default 5 seconds. */
  readonly pauseMs?: number;
}

/** The issuer cannot be asked now: nobody can tell whether a token is good. */
export class IssuerUnavailable extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'IssuerUnavailable';
  }
}

const TIMEOUT_MS = 5_000;
const BODY_LIMIT_BYTES = 256 * 1024;
const KEYS_KEPT_MS = 10 * 60_000;

/** Resolves the key of a token's header. Rejects with IssuerUnavailable, or a JOSEError when there is no such key. */
export function createIssuerKeys(options: IssuerKeysOptions): JWTVerifyGetKey {
  const { issuer, jwksUrl, onError, cooldownMs = 30_000, pauseMs = 5_000 } = options;
  let failedAt = -Infinity;
  let finding: Promise<JWTVerifyGetKey> | undefined;

  /** One document of the issuer's. Redirects are refused: it is the operator who says whom we ask. */
  async function fetchJson(url: string): Promise<unknown> {
    if (performance.now() - failedAt < pauseMs) throw new IssuerUnavailable('The issuer did not answer a moment ago.');
    try {
      const signal = AbortSignal.timeout(TIMEOUT_MS);
      const response = await fetch(url, { signal, redirect: 'error', headers: { accept: 'application/json' } });
      if (response.status !== 200) throw new Error(`it answered ${response.status}`);
      return JSON.parse(await readLimited(response)) as unknown;
    } catch (cause) {
      failedAt = performance.now();
      const error = new IssuerUnavailable(`The OIDC issuer cannot be asked: ${url}`, { cause });
      onError(error);
      throw error;
    }
  }

  async function discover(): Promise<string> {
    if (jwksUrl !== undefined) return jwksUrl;
    const document = await fetchJson(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`);
    const { issuer: named, jwks_uri: uri } = (document ?? {}) as Record<string, unknown>;
    const isOurs = named === issuer && typeof uri === 'string' && new URL(issuer).host === URL.parse(uri)?.host;
    if (isOurs && new URL(uri).protocol === new URL(issuer).protocol) return uri;
    failedAt = performance.now();
    const error = new IssuerUnavailable(
      'The discovery document names another issuer, or keys at another host (set OIDC_JWKS_URL to allow that).',
    );
    onError(error);
    throw error;
  }

  async function find(): Promise<JWTVerifyGetKey> {
    const url = await discover();
    return createRemoteJWKSet(new URL(url), {
      cooldownDuration: cooldownMs,
      cacheMaxAge: KEYS_KEPT_MS,
      [customFetch]: async (from) => Response.json(await fetchJson(from)),
    });
  }

  return async (header, token) => {
    finding ??= find().catch((error: unknown) => {
      finding = undefined; // the next token asks again
      throw error;
    });
    const findKey = await finding;
    try {
      return await findKey(header, token);
    } catch (error) {
      // Whoever sends a token chooses the key: a broken one among good ones is no fault of ours.
      if (error instanceof DOMException || error instanceof TypeError)
        throw new errors.JWKInvalid(undefined, { cause: error });
      throw error;
    }
  };
}

async function readLimited(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += (chunk as Uint8Array).length;
    if (size > BODY_LIMIT_BYTES) throw new Error(`it answered more than ${BODY_LIMIT_BYTES} bytes`);
    chunks.push(chunk as Uint8Array);
  }
  return Buffer.concat(chunks).toString('utf8');
}
