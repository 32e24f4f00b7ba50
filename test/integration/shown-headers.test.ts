/** Headers by who looks: the same in settings, history, live stream, test and preview. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parsePublicId } from '../../src/domain/ids.ts';
import { AuditEntriesDocument, CreateWebhookDocument, UpdateWebhookDocument } from '../../src/web/gql/graphql.ts';
import { createWebhook, deliveriesOf, publish } from '../support/clients.ts';
import { openInitialised } from '../support/raw-socket.ts';
import type { Receiver } from '../support/receiver.ts';
import { createTestApp, type TestApp } from '../support/test-app.ts';

const SECRET = 'Bearer sesame-open-wide';
const HEADERS = '{ headers { name value isSensitive } }';
const ATTEMPT = `{ request ${HEADERS} response { statusCode body headers { name value isSensitive } } }`;

let app: TestApp;
let receiver: Receiver;
let webhookId: string;
let deliveryId: string;
let eventId: string;
let cursor: string;
const keys = {} as Record<'administrator' | 'viewer' | 'trusted', string>;

beforeAll(async () => {
  app = await createTestApp();
  keys.administrator = app.token;
  keys.viewer = await app.key({ role: 'VIEWER' });
  keys.trusted = await app.key({ role: 'VIEWER', mayReadPersonalData: true });
  receiver = await app.receiver();
  receiver.answers(({ headers }) => ({
    status: 200,
    headers: {
      'content-type': 'text/plain',
      'x-request-id': 'request-7',
      'set-cookie': 'session=planted-cookie',
      'x-csrf-token': 'planted-csrf',
      'x-customer': 'Planted Jane Doe',
      'x-echo': headers['authorization'] ?? '',
    },
    body: `you sent ${headers['authorization']?.replace('Bearer ', '')} planted-body`,
  }));
  ({ id: webhookId } = await createWebhook(app, receiver, {
    headers: [
      { name: 'Authorization', value: SECRET, isSensitive: true },
      { name: 'X-Access-Token', value: 'planted-token', isSensitive: false },
      { name: 'X-Region', value: 'north', isSensitive: false },
    ],
  }));
  const { data } = await app.graphql.sendText('{ deliveries(first: 0) { streamCursor } }', {}, app.token);
  cursor = (data as { deliveries: { streamCursor: string } }).deliveries.streamCursor;
  const stream = app.live().deliveryUpdates({ after: cursor });
  eventId = await publish(app);
  await stream.next();
  deliveryId = (await deliveriesOf(app, eventId))[0]?.id ?? '';
});
afterAll(() => app?.stop());

type Shown = Record<string, unknown>;

/** Every list of headers in an answer, one after the other: name in lower case to value. */
function headersIn(answer: unknown): Shown[] {
  if (typeof answer !== 'object' || answer === null) return [];
  const own = Object.entries(answer).flatMap(([name, value]) =>
    name === 'headers'
      ? [
          Object.fromEntries(
            (value as { name: string; value: string | null; isSensitive: boolean }[]).map((header) => {
              expect(header.isSensitive).toBe(header.value === null);
              return [header.name.toLowerCase(), header.value];
            }),
          ),
        ]
      : headersIn(value),
  );
  return own;
}

/** What the stream tells of the delivery, from before it was published on. */
async function live(token: string): Promise<unknown> {
  const socket = await openInitialised(app.url, token);
  const query = `subscription { deliveryUpdates(after: "${cursor}") { __typename ... on DeliveryChanged { delivery { lastAttempt ${ATTEMPT} webhook ${HEADERS} } } } }`;
  socket.say({ id: '1', type: 'subscribe', payload: { query } });
  let item = await socket.next();
  while (item.type === 'next' && headersIn(item.payload).length === 0) item = await socket.next();
  await socket.close();
  return item;
}

const places: Record<string, (token: string) => Promise<unknown>> = {
  'the settings': async (token) =>
    (await app.graphql.sendText(`{ webhook(by: { id: "${webhookId}" }) ${HEADERS} }`, {}, token)).data,
  'the history': async (token) =>
    (
      await app.graphql.sendText(
        `{ delivery(id: "${deliveryId}") { attempts { nodes ${ATTEMPT} } lastAttempt ${ATTEMPT} } }`,
        {},
        token,
      )
    ).data,
  'the live stream': live,
  'a preview': async (token) =>
    (
      await app.graphql.sendText(
        `{ previewDelivery(target: { webhook: { id: "${webhookId}" } }, sample: { eventId: "${eventId}" }) { request ${HEADERS} } }`,
        {},
        token,
      )
    ).data,
};

describe.each(Object.keys(places))('in %s', (place) => {
  const look = async (token: string) => {
    const answer = await places[place]?.(token);
    const lists = headersIn(answer);
    expect(lists.length).toBeGreaterThan(0);
    expect(JSON.stringify(answer)).not.toContain('sesame');
    return {
      text: JSON.stringify(answer),
      sent: lists.filter((list) => 'x-region' in list),
      received: lists.filter((list) => 'x-echo' in list),
    };
  };

  it('an administrator sees all but what is write-only', async () => {
    const { sent, received } = await look(keys.administrator);
    for (const list of sent)
      expect(list).toMatchObject({ authorization: null, 'x-access-token': null, 'x-region': 'north' });
    for (const list of received)
      expect(list).toMatchObject({
        'set-cookie': 'session=planted-cookie',
        'x-customer': 'Planted Jane Doe',
        'x-echo': '********',
      });
  });

  it('a viewer sees neither secrets nor what may be personal', async () => {
    const { text, sent, received } = await look(keys.viewer);
    expect(text).not.toMatch(/planted/i);
    for (const list of sent)
      expect(list).toMatchObject({ authorization: null, 'x-access-token': null, 'x-region': 'north' });
    for (const list of received)
      expect(list).toMatchObject({
        'set-cookie': null,
        'x-csrf-token': null,
        'x-customer': null,
        'x-echo': null,
        'content-type': 'text/plain',
        'x-request-id': 'request-7',
      });
  });

  it('a viewer that may see personal data sees no secrets either', async () => {
    const { text, received } = await look(keys.trusted);
    expect(text).not.toMatch(/planted-(cookie|csrf|token)/);
    for (const list of received) expect(list).toMatchObject({ 'x-customer': 'Planted Jane Doe', 'set-cookie': null });
  });
});

describe('a header whose name tells of a secret, and that nobody marked', () => {
  const clear = [
    { name: 'authorization', value: SECRET, isSensitive: false },
    { name: 'X-Region', value: 'north', isSensitive: false },
  ];
  const shown = [
    { name: 'authorization', value: null, isSensitive: true },
    { name: 'X-Region', value: 'north', isSensitive: false },
  ];
  const make = async () => {
    const own = await app.receiver();
    const input = { name: 'Unmarked', url: own.url(), eventTypes: ['return.received'], headers: clear };
    return { own, made: (await app.execute(CreateWebhookDocument, { input })).createWebhook?.webhook };
  };
  const stored = async (id: string) =>
    JSON.stringify(
      await app.app.database.system.query('select headers from dockhook.webhook where id = $1', [
        parsePublicId('webhook', id),
      ]),
    );
  const audited = async (id: string) =>
    (await app.execute(AuditEntriesDocument, { filter: { targetIds: [id] }, first: 5 })).auditEntries?.nodes ?? [];

  it('is kept encrypted and shown to nobody, in the audit log neither, and is sent', async () => {
    const { own, made } = await make();
    expect(made?.headers).toEqual(shown);
    const id = made?.id ?? '';
    expect(await stored(id)).not.toContain('sesame');
    expect((await audited(id))[0]?.after).toMatchObject({ headers: shown });
    await publish(app, { type: 'return.received' });
    expect((await own.nextRequest()).headers['authorization']).toBe(SECRET);
  });

  it('is masked where it was stored in clear before, and encrypted by the next update of any kind', async () => {
    const { own, made } = await make();
    const id = made?.id ?? '';
    const { system } = app.app.database;
    await system.query('update dockhook.webhook set headers = $2::jsonb where id = $1', [
      parsePublicId('webhook', id),
      JSON.stringify(clear),
    ]);
    const answer = await app.graphql.sendText(`{ webhook(by: { id: "${id}" }) ${HEADERS} }`, {}, app.token);
    expect(answer.data).toEqual({ webhook: { headers: shown } });
    const { updateWebhook } = await app.execute(UpdateWebhookDocument, { webhook: { id }, input: { name: 'Renamed' } });
    expect(updateWebhook).toMatchObject({ errors: [], webhook: { headers: shown } });
    expect(await stored(id)).not.toContain('sesame');
    expect(JSON.stringify(await audited(id))).not.toContain('sesame');
    await publish(app, { type: 'return.received' });
    expect((await own.nextRequest()).headers['authorization']).toBe(SECRET);
  });
});

it('a test shows the answer to an administrator, without the secret that the receiver repeats', async () => {
  const { data, text } = await app.graphql.sendText(
    `mutation { testWebhook(webhook: { id: "${webhookId}" }) { errors { code } delivery { lastAttempt ${ATTEMPT} } } }`,
    {},
    app.token,
  );
  const [sent, received] = headersIn(data);
  expect(sent).toMatchObject({ authorization: null });
  expect(received).toMatchObject({ 'x-echo': '********', 'x-customer': 'Planted Jane Doe' });
  expect(text).toContain('you sent ******** planted-body');
  expect(text).not.toContain('sesame');
});

it('the secret that a receiver repeats is not in the tables', async () => {
  const rows = await app.app.database.system.query<{ all: string }>(
    `select string_agg(a::text, '') as all from dockhook.attempt a`,
  );
  expect(rows[0]?.all).toContain('planted-body');
  expect(rows[0]?.all).not.toContain('sesame');
});
