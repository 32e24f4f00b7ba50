import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import {
  EventDocument,
  EventsDocument,
  PublishEventDocument,
  PublishEventsDocument,
} from '../../src/web/gql/graphql.ts';
import { createWebhook, documentedText, nextKey, pickText, toPublishInput } from '../support/clients.ts';
import { createTestApp, type TestApp } from '../support/test-app.ts';

let app: TestApp;
let idempotencyKey: string;

beforeAll(async () => {
  app = await createTestApp();
  await createWebhook(app, await app.receiver());
});
beforeEach(() => {
  idempotencyKey = nextKey();
});
afterAll(() => app?.stop());

const publishOnce = async (text = pickText(), type = 'pick.confirmed') =>
  (await app.execute(PublishEventDocument, { input: toPublishInput({ type, text, idempotencyKey }) })).publishEvent;

async function expectOneEvent(id: string | undefined): Promise<void> {
  const { events } = await app.execute(EventsDocument, { filter: { idempotencyKey } });
  expect(events?.nodes.map((event) => event.id)).toEqual([id]);
  const { event } = await app.execute(EventDocument, { id: id ?? '' });
  expect(event?.deliveries?.nodes).toHaveLength(1);
}

it('the same key with the same payload gives the first event and sends nothing again', async () => {
  const first = await publishOnce();
  const second = await publishOnce();
  expect(first).toMatchObject({ isDuplicate: false, event: { matchedWebhookCount: 1 }, errors: [] });
  expect(second).toEqual({ ...first, isDuplicate: true });
  await expectOneEvent(first?.event?.id);
});

it('the same content in another form is the same payload', async () => {
  const first = await publishOnce();
  const spaced = await publishOnce(JSON.stringify(JSON.parse(pickText()), null, 4));
  const json = JSON.parse(pickText()) as Record<string, unknown>;
  const input = { ...toPublishInput({ idempotencyKey }), payload: { json } };
  const { publishEvent: parsed } = await app.execute(PublishEventDocument, { input });
  for (const answer of [spaced, parsed]) expect(answer).toMatchObject({ isDuplicate: true, event: first?.event });
});

it('the same key with another payload or type is a mismatch, and the first event stays', async () => {
  const first = await publishOnce();
  const otherText = await publishOnce(pickText({ salesOrderId: 'SO-OTHER' }));
  const otherType = await publishOnce(documentedText('order.status'), 'order.status');
  for (const answer of [otherText, otherType]) {
    expect(answer).toMatchObject({
      event: null,
      errors: [{ code: 'IDEMPOTENCY_MISMATCH', path: ['input', 'idempotencyKey'] }],
    });
  }
  await expectOneEvent(first?.event?.id);
});

it('concurrent publishes with one key make one event', async () => {
  const answers = await Promise.all(Array.from({ length: 12 }, () => publishOnce()));
  expect(answers.filter((answer) => answer?.isDuplicate === false)).toHaveLength(1);
  expect(answers.flatMap((answer) => answer?.errors)).toEqual([]);
  const ids = new Set(answers.map((answer) => answer?.event?.id));
  expect(ids.size).toBe(1);
  await expectOneEvent([...ids][0]);
});

it('concurrent batches that share keys in opposite orders neither deadlock nor double', async () => {
  const keys = Array.from({ length: 40 }, nextKey);
  const inputs = keys.map((key) => toPublishInput({ idempotencyKey: key }));
  const answers = await Promise.all(
    [inputs, inputs.toReversed(), inputs, inputs.toReversed()].map((batch) =>
      app.execute(PublishEventsDocument, { inputs: batch }),
    ),
  );
  const results = answers.flatMap(({ publishEvents }) => publishEvents?.results ?? []);
  expect(results.flatMap(({ errors }) => errors)).toEqual([]);
  expect(results.filter(({ isDuplicate }) => !isDuplicate)).toHaveLength(40);
  expect(new Set(results.map(({ event }) => event?.id)).size).toBe(40);
});

it('a key that repeats inside one batch makes one event, and another content under it is a mismatch', async () => {
  const same = toPublishInput({ idempotencyKey });
  const other = toPublishInput({ idempotencyKey, text: pickText({ salesOrderId: 'SO-OTHER' }) });
  const { publishEvents } = await app.execute(PublishEventsDocument, { inputs: [same, same, other] });
  expect(publishEvents?.acceptedCount).toBe(2);
  const [first, second, third] = publishEvents?.results ?? [];
  expect(first).toMatchObject({ isDuplicate: false, errors: [] });
  expect(second).toMatchObject({ isDuplicate: true, event: first?.event });
  expect(third).toMatchObject({
    event: null,
    errors: [{ code: 'IDEMPOTENCY_MISMATCH', path: ['inputs', '2', 'idempotencyKey'] }],
  });
});
