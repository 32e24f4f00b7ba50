/** Tokens of a real issuer on loopback: the good ones let in, every bad one does not. */
import { exportSPKI, importJWK, SignJWT, UnsecuredJWT, type JWK } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createVerifyToken, type OidcOptions, type VerifyToken } from '../../src/access/oidc/verify-token.ts';
import { AuditEntriesDocument, CreateWebhookDocument, ViewerDocument } from '../../src/web/gql/graphql.ts';
import { AUDIENCE, startIssuer, type Issuer } from '../support/issuer.ts';
import { createLiveClient } from '../support/live-client.ts';
import { createTestApp, type TestApp } from '../support/test-app.ts';

let app: TestApp;
let issuer: Issuer;

beforeAll(async () => {
  issuer = await startIssuer();
  app = await createTestApp({
    OIDC_ISSUER: issuer.url,
    OIDC_AUDIENCE: AUDIENCE,
    OIDC_ROLE_MAP: 'ADMINISTRATOR=ADMINISTRATOR,wms-staff=VIEWER,wms=PUBLISHER',
  });
  app.onStop(() => issuer.close());
});
afterAll(() => app?.stop());

const seconds = (offset: number): number => Math.floor(Date.now() / 1000) + offset;
const ask = (token: string) => app.graphql.send(ViewerDocument, {}, token);

describe('a token of the issuer', () => {
  it('lets its bearer in with the tenant and role of its claims, until it expires', async () => {
    const exp = seconds(120);
    const { data, errors } = await ask(await issuer.sign({ name: 'Alice', roles: ['other', 'wms-staff'], exp }));
    expect(errors).toEqual([]);
    expect(data?.viewer).toMatchObject({
      actor: { name: 'Alice', role: 'VIEWER' },
      scope: { tenantId: 'TENANT001', companyId: null, fulfillmentCenterId: null },
      expiresAt: new Date(exp * 1000).toISOString(),
    });
    expect(data?.viewer?.actor.id).toMatch(/^usr_[0-9a-f]{32}$/);
  });

  it('of several roles gives the mightiest', async () => {
    const { data } = await ask(await issuer.sign({ roles: ['wms', 'wms-staff', 'ADMINISTRATOR'] }));
    expect(data?.viewer?.actor.role).toBe('ADMINISTRATOR');
  });

  it('makes changes that the audit log tells of by the person', async () => {
    const token = await issuer.sign({ name: 'Alice' });
    const receiver = await app.receiver();
    const input = { name: 'By Alice', url: receiver.url(), eventTypes: ['*'] };
    expect((await app.execute(CreateWebhookDocument, { input }, { token })).createWebhook?.errors).toEqual([]);
    const { data } = await ask(token);
    const filter = { actorIds: [data?.viewer?.actor.id ?? ''] };
    const { auditEntries } = await app.execute(AuditEntriesDocument, { filter });
    expect(auditEntries?.nodes).toMatchObject([{ action: 'createWebhook', actor: { name: 'Alice' } }]);
  });

  it('opens a socket, which is closed when the token expires, with a code after which clients come again', async () => {
    const live = createLiveClient(app.url, { authorization: `Bearer ${await issuer.sign({ exp: seconds(2) })}` });
    app.onStop(() => live.close());
    expect(await live.deliveryUpdates().next()).toMatchObject({ __typename: 'StreamCaughtUp' });
    expect(await live.closed).toMatchObject({ code: 4403, reason: 'The token has expired.' });
  });
});

describe('a token does not let in', () => {
  const publicPem = async () => exportSPKI((await importJWK({ ...issuer.keys[0] }, 'ES256')) as never);
  const good = () => ({
    iss: issuer.url,
    aud: AUDIENCE,
    sub: 'mallory',
    tenant: 'TENANT001',
    roles: ['ADMINISTRATOR'],
    exp: seconds(300),
  });
  const bad: Record<string, () => Promise<string> | string> = {
    'of another issuer': () => issuer.sign({ iss: 'https://issuer.example' }),
    'for another audience': () => issuer.sign({ aud: 'other' }),
    'without an audience': () => issuer.sign({ aud: null }),
    'that has expired': () => issuer.sign({ exp: seconds(-30) }),
    'without an expiry': () => issuer.sign({ exp: null }),
    'that is not valid yet': () => issuer.sign({ nbf: seconds(60) }),
    'without a subject': () => issuer.sign({ sub: null }),
    'without a tenant': () => issuer.sign({ tenant: null }),
    'with a tenant that is no name': () => issuer.sign({ tenant: { $ne: '' } }),
    'with an empty tenant': () => issuer.sign({ tenant: '' }),
    'without a role': () => issuer.sign({ roles: null }),
    'with a role that is not mapped': () => issuer.sign({ roles: ['VIEWER', 'root'] }),
    'that is longer than 8 KiB': () => issuer.sign({ padding: 'x'.repeat(8_192) }),
    'with alg none': () => new UnsecuredJWT(good()).encode(),
    'signed with HS256 and the public key as secret': async () =>
      new SignJWT(good())
        .setProtectedHeader({ alg: 'HS256', kid: issuer.keys[0]?.kid ?? '' })
        .sign(new TextEncoder().encode(await publicPem())),
    'with a key id that the issuer does not have': async () => {
      const other = await startIssuer();
      await other.rotate();
      const token = await other.sign({ iss: issuer.url });
      await other.close();
      return token;
    },
    'signed by somebody else under a key id of the issuer': async () => {
      const other = await startIssuer();
      const token = await other.sign({ iss: issuer.url });
      await other.close();
      return token;
    },
    'that was changed after signing': async () => {
      const [head, , tail] = (await issuer.sign()).split('.');
      const claims = Buffer.from(JSON.stringify({ ...good(), tenant: 'TENANT002' })).toString('base64url');
      return `${head}.${claims}.${tail}`;
    },
    'that says to be of another type': () => issuer.sign({}, { typ: 'logout+jwt' }),
    'of a type that begins like one of ours': () => issuer.sign({}, { typ: 'JWT; charset=x' }),
    'whose type is no text': () => issuer.sign({}, { typ: ['JWT'] }),
    'with an extension that must be understood': () => issuer.sign({}, { crit: ['urn:made-up'], 'urn:made-up': true }),
    'with a payload that is not encoded': () => issuer.sign({}, { crit: ['b64'], b64: true }),
    'with a key id of no text': () => issuer.sign({}, { kid: { $ne: '' } }),
    'with a key id that is a path': () => issuer.sign({}, { kid: '../../../../dev/null' }),
    'with a key id of SQL': () => issuer.sign({}, { kid: "k1' or '1'='1" }),
    'that brings its own key': async () => {
      const other = await startIssuer();
      const [jwk] = other.keys;
      const token = await other.sign({ iss: issuer.url }, { kid: null, jwk, jku: `${other.url}/keys` });
      await other.close();
      return token;
    },
    'that says where its keys are': async () => {
      const other = await startIssuer();
      await other.rotate();
      const before = other.requests.length;
      const token = await other.sign({ iss: issuer.url }, { jku: `${other.url}/keys`, x5u: `${other.url}/keys` });
      await ask(token);
      expect(other.requests.length).toBe(before);
      await other.close();
      return token;
    },
    'whose expiry is no number': () => issuer.sign({ exp: '9999999999' }),
    'whose expiry is long ago in milliseconds': () => issuer.sign({ exp: -1 }),
    'that is for a list of others': () => issuer.sign({ aud: ['a', 'b'] }),
    'whose issuer differs by a slash': () => issuer.sign({ iss: `${issuer.url}/` }),
    'with a header that is no JSON': async () => `eyJ${(await issuer.sign()).slice(4)}`,
  };

  it.each(Object.keys(bad))('%s', async (name) => {
    const token = (await bad[name]?.()) ?? '';
    expect(token.length).toBeGreaterThan(100);
    const { httpStatus, errors, data, text } = await ask(token);
    expect([httpStatus, data ?? null]).toEqual([401, null]);
    expect(errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
    expect(text).not.toContain(token.slice(0, 40));
  });
});

describe('a token lets in', () => {
  it.each([
    ['of the type JWT', {}, { typ: 'JWT' }],
    ['of the type at+jwt', {}, { typ: 'at+jwt' }],
    ['of the type application/AT+JWT', {}, { typ: 'application/AT+JWT' }],
    ['without a type', {}, {}],
    ['for several, and us among them', { aud: ['other', AUDIENCE] }, {}],
    ['without a key id, while the issuer has one key', {}, { kid: null }],
  ])('%s', async (_what, claims, header) => {
    expect((await ask(await issuer.sign(claims, header))).httpStatus).toBe(200);
  });

  it('ten seconds too early or too late, for clocks that differ', async () => {
    expect((await ask(await issuer.sign({ nbf: seconds(5) }))).httpStatus).toBe(200);
    expect((await ask(await issuer.sign({ exp: seconds(-2) }))).httpStatus).toBe(200);
  });
});

describe('the verifier', () => {
  const errors: Error[] = [];
  const verifier = (options: Partial<OidcOptions> = {}): VerifyToken =>
    createVerifyToken(app.app.database, {
      issuer: issuer.url,
      audience: AUDIENCE,
      algorithms: ['ES256'],
      tokenTypes: ['jwt', 'at+jwt', 'absent'],
      tenantClaim: 'tenant',
      roleClaim: 'roles',
      roleMap: new Map([['ADMINISTRATOR', 'ADMINISTRATOR']]),
      onError: (error) => void errors.push(error),
      ...options,
    });
  const keysAsked = () => issuer.requests.filter((path) => path === '/keys').length;

  it('learns new keys of the issuer, and no longer trusts old ones', async () => {
    const verify = verifier({ cooldownMs: 0 });
    const before = await issuer.sign();
    expect(await verify(before)).toHaveProperty('viewer');
    await issuer.rotate();
    expect(await verify(await issuer.sign())).toHaveProperty('viewer');
    expect(await verify(before)).toEqual({ refused: 'ERR_JWKS_NO_MATCHING_KEY' });
  });

  it('takes access tokens only, when told so', async () => {
    const verify = verifier({ tokenTypes: ['at+jwt'] });
    expect(await verify(await issuer.sign({}, { typ: 'at+jwt' }))).toHaveProperty('viewer');
    for (const header of [{}, { typ: 'JWT' }, { typ: 'dpop+jwt' }]) {
      expect(await verify(await issuer.sign({}, header))).toEqual({ refused: 'wrong type of token' });
    }
  });

  it('takes only algorithms of the list, whatever the key could do', async () => {
    expect(await verifier({ algorithms: ['RS256', 'EdDSA'] })(await issuer.sign())).toEqual({
      refused: 'ERR_JOSE_ALG_NOT_ALLOWED',
    });
  });

  it('finds its key among hundreds, and does not guess among several without a key id', async () => {
    const { keys } = issuer;
    const [own] = keys as [JWK];
    const others = Array.from({ length: 500 }, (_, index) => ({ ...own, kid: `other ${index}` }));
    const useless = [
      { kty: 'oct', k: 'c2VjcmV0', kid: 'oct', alg: 'HS256' },
      { kty: 'EC', kid: 'half', crv: 'P-256' },
      { kty: 'made-up', kid: 'made-up' },
    ] as JWK[];
    issuer.keys = [...useless, ...others, own];
    try {
      expect(await verifier()(await issuer.sign())).toHaveProperty('viewer');
      expect(await verifier()(await issuer.sign({}, { kid: null }))).toEqual({
        refused: 'ERR_JWKS_MULTIPLE_MATCHING_KEYS',
      });
      expect(await verifier()(await issuer.sign({}, { kid: 'half' }))).toHaveProperty('refused');
      issuer.keys = [{ ...own, use: 'enc' }];
      expect(await verifier()(await issuer.sign())).toEqual({ refused: 'ERR_JWKS_NO_MATCHING_KEY' });
      issuer.keys = [{ ...own, alg: 'ES384' }];
      expect(await verifier()(await issuer.sign())).toEqual({ refused: 'ERR_JWKS_NO_MATCHING_KEY' });
    } finally {
      issuer.keys = keys;
    }
  });

  it('does not ask the issuer for every unknown key id', async () => {
    const verify = verifier();
    expect(await verify(await issuer.sign())).toHaveProperty('viewer');
    const before = keysAsked();
    await issuer.rotate();
    const unknown = await issuer.sign();
    for (let times = 0; times < 20; times += 1) await verify(unknown);
    expect(keysAsked()).toBe(before);
  });

  it('takes company and fulfillment center from claims, and refuses a token without them', async () => {
    const verify = verifier({ companyClaim: 'company', fulfillmentCenterClaim: 'place.center' });
    const scopeOf = async (claims: Record<string, unknown>) => {
      const result = await verify(await issuer.sign(claims));
      return 'viewer' in result ? [result.viewer.companyId, result.viewer.fulfillmentCenterId] : result.refused;
    };
    expect(await scopeOf({ company: 'C1', place: { center: 'F1' } })).toEqual(['C1', 'F1']);
    expect(await scopeOf({ company: 'C1', place: { center: '*' } })).toEqual(['C1', null]);
    for (const claims of [{ company: 'C1' }, { place: { center: 'F1' } }, { company: '', place: { center: 'F1' } }]) {
      expect(await scopeOf(claims)).toBe('no scope claim');
    }
  });

  it.each([
    ['names another issuer', () => ({ issuer: 'https://issuer.example', jwks_uri: `${issuer.url}/keys` })],
    ['has its keys at another host', () => ({ issuer: issuer.url, jwks_uri: 'http://127.0.0.2:1/keys' })],
    ['has no keys', () => ({ issuer: issuer.url })],
  ])('trusts no discovery document that %s', async (_what, document) => {
    issuer.discovery = document();
    try {
      await expect(verifier()(await issuer.sign())).rejects.toThrow('discovery document');
    } finally {
      issuer.discovery = undefined;
    }
  });

  it('while the issuer is down cannot tell, says so, and recovers without a restart', async () => {
    const verify = verifier({ pauseMs: 0 });
    const token = await issuer.sign();
    await issuer.goDown();
    await expect(verify(token)).rejects.toThrow('cannot be asked');
    await issuer.comeBack();
    expect(await verify(token)).toHaveProperty('viewer');
    await issuer.goDown();
    expect(await verify(token)).toHaveProperty('viewer'); // keys that are known stay known for a while
    await issuer.comeBack();
    expect(errors.length).toBeGreaterThan(0);
  });
});

describe('a service whose issuer is down from the beginning', () => {
  let cut: TestApp;
  beforeAll(async () => {
    cut = await createTestApp({ OIDC_ISSUER: 'http://127.0.0.1:1', OIDC_AUDIENCE: AUDIENCE });
  });
  afterAll(() => cut?.stop());

  it('starts, serves API keys, and answers tokens with 503 and when to come again', async () => {
    expect((await cut.graphql.send(ViewerDocument, {}, cut.token)).httpStatus).toBe(200);
    const { httpStatus, errors } = await cut.graphql.send(ViewerDocument, {}, await issuer.sign());
    expect(httpStatus).toBe(503);
    expect(errors).toMatchObject([{ extensions: { code: 'SERVICE_UNAVAILABLE', retryAfter: 'PT5S' } }]);
    const live = createLiveClient(cut.url, { authorization: `Bearer ${await issuer.sign()}` });
    await expect(live.deliveryUpdates().next()).rejects.toThrow('1013');
    await live.close();
  });
});
