// What may not come in over HTTP: without a key, as a page's simple request, as a batch, as something else than JSON.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { getIntrospectionQuery } from 'graphql';
import { Readable } from 'node:stream';
import { Agent, request } from 'undici';
import { tallyHostile } from '../support/hostile-tally.ts';
import { createTestApp, type TestApp } from '../support/test-app.ts';

let app: TestApp;
let agent: Agent;
beforeAll(async () => {
  app = await createTestApp();
  agent = new Agent();
  app.onStop(() => agent.close());
});
afterAll(() => app?.stop());

const JSON_TYPE = { 'content-type': 'application/json' };
const query = '{ viewer { actor { id } } }';
const mutation = 'mutation { deleteWebhook(webhook: {key: "x"}) { deletedWebhookId } }';

interface Attempt {
  readonly name: string;
  readonly status: number;
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE' | 'OPTIONS' | 'HEAD';
  readonly search?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string | Buffer;
  readonly withKey?: boolean;
}

async function send({ method = 'POST', search = '', headers = JSON_TYPE, body, withKey = true }: Attempt) {
  const answer = await request(`${app.url}/graphql${search}`, {
    dispatcher: agent,
    method,
    headers: { ...headers, ...(withKey ? { authorization: `Bearer ${app.token}` } : {}) },
    body: method === 'GET' || method === 'HEAD' ? null : (body ?? null),
  });
  return { status: answer.statusCode, headers: answer.headers, text: await answer.body.text() };
}

/** Refused with this status, in the form of a GraphQL answer with a code, and without data. */
async function findWrong(attempts: readonly Attempt[]): Promise<string[]> {
  const wrong: string[] = [];
  for (const attempt of attempts) {
    const { status, text } = await send(attempt);
    const hasCode = /"code":"[A-Z_]+"/.test(text) || attempt.method === 'HEAD';
    const isSilent = !/"data":\{|__schema|whsec_|node_modules|\bat .*\.ts:/.test(text);
    if (status !== attempt.status || !hasCode || !isSilent)
      wrong.push(`${attempt.name}: ${status} ${text.slice(0, 200)}`);
  }
  return wrong;
}

const asQuery = (text: string) => `?query=${encodeURIComponent(text)}`;
const preflighted = { 'apollo-require-preflight': 'true' };

test('without a valid key there is no answer, whatever is asked and however', async () => {
  const documents = [
    query,
    mutation,
    getIntrospectionQuery(),
    '{ __typename }',
    '{ nonsense }',
    '{',
    '{ __type(name: "Webhook") { name } }',
  ];
  const keys = [
    '',
    'Bearer',
    'Bearer ',
    'Bearer x',
    `Basic ${app.token}`,
    app.token,
    `Bearer ${app.token}x`,
    `Bearer ${app.token.slice(1)}`,
    `Bearer ${app.token} y`,
    `Token ${app.token}`,
    `Bearer dhk_${'A'.repeat(43)}`,
    `Bearer ${'x'.repeat(600)}`,
    'Bearer null',
    'Bearer eyJhbGciOiJub25lIn0.e30.',
  ];
  const attempts = documents.flatMap((document) =>
    keys.flatMap((authorization): Attempt[] => [
      {
        name: `POST ${authorization.slice(0, 20)}`,
        status: 401,
        withKey: false,
        headers: { ...JSON_TYPE, authorization },
        body: JSON.stringify({ query: document }),
      },
      {
        name: `GET ${authorization.slice(0, 20)}`,
        status: 401,
        withKey: false,
        method: 'GET',
        search: asQuery(document),
        headers: { ...preflighted, authorization },
      },
    ]),
  );
  tallyHostile('GraphQL over HTTP: without a valid key', attempts.length, await findWrong(attempts));
});

test('a body is not read for somebody without a key', async () => {
  const { status, text } = await send({
    name: 'large',
    status: 401,
    withKey: false,
    body: Buffer.alloc(8 * 1024 * 1024, 0x20),
  });
  expect({ status, text: text.slice(0, 80) }).toMatchObject({ status: 401 });
  const notJson = await send({ name: 'broken', status: 401, withKey: false, body: '{{{{' });
  expect(notJson.status).toBe(401);
});

test('requests that a foreign page could make are refused, with a key or without', async () => {
  const types = [
    'text/plain',
    'text/plain;charset=UTF-8',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'TEXT/PLAIN',
    'text/plain; x=application/json',
  ];
  const bodies = [JSON.stringify({ query }), JSON.stringify({ query: mutation }), asQuery(mutation).slice(1)];
  const simple = types.flatMap((type) =>
    bodies.map((body): Attempt => ({
      name: type,
      status: type.toLowerCase().startsWith('text/plain') ? 400 : 415,
      headers: { 'content-type': type },
      body,
    })),
  );
  const gets: Attempt[] = [
    { name: 'GET without a header of our own', status: 400, method: 'GET', search: asQuery(query), headers: {} },
    { name: 'GET mutation', status: 405, method: 'GET', search: asQuery(mutation), headers: preflighted },
    {
      name: 'GET mutation by name',
      status: 405,
      method: 'GET',
      search: `${asQuery(`${query} ${mutation}`.replace('mutation', 'mutation M').replace('{ viewer', 'query Q { viewer'))}&operationName=M`,
      headers: preflighted,
    },
    {
      name: 'GET subscription',
      status: 405,
      method: 'GET',
      search: asQuery('subscription { deliveryUpdates { __typename } }'),
      headers: preflighted,
    },
    { name: 'GET nothing', status: 400, method: 'GET', search: '', headers: preflighted },
    {
      name: 'GET variables that are no JSON',
      status: 400,
      method: 'GET',
      search: `${asQuery(query)}&variables=x`,
      headers: preflighted,
    },
    { name: 'GET twice', status: 400, method: 'GET', search: `${asQuery(query)}&query=x`, headers: preflighted },
  ];
  const attempts = [...simple, ...gets];
  tallyHostile('GraphQL over HTTP: forged by a page', attempts.length, await findWrong(attempts));
});

test('batches, stored queries and bodies that are none are refused', async () => {
  const bodies = [
    '[]',
    `[${JSON.stringify({ query })}]`,
    JSON.stringify(Array.from({ length: 50 }, () => ({ query }))),
    '',
    'null',
    '1',
    '"x"',
    'true',
    '{',
    '{}',
    '{"query":1}',
    '{"query":null}',
    '{"query":{}}',
    '{"query":["x"]}',
    `{"query":"${query}","variables":[]}`,
    `{"query":"${query}","variables":"x"}`,
    `{"query":"${query}","operationName":1}`,
    `{"query":"${query}","extensions":1}`,
    '\u0000',
    `{"query":"${query}"`,
    `{"query":"${query}"}}`,
    `{"query":"${query}","__proto__":{"a":1}}`,
    `{"query":"${query}","variables":{"__proto__":{"a":1}}}`,
    `{"query":"${query}","variables":{"constructor":{"prototype":{"a":1}}}}`,
    '{'.repeat(100_000),
    '['.repeat(100_000),
  ];
  const persisted = [
    '{"extensions":{"persistedQuery":{"version":1,"sha256Hash":"x"}}}',
    `{"query":"${query}","extensions":{"persistedQuery":{"version":1,"sha256Hash":"x"}}}`,
  ];
  const attempts = [
    ...bodies.map((body): Attempt => ({ name: body.slice(0, 60), status: 400, body })),
    // What was never stored cannot be found: Apollo says so with 200, and runs nothing.
    ...persisted.map((body): Attempt => ({ name: body, status: 200, body })),
  ];
  tallyHostile('GraphQL over HTTP: bodies', attempts.length, await findWrong(attempts));
});

test('bodies over the limits are refused, by their rule', async () => {
  const padded = (text: string, bytes: number) => JSON.stringify({ query: text, variables: { x: 'x'.repeat(bytes) } });
  const attempts: Attempt[] = [
    { name: 'a query of 2 MiB', status: 400, body: padded(query, 2 * 1024 * 1024) },
    { name: 'a mutation of 2 MiB', status: 400, body: padded(mutation, 2 * 1024 * 1024) },
    { name: 'a query of 15 MiB', status: 400, body: padded(query, 15 * 1024 * 1024) },
    {
      name: 'anything of 17 MiB',
      status: 413,
      body: padded('mutation { publishEvents(inputs: []) { acceptedCount } }', 17 * 1024 * 1024),
    },
  ];
  const wrong = await findWrong(attempts);
  async function* parts() {
    yield Buffer.from(`{"query":"${query}","variables":{"x":"`);
    for (let part = 0; part < 20; part += 1) yield Buffer.alloc(100_000, 0x78);
    yield Buffer.from('"}}');
  }
  const answer = await request(`${app.url}/graphql`, {
    dispatcher: agent,
    method: 'POST',
    headers: { ...JSON_TYPE, authorization: `Bearer ${app.token}` },
    body: Readable.from(parts()),
  });
  const text = await answer.body.text();
  if (answer.statusCode !== 400 || !text.includes('body-size')) wrong.push(`in parts: ${answer.statusCode} ${text}`);
  tallyHostile('GraphQL over HTTP: sizes', attempts.length + 1, wrong);
});

test('subscriptions, compressed bodies and answers of another kind are refused', async () => {
  const subscription = 'subscription { deliveryUpdates { __typename } }';
  const bodies = [
    subscription,
    `query Q ${query} subscription S { webhookChanges { __typename } }`,
    `${subscription} #`,
  ];
  const accepts = [
    'text/event-stream',
    'multipart/mixed;subscriptionSpec=1.0',
    'multipart/mixed;deferSpec=20220824',
    'text/html',
  ];
  const codings = ['gzip', 'br', 'deflate', 'zstd', 'GZIP', 'gzip, gzip', 'identity, gzip', 'x'];
  const attempts: Attempt[] = [
    ...bodies.map((text): Attempt => ({
      name: text,
      status: 400,
      body: JSON.stringify({ query: text, ...(text.includes('query Q') ? { operationName: 'S' } : {}) }),
    })),
    ...accepts.flatMap((accept): Attempt[] => [
      { name: accept, status: 406, headers: { ...JSON_TYPE, accept }, body: JSON.stringify({ query: subscription }) },
      { name: accept, status: 406, headers: { ...JSON_TYPE, accept }, body: JSON.stringify({ query }) },
    ]),
    ...codings.map((coding): Attempt => ({
      name: `content-encoding: ${coding}`,
      status: 415,
      headers: { ...JSON_TYPE, 'content-encoding': coding },
      body: JSON.stringify({ query }),
    })),
    ...[
      'application/graphql',
      'application/graphql+json',
      'application/json, text/plain',
      'application/jsonx',
      'text/json',
      'application/xml',
      '',
    ].map((type): Attempt => ({
      name: type,
      status: 415,
      headers: { 'content-type': type },
      body: JSON.stringify({ query }),
    })),
  ];
  tallyHostile('GraphQL over HTTP: other kinds', attempts.length, await findWrong(attempts));
});

test('other methods find nothing', async () => {
  const wrong: string[] = [];
  const methods = ['PUT', 'DELETE', 'HEAD'] as const;
  for (const method of methods) {
    const { status } = await send({ name: method, status: 404, method, body: JSON.stringify({ query }) });
    if (status !== 404 && status !== 405 && status !== 400) wrong.push(`${method}: ${status}`);
  }
  tallyHostile('GraphQL over HTTP: methods', methods.length, wrong);
});

test('the errors of one answer are few, whatever they are about', async () => {
  const many = `query (${Array.from({ length: 60 }, (_, i) => `$v${i}: Int`).join(' ')}) { ${Array.from({ length: 25 }, (_, i) => `a${i}: trace(businessKey: "x", first: $v${i}) { businessKey }`).join(' ')} }`;
  const used = many.replace(/(\$v(2[5-9]|[3-5]\d)): Int/g, '');
  const variables = Object.fromEntries(Array.from({ length: 25 }, (_, i) => [`v${i}`, 'not a number']));
  const coerced = await app.graphql.sendText(used, variables, app.token);
  expect(coerced.httpStatus).toBe(400);
  expect(coerced.errors.length).toBeLessThanOrEqual(6);
  const failing = await app.graphql.sendText(
    used,
    Object.fromEntries(Object.keys(variables).map((name) => [name, 0])),
    app.token,
  );
  expect(failing.errors.length).toBe(20);
  expect(JSON.stringify(coerced.errors)).not.toContain('not a number');
});

test('nothing of it was a fault of ours', () => {
  expect(app.logLines.filter((line) => line.includes('"fault"'))).toEqual([]);
});
