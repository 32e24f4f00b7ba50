import { afterAll, beforeAll, expect, it } from 'vitest';
import { createWebhook, publishMany } from '../../support/clients.ts';
import { createTestApp, type TestApp } from '../../support/test-app.ts';

let app: TestApp;
beforeAll(async () => {
  app = await createTestApp();
});
afterAll(() => app?.stop());

it('what was accepted together is sent in its order, while there is one worker and one request at a time', async () => {
  const receiver = await app.receiver();
  await createWebhook(app, receiver, { throttle: { maxConcurrent: 1 } });
  // Several tickets, and no more than one lane takes at once.
  const events = await publishMany(
    app,
    Array.from({ length: 190 }, () => ({})),
  );
  await receiver.waitFor(190);
  expect(receiver.requests.map(({ headers }) => headers['webhook-id'])).toEqual(events);
});
