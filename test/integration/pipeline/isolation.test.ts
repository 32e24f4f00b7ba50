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

it('sixty receivers that hang, each with a backlog, delay another by less than a second', async () => {
  app = await createTestApp({}, { inThread: true });
  const slow = await app.receiver();
  const healthy = await app.receiver();
  let open = 0;
  let mostOpen = 0;
  slow.answers((_request, response) => {
    open += 1;
    mostOpen = Math.max(mostOpen, open);
    response.once('close', () => (open -= 1));
  });
  await createWebhook(app, healthy, { name: 'Healthy', eventTypes: ['order.status'] });
  for (let index = 0; index < 60; index++) {
    const throttle = { maxConcurrent: 5 };
    const input = { name: `Slow ${index}`, eventTypes: ['pick.confirmed'], throttle, timeout: 'PT30S' };
    await createWebhook(app, slow, input);
  }
  let sent = 0;
  /** One event after the other; how long each took to its receiver, in milliseconds, in ascending order. */
  async function sendHundred(): Promise<number[]> {
    const times: number[] = [];
    for (let count = 0; count < 100; count++) {
      const beginMs = performance.now();
      await publish(app, { type: 'order.status' });
      await healthy.waitFor(++sent);
      times.push(performance.now() - beginMs);
    }
    return times.toSorted((a, b) => a - b);
  }
  const alone = await sendHundred();

  await publishMany(
    app,
    Array.from({ length: 30 }, () => ({ type: 'pick.confirmed' })),
  );
  const whileTheyFill = await sendHundred();
  await slow.waitFor(300);
  const whileTheyHang = await sendHundred();

  // 99 of a hundred, and no more than a second longer than the machine took without them.
  for (const beside of [whileTheyFill, whileTheyHang]) {
    expect(beside[98]).toBeLessThan(1_000 + (alone[99] as number));
  }
  expect(mostOpen).toBe(300);
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
