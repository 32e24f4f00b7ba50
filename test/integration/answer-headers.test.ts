import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { request } from 'undici';
import { createTestApp, type TestApp } from '../support/test-app.ts';

let app: TestApp;
beforeAll(async () => {
  app = await createTestApp({ EGRESS_ALLOW: '' });
});
afterAll(() => app?.stop());

const wanted = {
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'x-frame-options': 'DENY',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
};

const query = '{ viewer { actor { id } } }';
const asks = (headers: Record<string, string> = {}, body = JSON.stringify({ query })) => ({
  method: 'POST' as const,
  path: '/graphql',
  headers: { authorization: `Bearer ${app.token}`, 'content-type': 'application/json', ...headers },
  body,
});

it.each([
  ['an answer', 200, () => asks()],
  [
    'an answer to GET',
    200,
    () => ({
      method: 'GET' as const,
      path: `/graphql?query=${encodeURIComponent(query)}`,
      headers: { ...asks().headers },
    }),
  ],
  ['a refused document', 400, () => asks({}, JSON.stringify({ query: '{ nothing }' }))],
  ['a body that is none', 400, () => asks({}, '{')],
  ['a body of another type', 415, () => asks({ 'content-type': 'application/xml' })],
  ['a compressed body', 415, () => asks({ 'content-encoding': 'gzip' })],
  ['nobody', 401, () => asks({ authorization: 'Bearer nonsense' })],
  [
    'a page that asks what it may',
    401,
    () => ({ method: 'OPTIONS' as const, path: '/graphql', headers: { origin: 'https://evil.example' } }),
  ],
  ['a place that is not there', 404, () => ({ method: 'GET' as const, path: '/nothing?token=secret', headers: {} })],
  ['a path that cannot be read', 400, () => ({ method: 'GET' as const, path: '/%zz', headers: {} })],
  ['a probe', 200, () => ({ method: 'GET' as const, path: '/healthz', headers: {} })],
  ['readiness', 200, () => ({ method: 'GET' as const, path: '/readyz', headers: {} })],
])('%s is for nobody to keep, frame, sniff or run, and grants no origin anything', async (_what, status, make) => {
  const { path, ...options } = make();
  const answer = await request(`${app.url}${path}`, {
    ...options,
    headers: { ...options.headers, connection: 'close' },
  });
  const body = await answer.body.text();
  expect(answer.statusCode).toBe(status);
  expect(answer.headers).toMatchObject(wanted);
  expect(Object.keys(answer.headers).filter((name) => /^(access-control-|x-powered-by|server$)/.test(name))).toEqual(
    [],
  );
  expect(body).not.toContain('secret');
});

it.each([
  ['no HTTP', 'nonsense\r\n\r\n', 400],
  ['two lengths', 'POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}', 400],
  [
    'a length and chunks',
    'POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    400,
  ],
  [
    'another coding than chunks',
    'POST /graphql HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n',
    400,
  ],
  ['lines without carriage returns', 'GET /healthz HTTP/1.1\nHost: x\n\n', 400],
  ['a space before a colon', 'GET /healthz HTTP/1.1\r\nHost : x\r\n\r\n', 400],
  ['headers of 20 KiB', `GET /healthz HTTP/1.1\r\nHost: x\r\nX-A: ${'a'.repeat(20_480)}\r\n\r\n`, 431],
])(
  'bytes that are no request (%s) are refused with the same headers, and the connection is closed',
  async (_what, bytes, status) => {
    const { hostname, port } = new URL(app.url);
    const socket = connect(Number(port), hostname);
    socket.write(bytes);
    const answer = await text(socket);
    expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    for (const [name, value] of Object.entries(wanted)) expect(answer).toContain(`${name}: ${value}\r\n`);
    expect(answer.match(/HTTP\/1\.1/g)).toHaveLength(1);
  },
);

it('a key in the address is no key', async () => {
  const search = `?authorization=Bearer%20${app.token}&access_token=${app.token}`;
  const { authorization: _, ...headers } = asks().headers;
  const answer = await request(`${app.url}/graphql${search}`, {
    method: 'POST',
    headers: { ...headers, connection: 'close' },
    body: JSON.stringify({ query }),
  });
  expect([answer.statusCode, await answer.body.text()]).toMatchObject([401, expect.not.stringContaining(app.token)]);
});
