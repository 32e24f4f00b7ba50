import path from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { createLogger } from '../../src/log.ts';
import { loadConfig } from '../../src/config.ts';
import { createClosers } from '../../src/worker/closers.ts';
import { openFoundation } from '../../src/worker/foundation.ts';
import { createWorker } from '../../src/worker/worker.ts';
import { createWebhook, deliveriesOf, pickText, publish, publishMany, type Delivery } from '../support/clients.ts';
import { isRunning } from '../support/is-running.ts';
import type { ReceivedRequest } from '../support/receiver.ts';
import { createTestApp, type TestApp } from '../support/test-app.ts';
import { startServiceProcess } from '../support/test-app-process.ts';

let app: TestApp;
const POISON = 'POISONOUS';

beforeAll(async () => {
  app = await createTestApp({ ROLE: 'api' });
});
beforeEach(async () => {
  await query('delete from dockhook.worker');
  await query('update dockhook.webhook set deleted_at = now()');
});
afterAll(() => app?.stop());

const query = <Row extends object>(text: string): Promise<Row[]> => app.app.database.system.query<Row>(text);

/** Lets the time go by after which a dead worker's tickets are given to another. */
async function giveUpTheDead(): Promise<void> {
  await query(`update pgboss.job set heartbeat_on = heartbeat_on - interval '11 seconds' where state = 'active'`);
  await query(`update dockhook.worker set seen_at = seen_at - interval '11 seconds'`);
}

const inReports = async (): Promise<number> => {
  const [row] = await query<{ count: number }>(
    `select count(*)::int as count from dockhook.worker, jsonb_object_keys(in_flight)`,
  );
  return row?.count ?? 0;
};

const only = async (eventId: string): Promise<Delivery> => (await deliveriesOf(app, eventId))[0] as Delivery;
const outcomesOf = ({ attempts }: Delivery) => attempts?.nodes.map(({ number, outcome }) => `${number} ${outcome}`);
const attemptOf = ({ headers }: ReceivedRequest) => headers['x-jasci-attempt'];

it('what a killed worker had in flight is in the history as ABORTED, and spends none of the attempts', async () => {
  const receiver = await app.receiver();
  receiver.answers({ hang: true }, 500, 200);
  await createWebhook(app, receiver, { retryPolicy: { maxAttempts: 2 } });
  const doomed = await startServiceProcess(app, { ROLE: 'worker' });
  const eventId = await publish(app);
  await receiver.nextRequest();
  await expect.poll(inReports).toBe(1);
  await doomed.end('SIGKILL');
  await giveUpTheDead();

  const worker = await startServiceProcess(app, { ROLE: 'worker' });
  await expect.poll(async () => (await only(eventId)).status, { timeout: 20_000 }).toBe('SUCCEEDED');
  const delivery = await only(eventId);
  expect(outcomesOf(delivery)).toEqual(['1 ABORTED', '2 HTTP_ERROR', '3 SUCCESS']);
  expect(receiver.requests.map(attemptOf)).toEqual(['1', '2', '3']);
  await worker.end('SIGTERM');
}, 60_000);

it('what a worker does not wait for any longer when it is told to end is ABORTED, and repeated under the next number', async () => {
  const receiver = await app.receiver();
  receiver.answers({ hang: true }, 200);
  await createWebhook(app, receiver);
  const errors: unknown[] = [];
  const onError = (error: unknown) => void errors.push(error);
  const startWorker = async () => {
    const closers = createClosers(onError);
    const config = loadConfig({ ...app.environment, ROLE: 'worker' });
    const options = { config, databaseUrl: app.database.url, demo: undefined, keepsHouse: false, supervises: true };
    const foundation = await openFoundation({ ...options, closers, onError });
    const worker = createWorker({ config, foundation, log: createLogger('silent', process.stdout), closers, onError });
    await worker.start();
    return {
      async stop() {
        await worker.stop(50);
        await closers.closeAll();
      },
    };
  };

  const first = await startWorker();
  const eventId = await publish(app);
  await receiver.nextRequest();
  await first.stop();
  const delivery = await only(eventId);
  expect(delivery.status).toBe('RETRYING');
  expect(outcomesOf(delivery)).toEqual(['1 ABORTED']);
  expect(await inReports()).toBe(0);

  const second = await startWorker();
  await expect.poll(async () => (await only(eventId)).status, { timeout: 20_000 }).toBe('SUCCEEDED');
  expect(outcomesOf(await only(eventId))).toEqual(['1 ABORTED', '2 SUCCESS']);
  await second.stop();
  expect(errors).toEqual([]);
}, 60_000);

it('a delivery that ends its worker three times comes back alone and later, and its neighbours are delivered', async () => {
  const receiver = await app.receiver();
  await createWebhook(app, receiver, { throttle: { maxConcurrent: 1 } });
  const eventIds = await publishMany(
    app,
    ['A', 'B', POISON, 'D', 'E'].map((word) => ({ text: pickText({ zoneId: word }) })),
  );
  const poisonous = eventIds[2] as string;
  const neighbours = eventIds.filter((id) => id !== poisonous);
  const preload = path.resolve(import.meta.dirname, '../support/poisoned-process.ts');
  const environment = { ROLE: 'worker', RETRY_TIME_SCALE: '1', NODE_OPTIONS: `--import ${preload}`, POISON };

  // The first crash, which came before any report, has left its ticket behind.
  await query(`update pgboss.job set retry_count = 1`);
  for (const crash of [2, 3]) {
    const worker = await startServiceProcess(app, environment).catch(() => undefined);
    if (worker) await expect.poll(() => isRunning(worker.pid), { timeout: 20_000 }).toBe(false);
    expect({ crash, inReports: await inReports() }).toEqual({ crash, inReports: crash - 1 });
    await giveUpTheDead();
  }
  const survivor = await startServiceProcess(app, environment);
  await expect
    .poll(() => Promise.all(neighbours.map(async (id) => (await only(id)).status)), { timeout: 20_000 })
    .toEqual(neighbours.map(() => 'SUCCEEDED'));
  const apart = await only(poisonous);
  expect(apart.status).toBe('RETRYING');
  expect(outcomesOf(apart)).toEqual(['1 ABORTED', '2 ABORTED']);
  const waitingTickets = `
    select jsonb_array_length(data -> 'deliveries') as deliveries,
           extract(epoch from start_after - created_on)::float8 as delay
    from pgboss.job where state = 'created'`;
  expect(await query(waitingTickets)).toEqual([{ deliveries: 1, delay: 5 }]);
  expect(isRunning(survivor.pid)).toBe(true);
  await survivor.end('SIGTERM');
}, 60_000);
