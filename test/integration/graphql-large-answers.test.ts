/** What one request may make the service do and say, whoever asks. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { documentedText, publish } from '../support/clients.ts';
import { statementsOf } from '../support/count-statements.ts';
import { openInitialised } from '../support/raw-socket.ts';
import { createTestApp, type TestApp } from '../support/test-app.ts';

let app: TestApp;
beforeAll(async () => {
  app = await createTestApp();
  const order = JSON.parse(documentedText('order.status')) as { lines: object[] };
  const lines = Array.from({ length: 900 }, () => ({ ...order.lines[0], lineComments: undefined }));
  // Twice 380 KB, each asked for thirty times: 23 MB.
  const text = JSON.stringify({ ...order, lines });
  for (let count = 0; count < 2; count += 1) await publish(app, { type: 'order.status', text });
});
afterAll(() => app?.stop());

const aliases = (field: string) => Array.from({ length: 30 }, (_, index) => `a${index}: ${field}`).join(' ');

it('the weakest key cannot ask for a hundred megabytes with two kilobytes', async () => {
  const token = await app.key({ role: 'PUBLISHER', allowedEventTypes: ['shipment.closed'] });
  const answer = await app.graphql.sendText(
    `query ($ids: [ID!]!) { nodes(ids: $ids) { ... on EventType { ${aliases('jsonSchema')} } } }`,
    { ids: Array.from({ length: 100 }, () => 'typ_shipment.closed') },
    token,
  );
  expect(answer).toMatchObject({ httpStatus: 400, errors: [{ extensions: { rule: 'cost' } }] });
});

it('an answer that is larger than its cost tells is refused over both transports', async () => {
  const query = `{ events(first: 2) { nodes { ${aliases('payloadText')} } } }`;
  const refused = { code: 'LIMIT_EXCEEDED', rule: 'answer-size', limit: 16_777_216 };
  const http = await app.graphql.sendText(query, {}, app.token);
  expect(http.errors).toMatchObject([{ extensions: refused }]);
  expect(http.data).toBeNull();
  const socket = await openInitialised(app.url, app.token);
  socket.say({ id: '1', type: 'subscribe', payload: { query } });
  expect((await socket.next()).payload).toEqual({ data: null, errors: [...http.errors] });
  socket.say({ id: '2', type: 'subscribe', payload: { query: '{ viewer { actor { id } } }' } });
  await expect.poll(() => socket.messages.some(({ id }) => id === '2')).toBe(true);
  await socket.close();
  expect(app.logLines.filter((line) => line.includes('answer-size'))).toHaveLength(2);
});

it('an id that is given to nodes a hundred times is looked up once', async () => {
  const { data } = await app.graphql.sendText('{ apiKeys { nodes { id } } }', {}, app.token);
  const [{ id } = { id: '' }] = (data?.['apiKeys'] as { nodes: { id: string }[] } | undefined)?.nodes ?? [];
  const ids = Array.from({ length: 100 }, (_, index) => (index === 50 ? 'key_none' : id));
  const texts = await statementsOf(async () => {
    const answer = await app.graphql.sendText('query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids }, app.token);
    expect(answer.data).toEqual({ nodes: ids.map((each) => (each === id ? { id } : null)) });
  });
  expect(
    texts.filter((text) => /from "dockhook"."api_key"/.test(text) && !/token_hash/.test(text.split('where')[1] ?? '')),
  ).toHaveLength(1);
});
