/** A real OIDC issuer on loopback: discovery, keys, and tokens that it signs. */
import {
  exportJWK,
  generateKeyPair,
  SignJWT,
  type CryptoKey,
  type JWK,
  type JWTHeaderParameters,
  type JWTPayload,
} from 'jose';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Issuer {
  readonly url: string;
  /** Paths asked for so far. */
  readonly requests: readonly string[];
  /** Public keys as it serves them. */
  keys: readonly JWK[];
  /** A token that is good for five minutes, unless told otherwise; `null` leaves a claim or a header out. */
  sign(claims?: Record<string, unknown>, header?: Readonly<Record<string, unknown>>): Promise<string>;
  /** New keys from now on; the old ones are no longer served. */
  rotate(): Promise<void>;
  /** Answers this instead of its discovery document. */
  discovery: object | undefined;
  /** Stops answering, or answers again at the same address. */
  goDown(): Promise<void>;
  comeBack(): Promise<void>;
  close(): Promise<void>;
}

export const AUDIENCE = 'dockhook';

export async function startIssuer(): Promise<Issuer> {
  const requests: string[] = [];
  let kid = 0;
  let key: CryptoKey;
  let keys: readonly JWK[] = [];
  let discovery: object | undefined;
  let server: Server;
  let url = '';

  async function rotate(): Promise<void> {
    const pair = await generateKeyPair('ES256', { extractable: true });
    key = pair.privateKey;
    kid += 1;
    keys = [{ ...(await exportJWK(pair.publicKey)), kid: `k${kid}`, alg: 'ES256', use: 'sig' }];
  }

  async function listen(port: number): Promise<void> {
    server = createServer((request, response) => {
      requests.push(request.url ?? '');
      const documents: Record<string, object> = {
        '/.well-known/openid-configuration': discovery ?? { issuer: url, jwks_uri: `${url}/keys` },
        '/keys': { keys },
      };
      const document = documents[request.url ?? ''];
      response.writeHead(document === undefined ? 404 : 200, {
        'content-type': 'application/json',
        connection: 'close',
      });
      response.end(JSON.stringify(document ?? {}));
    });
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  async function close(): Promise<void> {
    if (!server.listening) return;
    server.close();
    server.closeAllConnections();
    await once(server, 'close');
  }

  await rotate();
  await listen(0);
  return {
    url,
    requests,
    get keys() {
      return keys;
    },
    set keys(served) {
      keys = served;
    },
    get discovery() {
      return discovery;
    },
    set discovery(document) {
      discovery = document;
    },
    sign(claims = {}, header = {}) {
      const now = Math.floor(Date.now() / 1000);
      const whole = {
        iss: url,
        aud: AUDIENCE,
        sub: 'alice',
        iat: now,
        exp: now + 300,
        tenant: 'TENANT001',
        roles: ['ADMINISTRATOR'],
        ...claims,
      };
      const given = Object.fromEntries(Object.entries(whole).filter(([, value]) => value !== null));
      const wholeHeader = { alg: 'ES256', kid: `k${kid}`, ...header };
      const shownHeader = Object.fromEntries(Object.entries(wholeHeader).filter(([, value]) => value !== null));
      const options = header['crit'] === undefined ? {} : { crit: { 'urn:made-up': true } };
      return new SignJWT(given as JWTPayload).setProtectedHeader(shownHeader as JWTHeaderParameters).sign(key, options);
    },
    rotate,
    goDown: close,
    comeBack: () => listen(Number(new URL(url).port)),
    close,
  };
}
