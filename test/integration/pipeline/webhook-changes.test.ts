import { afterEach, expect, it } from 'vitest';
import { parsePublicId } from '../../../src/domain/ids.ts';
import { createWebhook, publishMany } from '../../support/clients.ts';
import { createTestApp, type TestApp } from '../../support/test-app.ts';

let app: TestApp;
afterEach(() => app.stop());

// Twenty at a time: ten in flight and ten that wait, which a lane keeps as long as there are slots for all.

async function countStatuses(): Promise<Record<string, number>> {
  const rows = await app.app.database.system.query<{ status: string; count: number }>(
    'select status, count(*)::int as count from dockhook.delivery group by status',
  );
  return Object.fromEntries(rows.map(({ status, count }) => [status, count]));
}

it.each([
  ['PAUSED', 'HELD'],
  ['DISABLED', 'CANCELED'],
])('what waits in memory for a webhook that becomes %s is not sent any more but %s', async (status, becomes) => {
  app = await createTestApp();
  const receiver = await app.receiver();
  const webhook = await createWebhook(app, receiver);
  let letGo = (): void => {};
  const released = new Promise<void>((resolve) => (letGo = resolve));
  receiver.answers(async () => {
    await released;
    return 200;
  });
  await publishMany(
    app,
    Array.from({ length: 20 }, () => ({})),
  );
  await receiver.waitFor(10);

  // As an operator might do it: only the trigger tells the worker.
  await app.app.database.system.query(
    `update dockhook.webhook set status = $2::dockhook.webhook_status where id = $1`,
    [parsePublicId('webhook', webhook.id), status],
  );
  await expect.poll(countStatuses).toEqual({ PENDING: 10, [becomes]: 10 });

  letGo();
  await expect.poll(countStatuses).toEqual({ SUCCEEDED: 10, [becomes]: 10 });
  expect(receiver.requests).toHaveLength(10);
});

it('a changed URL, and more room, count for what waits already', async () => {
  app = await createTestApp();
  const [before, after] = [await app.receiver(), await app.receiver()];
  const webhook = await createWebhook(app, before);
  let letGo = (): void => {};
  const released = new Promise<void>((resolve) => (letGo = resolve));
  before.answers(async () => {
    await released;
    return 200;
  });
  await publishMany(
    app,
    Array.from({ length: 20 }, () => ({})),
  );
  await before.waitFor(10);
  const { system } = app.app.database;
  await system.query(`update dockhook.webhook set url = $2, max_concurrent = 30 where id = $1`, [
    parsePublicId('webhook', webhook.id),
    after.url(),
  ]);
  await after.waitFor(10);
  letGo();
  await expect.poll(countStatuses).toEqual({ SUCCEEDED: 20 });
  expect([before.requests.length, after.requests.length]).toEqual([10, 10]);
});
