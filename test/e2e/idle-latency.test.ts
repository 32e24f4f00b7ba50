import { afterAll, beforeAll, expect, it } from 'vitest';
import { createWebhook, publish } from '../support/clients.ts';
import { createTestApp, type TestApp } from '../support/test-app.ts';

let app: TestApp;

beforeAll(async () => {
  app = await createTestApp();
});
afterAll(() => app?.stop());

const PUBLISHES = 50;

it('a published event is at the receiver at once when nothing else happens (prints how fast)', async () => {
  const receiver = await app.receiver();
  let arrived = Promise.withResolvers<number>();
  receiver.answers(() => {
    arrived.resolve(performance.now());
    return 200;
  });
  await createWebhook(app, receiver);

  const times: number[] = [];
  for (let turn = 0; turn < PUBLISHES; turn += 1) {
    arrived = Promise.withResolvers<number>();
    const begin = performance.now();
    await publish(app);
    times.push((await arrived.promise) - begin);
  }
  times.sort((a, b) => a - b);
  const at = (share: number): string => `${times[Math.floor(share * (PUBLISHES - 1))]?.toFixed(1)} ms`;
  console.log(`publish to received at idle: p50 ${at(0.5)}, p95 ${at(0.95)}, worst ${at(1)}`);
  expect(receiver.requests).toHaveLength(PUBLISHES);
});
