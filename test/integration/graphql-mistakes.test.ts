/** Mistakes of callers: over HTTP and over a socket they are told alike, with a code, and are nobody's fault but theirs. */
import type { GraphQLFormattedError } from 'graphql';
import { createClient, type Client } from 'graphql-ws';
import { WebSocket } from 'ws';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../support/test-app.ts';

const SECRET = 'Erika Mustermann';
/** Of somebody else's list. */
const CURSOR = Buffer.from('nothing').toString('base64url');

let app: TestApp;
let viewerKey: string;
let client: Client;
beforeAll(async () => {
  app = await createTestApp();
  viewerKey = await app.key({ role: 'VIEWER' });
});
afterAll(() => app?.stop());

/** As a stock client gets them: in a result, or instead of one. */
function overSocket(query: string, variables: Record<string, unknown>): Promise<readonly GraphQLFormattedError[]> {
  return new Promise((resolve, reject) => {
    const stop = client.subscribe(
      { query, variables },
      {
        next: ({ errors = [] }) => {
          resolve(errors);
          stop();
        },
        error: (errors) =>
          Array.isArray(errors) ? resolve(errors as GraphQLFormattedError[]) : reject(new Error(String(errors))),
        complete: () => resolve([]),
      },
    );
  });
}

const range = `{ from: "2026-01-01T00:00:00Z", to: "2026-01-02T00:00:00Z" }`;
const replay = `{ webhooks: [{ id: "whk_x" }], receivedAt: ${range}, dryRun: $d }`;

/** What it is, its code, where it happened, and the request. */
const mistakes: [name: string, code: string, path: string | undefined, query: string, variables?: object][] = [
  [
    'null for an argument with a default',
    'BAD_USER_INPUT',
    'apiKeys',
    'query ($r: Boolean = true) { apiKeys(includeRevoked: $r) { nodes { id } } }',
    { r: null },
  ],
  [
    'null for an argument with a default, the variable without one',
    'BAD_USER_INPUT',
    'apiKeys',
    'query ($r: Boolean) { apiKeys(includeRevoked: $r) { nodes { id } } }',
    { r: null },
  ],
  [
    'null for an enum with a default',
    'BAD_USER_INPUT',
    'deliveryStats',
    `query ($i: StatsInterval) { deliveryStats(range: ${range}, interval: $i) { backlog } }`,
    { i: null },
  ],
  [
    'null inside an input object',
    'BAD_USER_INPUT',
    'webhooks',
    'query ($o: SortDirection) { webhooks(orderBy: { field: NAME, direction: $o }) { nodes { id } } }',
    { o: null },
  ],
  [
    'null inside the input of a mutation',
    'BAD_USER_INPUT',
    'startReplay',
    `mutation ($d: Boolean) { startReplay(input: ${replay}) { errors { code } } }`,
    { d: null },
  ],
  [
    'null inside a literal that has somebody in it',
    'BAD_USER_INPUT',
    'startReplay',
    `mutation ($d: Boolean) { startReplay(input: { idempotencyKey: "${SECRET}", ${replay.slice(1)}) { errors { code } } }`,
    { d: null },
  ],
  [
    'null for @include at the root',
    'BAD_USER_INPUT',
    undefined,
    'query ($x: Boolean = true) { viewer @include(if: $x) { expiresAt } }',
    { x: null },
  ],
  [
    'null for @skip below',
    'BAD_USER_INPUT',
    'viewer',
    'query ($x: Boolean = true) { viewer { expiresAt @skip(if: $x) } }',
    { x: null },
  ],
  ['null for a variable', 'BAD_USER_INPUT', undefined, 'query ($id: ID!) { event(id: $id) { id } }', { id: null }],
  ['no variable', 'BAD_USER_INPUT', undefined, 'query ($id: ID!) { event(id: $id) { id } }'],
  [
    'a text for a number',
    'BAD_USER_INPUT',
    undefined,
    'query ($n: Int) { deliveries(first: $n) { nodes { id } } }',
    { n: SECRET },
  ],
  [
    'a variable that a scalar of ours refuses',
    'BAD_USER_INPUT',
    undefined,
    'query ($at: DateTime!) { events(filter: { receivedAt: { from: $at } }) { nodes { id } } }',
    { at: SECRET },
  ],
  [
    'many variables that do not fit',
    'BAD_USER_INPUT',
    undefined,
    'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }',
    { ids: Array.from({ length: 20 }, () => ({ [SECRET]: SECRET })) },
  ],
  ['no document', 'GRAPHQL_PARSE_FAILED', undefined, '{ viewer '],
  ['a field that is none', 'GRAPHQL_VALIDATION_FAILED', undefined, '{ viewer { nothing } }'],
  ['a dear request', 'GRAPHQL_VALIDATION_FAILED', undefined, '{ deliveries(first: 5000) { nodes { id } } }'],
  ['a page that is too long', 'BAD_USER_INPUT', 'deliveries', '{ deliveries(first: 101) { nodes { id } } }'],
  ['a cursor of another list', 'BAD_USER_INPUT', 'deliveries', `{ deliveries(after: "${CURSOR}") { nodes { id } } }`],
  ['a NUL in a key', 'BAD_USER_INPUT', 'webhook', '{ webhook(by: { key: "\\u0000" }) { id } }'],
];

it('each is told alike over both, and none of them is logged as a fault', async () => {
  client = connect(app.token);
  const wrong: object[] = [];
  for (const [name, code, path, query, variables = {}] of mistakes) {
    const http = await app.graphql.sendText(query, variables, app.token);
    const socket = await overSocket(query, variables as Record<string, unknown>);
    const isRight =
      http.errors.length > 0 &&
      http.errors.every(({ extensions }) => extensions?.['code'] === code) &&
      http.errors[0]?.path?.join('.') === path &&
      JSON.stringify(http.errors) === JSON.stringify(socket) &&
      !JSON.stringify([http.errors, socket]).includes(SECRET) &&
      [...http.errors, ...socket].every(({ extensions }) => !('http' in (extensions ?? {})));
    if (!isRight) wrong.push({ name, http: http.errors, socket });
  }
  await client.dispose();
  expect(wrong).toEqual([]);
  expect(app.logLines.filter((line) => line.includes('"fault"'))).toEqual([]);
});

it('what a role may not do is told alike too', async () => {
  client = connect(viewerKey);
  const query = '{ apiKeys { nodes { id } } }';
  const http = await app.graphql.sendText(query, {}, viewerKey);
  expect(http.errors).toMatchObject([{ path: ['apiKeys'], extensions: { code: 'FORBIDDEN' } }]);
  expect(await overSocket(query, {})).toEqual(http.errors);
  await client.dispose();
});

const connect = (token: string): Client =>
  createClient({
    url: `${app.url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    connectionParams: { authorization: `Bearer ${token}` },
    retryAttempts: 0,
  });
