import { afterAll, beforeAll, expect, it } from 'vitest';
import { createWebhook, publishMany } from '../support/clients.ts';
import { idOf, replaysOf, replayWhen, startReplay } from '../support/replays.ts';
import { createTestApp, type TestApp } from '../support/test-app.ts';
import { startServiceProcess } from '../support/test-app-process.ts';

let app: TestApp;

beforeAll(async () => {
  app = await createTestApp({ ROLE: 'api' });
});
afterAll(() => app?.stop());

const EVENTS = 30;

it('a replay whose worker is killed goes on in the next one: every event gets one delivery of it, none gets two', async () => {
  const receiver = await app.receiver();
  const eventIds = await publishMany(
    app,
    Array.from({ length: EVENTS }, () => ({})),
  );
  const { id } = await createWebhook(app, receiver);
  const replayId = idOf(await startReplay(app, id, { status: [], includeMissing: true, maxPerSecond: 20 }));
  expect(receiver.requests).toEqual([]);

  const doomed = await startServiceProcess(app, { ROLE: 'worker' });
  await receiver.waitFor(5);
  expect(await doomed.end('SIGKILL')).toBeNull();
  const { enqueuedCount } = await replayWhen(app, replayId, { status: 'RUNNING' });
  expect(enqueuedCount).toBeLessThan(EVENTS);

  await startServiceProcess(app, { ROLE: 'worker' });
  const done = { status: 'COMPLETED', enqueuedCount: EVENTS, skippedCount: 0 } as const;
  await replayWhen(app, replayId, done);
  await expect
    .poll(() => replayWhen(app, replayId, done), { timeout: 30_000 })
    .toMatchObject({ succeededCount: EVENTS });
  for (const event of eventIds) expect(await replaysOf(app, event)).toMatchObject([{ status: 'SUCCEEDED' }]);
  expect(new Set(receiver.requests.map(({ headers }) => headers['webhook-id']))).toEqual(new Set(eventIds));
}, 90_000);
