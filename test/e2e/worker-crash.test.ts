import { afterAll, beforeAll, expect, it } from 'vitest';
import { createWebhook, deliveriesOf, publishMany } from '../support/clients.ts';
import { changesOf } from '../support/live-client.ts';
import { createTestApp, type TestApp } from '../support/test-app.ts';
import { startServiceProcess } from '../support/test-app-process.ts';

let app: TestApp;

beforeAll(async () => {
  app = await createTestApp({ ROLE: 'api' });
});
afterAll(() => app?.stop());

const EVENTS = 15;

it('a worker killed while requests are in flight loses nothing: another one delivers, with the same webhook-id', async () => {
  const receiver = await app.receiver();
  let isAnswering = false;
  receiver.answers(() => (isAnswering ? 200 : { hang: true }));
  await createWebhook(app, receiver);
  const stream = app.live().deliveryUpdates();
  await stream.next();

  const doomed = await startServiceProcess(app, { ROLE: 'worker' });
  const eventIds = await publishMany(
    app,
    Array.from({ length: EVENTS }, () => ({})),
  );
  const [first] = await receiver.waitFor(1);
  expect(await doomed.end('SIGKILL')).toBeNull();
  const sentBefore = receiver.requests.length;
  isAnswering = true;
  await startServiceProcess(app, { ROLE: 'worker' });

  await expect
    .poll(() => changesOf(stream.items).filter(({ status }) => status === 'SUCCEEDED').length, { timeout: 45_000 })
    .toBe(EVENTS);
  const again = receiver.requests.slice(sentBefore).map(({ headers }) => headers['webhook-id'] ?? '');
  expect(again.sort()).toEqual([...eventIds].sort());
  expect(again).toContain(first?.headers['webhook-id']);

  // An attempt that the dead worker had reported is kept as ABORTED; one it had no time to report is made again.
  const deliveries = (await Promise.all(eventIds.map((id) => deliveriesOf(app, id)))).flat();
  expect(deliveries.map(({ status }) => status)).toEqual(eventIds.map(() => 'SUCCEEDED'));
  const numbers = receiver.requests.slice(sentBefore).map(({ headers }) => Number(headers['x-jasci-attempt']));
  expect(numbers.every((number) => number === 1 || number === 2)).toBe(true);
  const total = (counts: readonly number[]) => counts.reduce((sum, count) => sum + count, 0);
  expect(total(numbers)).toBe(total(deliveries.map(({ attemptCount }) => attemptCount)));
  const succeeded = changesOf(stream.items).filter(({ status }) => status === 'SUCCEEDED');
  expect(succeeded).toHaveLength(EVENTS);
}, 90_000);
