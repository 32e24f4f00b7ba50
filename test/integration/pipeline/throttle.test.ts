import { afterEach, beforeEach, expect, it } from 'vitest';
import { UpdateWebhookDocument } from '../../../src/web/gql/graphql.ts';
import { startsMs } from '../../support/attempts.ts';
import { createWebhook, publish, publishMany } from '../../support/clients.ts';
import { createTestApp, type TestApp } from '../../support/test-app.ts';

let app: TestApp;
beforeEach(async () => {
  app = await createTestApp();
});
afterEach(() => app.stop());

it('a receiver has as many requests open as its webhook may have in flight, and never more', async () => {
  const [receiver, neighbour] = [await app.receiver(), await app.receiver()];
  let open = 0;
  let mostOpen = 0;
  const goes = Promise.withResolvers<void>();
  receiver.answers(async () => {
    open += 1;
    mostOpen = Math.max(mostOpen, open);
    await goes.promise;
    open -= 1;
    return 200;
  });
  await createWebhook(app, receiver, { eventTypes: ['pick.confirmed'], throttle: { maxConcurrent: 40 } });
  await createWebhook(app, neighbour, { eventTypes: ['order.status'] });
  await publishMany(
    app,
    Array.from({ length: 400 }, () => ({})),
  );
  await receiver.waitFor(40);
  // The forty-first would have come before these.
  for (let count = 1; count <= 20; count += 1) {
    await publish(app, { type: 'order.status' });
    await neighbour.waitFor(count);
  }
  expect(receiver.requests).toHaveLength(40);
  goes.resolve();
  await receiver.waitFor(400);
  expect(mostOpen).toBe(40);
});

it('a receiver gets no more requests per second than its webhook may have, and all of them in the end', async () => {
  const receiver = await app.receiver();
  await createWebhook(app, receiver, { throttle: { maxPerSecond: 20 } });
  await publishMany(
    app,
    Array.from({ length: 70 }, () => ({})),
  );
  await receiver.waitFor(70);
  await expect.poll(async () => (await startsMs(app)).length).toBe(70);
  const starts = await startsMs(app);
  // Twenty begin in a second. What is missing of it is for a clock that is being set right; at twice the rate it is half.
  for (const [index, atMs] of starts.slice(20).entries()) {
    expect(atMs - (starts[index] as number)).toBeGreaterThan(700);
  }
  expect((starts[69] as number) - (starts[0] as number)).toBeGreaterThan(69 * 50 - 300);
});

it('a limit that is raised holds nothing up any more, not even what waits by it already', async () => {
  const receiver = await app.receiver();
  const { id } = await createWebhook(app, receiver, { throttle: { maxPerSecond: 0.1 } });
  await publishMany(app, [{}, {}, {}]);
  await receiver.waitFor(1);
  await app.execute(UpdateWebhookDocument, { webhook: { id }, input: { throttle: { maxPerSecond: 20 } } });
  const [first, , last] = (await receiver.waitFor(3)).map(({ receivedAt }) => receivedAt.getTime());
  expect((last as number) - (first as number)).toBeLessThan(9_000);
});
