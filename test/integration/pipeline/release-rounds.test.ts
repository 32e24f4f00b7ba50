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

it('a round that takes long is not joined by others: they would take the connections of taking and recording', async () => {
  const errors: unknown[] = [];
  const releaser = createReleaser({
    database: app.app.database,
    queue,
    signals: { send() {}, on: () => () => {}, close: async () => {} },
    roomOf: () => 50,
    stillSealed: async () => new Set(),
    onError: (error) => errors.push(error),
  });
  app.onStop(() => releaser.stop());
  const owner = new pg.Client({ connectionString: app.database.url });
  await owner.connect();
  try {
    await owner.query('begin; lock table dockhook.held_delivery in access exclusive mode');
    const rounds = Array.from({ length: 6 }, () => releaser.releaseAll());
    const looking = async (): Promise<number> =>
      (
        await owner.query(
          `select from pg_stat_activity where wait_event_type = 'Lock' and query like '%as is_probe_due%'`,
        )
      ).rowCount ?? 0;
    await expect.poll(looking, { timeout: 10_000 }).toBeGreaterThan(0);
    // Whatever the others asked, they asked it before this.
    await app.app.database.system.query('select 1');
    expect(await looking()).toBe(1);
    await owner.query('commit');
    await Promise.all(rounds);
    await releaser.releaseAll(); // and the next one begins anew
  } finally {
    await owner.end();
  }
  expect(errors).toEqual([]);
});
