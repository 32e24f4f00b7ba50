import { afterEach, beforeEach, expect, it } from 'vitest';
import { UpdateWebhookDocument } from '../../../src/web/gql/graphql.ts';
import { createWebhook, publishMany } from '../../support/clients.ts';
import { createTestApp, type TestApp } from '../../support/test-app.ts';

let app: TestApp;
beforeEach(async () => {
  app = await createTestApp();
});
afterEach(() => app.stop());

it('a receiver has as many requests open as its webhook may have in flight, and never more', async () => {
  const receiver = await app.receiver();
  let open = 0;
  let mostOpen = 0;
  receiver.answers(async () => {
    open += 1;
    mostOpen = Math.max(mostOpen, open);
    await new Promise((resolve) => setTimeout(resolve, 40));
    open -= 1;
    return 200;
  });
  await createWebhook(app, receiver, { throttle: { maxConcurrent: 40 } });
  await publishMany(
    app,
    Array.from({ length: 400 }, () => ({})),
  );
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
  const arrivals = (await receiver.waitFor(70)).map(({ receivedAt }) => receivedAt.getTime());
  // The first may be late by as long as it takes to connect.
  for (const [index, atMs] of arrivals.slice(20).entries()) {
    expect(atMs - (arrivals[index] as number)).toBeGreaterThan(700);
  }
  expect((arrivals[69] as number) - (arrivals[0] as number)).toBeGreaterThan(69 * 50 - 300);
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
