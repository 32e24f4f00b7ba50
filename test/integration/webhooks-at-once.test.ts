// Many administrators at once: no call may wait for a connection that only another waiting call could give back.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createWebhook } from '../support/clients.ts';
import { createTestApp, type TestApp } from '../support/test-app.ts';

let app: TestApp;
beforeAll(async () => {
  app = await createTestApp();
});
afterAll(() => app.stop());

test('twenty webhooks are created at the same time, more than there are connections to the database', async () => {
  const url = () => 'https://127.0.0.1:4443/';
  const made = await Promise.all(Array.from({ length: 20 }, () => createWebhook(app, { url })));
  expect(new Set(made.map(({ id }) => id)).size).toBe(20);
});
