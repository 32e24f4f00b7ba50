import pg from 'pg';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { UpdateWebhookDocument, type UpdateWebhookInput, WebhookDocument } from '../../src/web/gql/graphql.ts';
import { parsePublicId } from '../../src/domain/ids.ts';
import { createWebhook, publish } from '../support/clients.ts';
import type { Receiver } from '../support/receiver.ts';
import { createTestApp, type TestApp } from '../support/test-app.ts';

let app: TestApp;
let receiver: Receiver;
let id: string;

beforeAll(async () => {
  app = await createTestApp();
});
beforeEach(async () => {
  receiver = await app.receiver();
  ({ id } = await createWebhook(app, receiver, {
    description: 'First',
    timeout: 'PT5S',
    retryPolicy: { maxAttempts: 4, initialDelay: 'PT2S' },
    throttle: { maxConcurrent: 7, maxPerSecond: 50 },
    metadata: { team: 'erp' },
    headers: [
      { name: 'X-Open', value: 'one', isSensitive: false },
      { name: 'Authorization', value: 'Bearer s3cret', isSensitive: true },
    ],
  }));
});
afterAll(() => app?.stop());

const update = async (input: UpdateWebhookInput, expectedRevision?: number) =>
  (await app.execute(UpdateWebhookDocument, { webhook: { id }, input, expectedRevision })).updateWebhook;
const read = async () => (await app.execute(WebhookDocument, { by: { id } })).webhook;

it('what is left out keeps its value, and the revision goes up by one', async () => {
  const before = await read();
  expect(before).toMatchObject({ revision: 1, throttle: { maxConcurrent: 7, maxPerSecond: 50 } });
  const answer = await update({ name: 'Renamed' });
  expect(answer).toMatchObject({ errors: [], webhook: { name: 'Renamed', revision: 2 } });
  const { name: _, revision: _revision, updatedAt, ...rest } = (await read())!;
  expect(before).toMatchObject(rest);
  expect(Date.parse(updatedAt)).toBeGreaterThanOrEqual(Date.parse(before!.updatedAt));
});

it('null clears what may be empty and gives defaults to the rest', async () => {
  const answer = await update({
    description: null,
    headers: null,
    retryPolicy: null,
    timeout: null,
    throttle: null,
    metadata: null,
  });
  expect(answer).toMatchObject({
    errors: [],
    webhook: {
      description: null,
      headers: [],
      retryPolicy: { maxAttempts: 13, initialDelay: 'PT5S', maxDelay: 'PT24H', multiplier: 3 },
      timeout: 'PT30S',
      throttle: { maxConcurrent: 10, maxPerSecond: null },
      metadata: {},
    },
  });
});

it('null for what a webhook needs is refused', async () => {
  const answer = await update({ name: null, url: null, eventTypes: null });
  expect(answer?.webhook).toBeNull();
  expect(answer?.errors).toMatchObject(
    ['name', 'url', 'eventTypes'].map((field) => ({ code: 'INVALID', path: ['input', field], rule: 'required' })),
  );
});

it('a part of a policy changes that part only', async () => {
  expect(await update({ retryPolicy: { multiplier: 2 }, throttle: { maxPerSecond: null } })).toMatchObject({
    webhook: {
      retryPolicy: { maxAttempts: 4, initialDelay: 'PT2S', multiplier: 2 },
      throttle: { maxConcurrent: 7, maxPerSecond: null },
    },
  });
});

it('a revision that is no longer the present one is refused, and the present one is told', async () => {
  await update({ name: 'Second' }, 1);
  expect(await update({ name: 'Third' }, 1)).toMatchObject({
    webhook: null,
    errors: [{ __typename: 'ConflictError', code: 'STALE_REVISION', path: ['expectedRevision'], currentRevision: 2 }],
  });
  expect((await read())?.name).toBe('Second');
});

it('of ten changes at once that expect the same revision one is made', async () => {
  const answers = await Promise.all(Array.from({ length: 10 }, (_, n) => update({ name: `Change ${n}` }, 1)));
  expect(answers.filter((answer) => answer?.webhook != null)).toHaveLength(1);
  expect((await read())?.revision).toBe(2);
});

/** Two changes that are judged at the same time and made one after the other, in this order. */
async function updateAtOnce(first: UpdateWebhookInput, second: UpdateWebhookInput) {
  const owner = new pg.Client({ connectionString: app.database.url });
  await owner.connect();
  await owner.query('begin');
  await owner.query('select 1 from dockhook.webhook where id = $1 for update', [parsePublicId('webhook', id)]);
  const answers: ReturnType<typeof update>[] = [];
  for (const input of [first, second]) {
    answers.push(update(input));
    await expect.poll(async () => (await owner.query(waiting)).rowCount).toBe(answers.length);
  }
  await owner.query('commit');
  await owner.end();
  return Promise.all(answers);
}

const waiting = `
select 1 from pg_stat_activity
where datname = current_database() and wait_event_type = 'Lock' and application_name = 'dockhook dockhook_tenant'`;

it('a change beside another one does not bring back the secret that the other replaced', async () => {
  const secret = (value?: string) => ({ name: 'Authorization', isSensitive: true, ...(value && { value }) });
  const answers = await updateAtOnce(
    { headers: [secret('Bearer n3w')] },
    { headers: [secret(), { name: 'X-More', value: 'm', isSensitive: false }] },
  );
  expect(answers).toMatchObject([{ errors: [] }, { errors: [] }]);
  await publish(app);
  expect((await receiver.nextRequest()).headers).toMatchObject({ authorization: 'Bearer n3w', 'x-more': 'm' });
});

it('a change beside another one is judged by what the other made of the webhook', async () => {
  await update({ eventTypes: ['pick.confirmed'] });
  const answers = await updateAtOnce({ eventTypes: ['order.status'] }, { condition: 'totalQtyShort > 0.0' });
  expect(answers).toMatchObject([{ errors: [] }, { errors: [{ path: ['input', 'condition'] }] }]);
  expect(await read()).toMatchObject({ eventTypes: ['order.status'], condition: null });
});

it('everything wrong is named at once with its path, and nothing is changed', async () => {
  const answer = await update({
    name: '',
    url: 'http://10.0.0.1/',
    eventTypes: ['no.such'],
    timeout: 'PT1M',
    throttle: { maxConcurrent: 101, maxPerSecond: 0 },
    retryPolicy: { maxAttempts: 21 },
    headers: [{ name: 'webhook-id', value: 'x', isSensitive: false }],
  });
  expect(answer?.webhook).toBeNull();
  expect(answer?.errors.map(({ code, path }) => [code, path?.join('.')])).toEqual([
    ['INVALID', 'input.name'],
    ['URL_NOT_ALLOWED', 'input.url'],
    ['NOT_FOUND', 'input.eventTypes.0'],
    ['INVALID', 'input.headers.0.name'],
    ['INVALID', 'input.timeout'],
    ['INVALID', 'input.retryPolicy.maxAttempts'],
    ['INVALID', 'input.throttle.maxConcurrent'],
    ['INVALID', 'input.throttle.maxPerSecond'],
  ]);
  expect((await read())?.revision).toBe(1);
});

it('a longest delay below the first delay that stays is refused', async () => {
  expect(await update({ retryPolicy: { maxDelay: 'PT1S' } })).toMatchObject({
    webhook: null,
    errors: [{ path: ['input', 'retryPolicy', 'initialDelay'], rule: 'range' }],
  });
  expect(await update({ retryPolicy: { maxDelay: 'PT2S' } })).toMatchObject({ errors: [] });
});

it('a sensitive header without a value keeps the one it has; others need one', async () => {
  const kept = { name: 'authorization', isSensitive: true };
  expect(await update({ headers: [kept, { name: 'X-New', value: 'two', isSensitive: false }] })).toMatchObject({
    errors: [],
    webhook: {
      headers: [
        { name: 'authorization', value: null, isSensitive: true },
        { name: 'X-New', value: 'two' },
      ],
    },
  });
  await publish(app);
  expect((await receiver.nextRequest()).headers).toMatchObject({ authorization: 'Bearer s3cret', 'x-new': 'two' });

  const open = { name: 'X-Open', isSensitive: false };
  expect(await update({ headers: [open, { name: 'X-Other', isSensitive: true }] })).toMatchObject({
    errors: [0, 1].map((index) => ({ path: ['input', 'headers', String(index), 'value'], rule: 'required' })),
  });
});

it('a retry that waits goes to the new URL', async () => {
  receiver.answers(500);
  await update({ retryPolicy: { initialDelay: 'PT60S' }, throttle: null });
  await publish(app);
  await receiver.nextRequest();
  const next = await app.receiver();
  expect(await update({ url: next.url('/moved') })).toMatchObject({ errors: [] });
  const request = await next.nextRequest();
  expect(request.path).toBe('/moved');
  expect(request.headers['x-jasci-attempt']).toBe('2');
});
