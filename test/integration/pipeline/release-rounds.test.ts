/** The rounds in which a worker looks for deliveries that wait without a job. */
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type DeliveryQueue, startDeliveryQueue } from '../../../src/database/delivery-queue.ts';
import { createReleaser } from '../../../src/pipeline/release-held.ts';
import { createTestApp, type TestApp } from '../../support/test-app.ts';

let app: TestApp;
let queue: DeliveryQueue;
beforeAll(async () => {
  app = await createTestApp({ ROLE: 'api' }); // nobody delivers
  queue = await startDeliveryQueue({ pool: app.app.database.systemPool, supervise: false, onError: () => {} });
  app.onStop(() => queue.stop());
});
afterAll(() => app?.stop());

async function connectOwner(): Promise<pg.Client> {
  const owner = new pg.Client({ connectionString: app.database.url });
  await owner.connect();
  app.onStop(() => owner.end());
  return owner;
}

it('a round that takes long is not joined by others: they would take the connections of taking and recording', async () => {
  const releaser = createReleaser({
    database: app.app.database,
    queue,
    signals: { send() {}, on: () => () => {}, close: async () => {} },
    roomOf: () => 50,
    stillSealed: async () => new Set(),
    onError: () => {}, // what the lock keeps from ending webhooks
  });
  app.onStop(() => releaser.stop());
  // Two: a transaction goes on seeing the activity that it saw first.
  const [locking, looking] = [await connectOwner(), await connectOwner()];
  const rounds = async (): Promise<number> => {
    const { rowCount } = await looking.query(
      `select from pg_stat_activity
       where datname = current_database() and wait_event_type = 'Lock' and query like '%as is_probe_due%'`,
    );
    return rowCount ?? 0;
  };
  await locking.query('begin; lock table dockhook.held_delivery in access exclusive mode');
  const asked = Promise.all(Array.from({ length: 6 }, () => releaser.releaseAll()));
  await expect.poll(rounds).toBeGreaterThan(0);
  // By now the others would be at the lock, too.
  expect(await rounds()).toBe(1);
  await locking.query('commit');
  await asked;
  await releaser.releaseAll(); // and the next one begins anew
});
