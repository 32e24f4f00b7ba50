import { afterEach, expect, it } from 'vitest';
import { createWebhook, publish, publishMany } from '../../support/clients.ts';
import { createTestApp, type TestApp } from '../../support/test-app.ts';

let app: TestApp;
afterEach(() => app.stop());

it('a receiver that hangs has at most ten requests open and delays nobody else', async () => {
  app = await createTestApp();
  const hanging = await app.receiver();
  const healthy = await app.receiver();
  hanging.answers({ hang: true });
  await createWebhook(app, hanging, { name: 'Hanging', eventTypes: ['pick.confirmed'], timeout: 'PT30S' });
  await createWebhook(app, healthy, { name: 'Healthy', eventTypes: ['order.status'] });

  await publishMany(
    app,
    Array.from({ length: 500 }, () => ({ type: 'pick.confirmed' })),
  );
  await publishMany(
    app,
    Array.from({ length: 500 }, () => ({ type: 'pick.confirmed' })),
  );
  await hanging.waitFor(10);
  await publishMany(
    app,
    Array.from({ length: 300 }, () => ({ type: 'order.status' })),
  );

  await healthy.waitFor(300, { timeoutMs: 60_000 });
  expect(hanging.requests).toHaveLength(10);
  await hanging.close(); // the attempts in flight end now, so that stopping need not wait for them
});

it('sixty receivers that take twenty seconds, each with a backlog, delay another by less than a second', async () => {
  app = await createTestApp({}, { inThread: true });
  const slow = await app.receiver();
  const healthy = await app.receiver();
  slow.answers({ status: 200, delayMs: 20_000 });
  await createWebhook(app, healthy, { name: 'Healthy', eventTypes: ['order.status'] });
  for (let index = 0; index < 60; index++) {
    const throttle = { maxConcurrent: 5 };
    await createWebhook(app, slow, { name: `Slow ${index}`, eventTypes: ['pick.confirmed'], throttle });
  }
  const sentAtMs = new Map<string, number>();
  const send = async (): Promise<void> => {
    const atMs = Date.now();
    sentAtMs.set(await publish(app, { type: 'order.status' }), atMs);
  };

  await publishMany(
    app,
    Array.from({ length: 30 }, () => ({ type: 'pick.confirmed' })),
  );
  for (let count = 1; count <= 100; count++) {
    await send();
    await healthy.waitFor(count);
  }
  await slow.waitFor(300);
  for (let count = 101; count <= 200; count++) {
    await send();
    await healthy.waitFor(count);
  }

  const delays = healthy.requests.map(
    ({ receivedAt, headers }) => receivedAt.getTime() - (sentAtMs.get(headers['webhook-id'] ?? '') ?? 0),
  );
  expect(delays.toSorted((a, b) => a - b)[197]).toBeLessThan(1_000); // 99 of a hundred
  expect(slow.requests).toHaveLength(300);
  await slow.close(); // the attempts in flight end now, so that stopping need not wait for them
});

it('everything that was parked for a slow receiver arrives in the end, each exactly once', async () => {
  app = await createTestApp();
  const slow = await app.receiver();
  slow.answers({ status: 200, delayMs: 40 });
  await createWebhook(app, slow);

  const events = await publishMany(
    app,
    Array.from({ length: 450 }, () => ({})),
  );

  const requests = await slow.waitFor(450, { timeoutMs: 25_000 });
  expect(new Set(requests.map((request) => request.headers['webhook-id']))).toEqual(new Set(events));
  expect(requests).toHaveLength(450);
});
