// Messages that nobody would send in their right mind, to the real server: it answers in the protocol or closes with a
// code, tells nothing of its insides, and goes on serving others.
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { fuzz } from '../support/fuzz.ts';
import { createTestApp, type TestApp } from '../support/test-app.ts';

let app: TestApp;
beforeAll(async () => {
  app = await createTestApp();
});
afterAll(() => app.stop());

const id = fc.constantFrom('1', '2', '', 'x'.repeat(300), '__proto__');
const queries = fc.constantFrom(
  '{ viewer { __typename } }',
  'subscription { deliveryUpdates { __typename } }',
  'subscription ($after: StreamCursor) { deliveryUpdates(after: $after) { __typename } }',
  'query ($after: String) { webhooks(after: $after, orderBy: { field: NAME }) { nodes { id } } }',
  '{ nothing }',
  '{',
  '',
  `${'{a'.repeat(3_000)}`,
  '{ __schema { types { name } } }',
);
const anyText = fc.string({ unit: 'binary', maxLength: 30 });
const cursor = fc.oneof(
  anyText,
  anyText.map((text) => Buffer.from(`NAME|${text}|0198f2a0-0000-7000-8000-000000000000`).toString('base64url')),
  anyText.map((text) => Buffer.from(`1.${text}`).toString('base64url')),
);
const payload = fc.oneof(
  { weight: 4, arbitrary: fc.record({ query: queries, variables: fc.record({ after: cursor }) }) },
  {
    weight: 1,
    arbitrary: fc.record(
      { query: fc.anything(), variables: fc.anything(), operationName: fc.anything(), extensions: fc.anything() },
      { requiredKeys: [] },
    ),
  },
  { weight: 1, arbitrary: fc.anything() },
);
const types = fc.constantFrom(
  'connection_init',
  'subscribe',
  'complete',
  'ping',
  'pong',
  'next',
  'error',
  'connection_ack',
  'start',
  '',
  'SUBSCRIBE',
);
const frame = fc.oneof(
  {
    weight: 5,
    arbitrary: fc
      .tuple(types, id, payload)
      .map(([type, given, content]) => safeJson({ type, id: given, payload: content })),
  },
  { weight: 1, arbitrary: fc.json() },
  { weight: 1, arbitrary: anyText },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(queries, fc.nat(200))
      .map(([query, cut]) => safeJson({ type: 'subscribe', id: '9', payload: { query } }).slice(0, cut)),
  },
);

/** Values of every kind, those without a JSON form left out. */
function safeJson(value: unknown): string {
  try {
    return JSON.stringify(value, (_key, inner: unknown) => (typeof inner === 'bigint' ? String(inner) : inner)) ?? '';
  } catch {
    return '{';
  }
}

interface Conversation {
  readonly said: readonly string[];
  readonly code: number;
}

/** Sends all frames, waits until the server has seen them (it answers a ping in order), and closes. */
function converse(frames: readonly (string | Buffer)[], withKey: boolean): Promise<Conversation> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`${app.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
    const said: string[] = [];
    socket.on('message', (data: Buffer) => void said.push(data.toString()));
    socket.on('error', () => undefined);
    socket.once('close', (code) => resolve({ said, code }));
    socket.once('unexpected-response', (_request, response) => reject(new Error(`HTTP ${response.statusCode}`)));
    socket.once('pong', () => socket.close(1000));
    socket.once('open', () => {
      if (withKey)
        socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization: `Bearer ${app.token}` } }));
      for (const one of frames) socket.send(one, { binary: Buffer.isBuffer(one) });
      socket.ping();
    });
  });
}

const known: ReadonlySet<unknown> = new Set(['connection_ack', 'ping', 'pong', 'next', 'error', 'complete']);
const insides = /node_modules|dockhook\.|\.ts:\d|INTERNAL_SERVER_ERROR|SyntaxError|TypeError|\bat [\w.]+ \(/;

/** How a socket may end beside the codes of the protocol: well, after binary, no UTF-8, or too much of it. */
const BINARY = 1003;
const ends: ReadonlySet<number> = new Set([1000, BINARY, 1007, 1009]);

fuzz(
  'any messages on a socket are answered in the protocol or end it with a code',
  fc.asyncProperty(fc.array(frame, { minLength: 1, maxLength: 8 }), fc.boolean(), async (frames, withKey) => {
    const { said, code } = await converse(frames, withKey);
    return (
      said.every((text) => known.has((JSON.parse(text) as { type?: unknown }).type) && !insides.test(text)) &&
      (ends.has(code) || (code >= 4400 && code < 4500)) &&
      (code !== BINARY || frames.some((one) => Buffer.isBuffer(one)))
    );
  }),
  { share: 0.12 },
);

test('the service answers as before and has logged no fault', async () => {
  const { data } = await app.graphql.sendText('{ viewer { __typename } }', {}, app.token);
  expect(data).toEqual({ viewer: { __typename: expect.any(String) as string } });
  expect(app.logLines.filter((line) => /"level":(50|60)/.test(line))).toEqual([]);
});
