import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { measuredDatabase } from '../../../bench/history/measured-database.ts';
import { type DeliveryQueue, startDeliveryQueue } from '../../../src/database/delivery-queue.ts';
import { parsePublicId } from '../../../src/domain/ids.ts';
import { FORGOTTEN_AFTER_MS, lookFor, startSweeper, sweep } from '../../../src/pipeline/sweep.ts';
import { STEP_ROWS, walkNames } from '../../../src/pipeline/sweep-walks.ts';
import { createWebhook, deliveriesOf, publish, type CreatedWebhook } from '../../support/clients.ts';
import type { Receiver } from '../../support/receiver.ts';
import { createTestApp, type TestApp } from '../../support/test-app.ts';
import { startServiceProcess } from '../../support/test-app-process.ts';

let app: TestApp;
let queue: DeliveryQueue;
let receiver: Receiver;
let webhook: CreatedWebhook;
const signals = { send() {} };

const query = <Row extends object>(text: string, values: readonly unknown[] = []): Promise<Row[]> =>
  app.app.database.system.query<Row>(text, values);
const sweepNow = (forgottenAfterMs: number): Promise<number> =>
  sweep({ database: app.app.database, queue, signals }, forgottenAfterMs);

beforeAll(async () => {
  app = await createTestApp({ ROLE: 'api' }); // nobody delivers
  queue = await startDeliveryQueue({ pool: app.app.database.systemPool, supervise: false, onError: () => {} });
  app.onStop(() => queue.stop());
  receiver = await app.receiver();
  webhook = await createWebhook(app, receiver);
});
beforeEach(async () => {
  await query('delete from pgboss.job');
  await query(`update dockhook.delivery set status = 'SUCCEEDED'`);
});
afterAll(() => app?.stop());

/** A delivery that waits for a worker, and whose ticket was lost. */
async function makeLost(): Promise<string> {
  const [delivery] = await deliveriesOf(app, await publish(app));
  await query('delete from pgboss.job');
  return parsePublicId('delivery', delivery?.id ?? '') ?? '';
}

async function age(id: string, seconds: number): Promise<void> {
  await query(`update dockhook.delivery set next_attempt_at = now() - $2::float8 * interval '1 second' where id = $1`, [
    id,
    seconds,
  ]);
}

describe('what counts as forgotten', () => {
  it('has been due for two minutes', async () => {
    const id = await makeLost();
    await age(id, 115);
    expect(await sweepNow(FORGOTTEN_AFTER_MS)).toBe(0);
    await age(id, 121);
    expect(await sweepNow(FORGOTTEN_AFTER_MS)).toBe(1);
    expect((await queue.fetch(1))[0]).toMatchObject({ isRepeated: true, entries: [{ deliveryId: id }] });
  });

  it('is looked for by itself, time after time, until the sweeper is stopped', async () => {
    const found: number[] = [];
    const errors: unknown[] = [];
    const sweeper = startSweeper({
      database: app.app.database,
      queue,
      signals,
      onFound: (count) => found.push(count),
      onError: (error) => errors.push(error),
      intervalMs: 20,
      forgottenAfterMs: 0,
    });
    await makeLost();
    await expect.poll(() => found, { timeout: 20_000 }).toEqual([1]);
    await query(`update dockhook.delivery set status = 'SUCCEEDED'`);
    await makeLost();
    await expect.poll(() => found, { timeout: 20_000 }).toEqual([1, 1]);
    await sweeper.stop();
    await makeLost();
    expect(found).toEqual([1, 1]);
    expect(errors).toEqual([]);
  }, 60_000);
});

it('attempts that a dead worker had in flight are closed as ABORTED when the ticket is gone too', async () => {
  const id = await makeLost();
  await query(
    `insert into dockhook.worker (id, seen_at, in_flight) values (gen_random_uuid(), now() - interval '20 seconds',
       jsonb_build_object($1::text, jsonb_build_array(1, now() - interval '30 seconds')))`,
    [id],
  );
  await age(id, 121);
  expect(await sweepNow(FORGOTTEN_AFTER_MS)).toBe(1);
  expect(await query('select number, outcome from dockhook.attempt where delivery_id = $1', [id])).toEqual([
    { number: 1, outcome: 'ABORTED' },
  ]);
  expect((await queue.fetch(1))[0]?.entries).toMatchObject([{ deliveryId: id, attemptNumber: 2 }]);
});

it('a delivery whose job was deleted is delivered', async () => {
  const id = await makeLost();
  await age(id, 121);
  await sweepNow(FORGOTTEN_AFTER_MS);
  const worker = await startServiceProcess(app, { ROLE: 'worker' });
  await receiver.nextRequest();
  await expect
    .poll(() => query('select status, attempt_count from dockhook.delivery where id = $1', [id]), { timeout: 20_000 })
    .toEqual([{ status: 'SUCCEEDED', attempt_count: 1 }]);
  await worker.end('SIGTERM');
}, 60_000);

describe('among many deliveries', () => {
  const DELIVERIES = 30_000;

  beforeAll(async () => {
    await query(
      `insert into dockhook.delivery (id, tenant_id, event_id, webhook_id, event_type, trigger, status, attempt_count)
       select (substr(dockhook.uuid_at(now() - n::float8 / ${DELIVERIES} * interval '30 days')::text, 1, 14)
               || '7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, 'TENANT001', gen_random_uuid(), $1, 'pick.confirmed', 'EVENT',
              'SUCCEEDED', 1
       from generate_series(1, ${DELIVERIES}) n`,
      [parsePublicId('webhook', webhook.id)],
    );
    await query(`insert into dockhook.troubled_delivery (delivery_id, tenant_id, webhook_id, status)
                 select id, tenant_id, webhook_id, 'FAILED' from dockhook.delivery on conflict do nothing`);
  });

  /** One of so many days ago, as if its ticket had been lost after so many attempts. */
  async function forget(days: number, status: string, attempts: number): Promise<string> {
    const [row] = await query<{ id: string }>(
      `update dockhook.delivery set status = $2, attempt_count = $3, updated_at = now() - interval '5 minutes',
         next_attempt_at = case when $2 <> 'HELD'::dockhook.delivery_status then now() - interval '5 minutes' end
       where id = (select id from dockhook.delivery where id > dockhook.uuid_at(now() - $1::float8 * interval '1 day')
                   order by id limit 1) returning id`,
      [days, status, attempts],
    );
    const id = row?.id ?? '';
    if (attempts > 0)
      await query(`update dockhook.troubled_delivery set status = 'RETRYING' where delivery_id = $1`, [id]);
    return id;
  }

  const ticketed = async (): Promise<string[]> =>
    (await queue.fetch(10)).flatMap(({ entries }) => entries.map(({ deliveryId }) => deliveryId));

  const walkAt = async (): Promise<string | undefined> =>
    (await query<{ walk: string }>('select walk from dockhook.sweep_position'))[0]?.walk;

  it('finds those of long ago, and walks no more past what is final than for a day', async () => {
    await query(`update dockhook.sweep_position set walk = '00000000-0000-0000-0000-000000000000'`);
    const lost = [await forget(25, 'HELD', 0), await forget(9, 'PENDING', 0), await forget(4, 'RETRYING', 2)];
    let found = 0;
    for (let round = 0; found < lost.length && round < 30; round += 1) found += await sweepNow(FORGOTTEN_AFTER_MS);
    expect((await ticketed()).sort()).toEqual([...lost].sort());

    // The next walk begins at the oldest of them, which is unfinished still; the one after their end does not.
    const roundsUntil = (isThere: (walk: string | undefined) => Promise<boolean> | boolean) =>
      expect.poll(
        async () => {
          await sweepNow(FORGOTTEN_AFTER_MS);
          return isThere(await walkAt());
        },
        { interval: 1, timeout: 20_000 },
      );
    await roundsUntil((walk) => walk === lost[0]).toBe(true);
    await query(`update dockhook.delivery set status = 'SUCCEEDED' where id = any($1)`, [lost]);
    await query(`update dockhook.sweep_position set walk = $1, first_unfinished = null`, [lost[0]]);
    const [row] = await query<{ id: string }>(`select dockhook.uuid_at(now() - interval '1 day') as id`);
    await roundsUntil((walk) => (walk ?? '') >= (row?.id ?? '')).toBe(true);
  });

  it('reads a bounded part of them at a time', async () => {
    await query(`update dockhook.sweep_position set walk = '00000000-0000-0000-0000-000000000000',
                   recent = '00000000-0000-0000-0000-000000000000'`);
    const { database, take } = measuredDatabase(app.app.database);
    for (const walk of walkNames) {
      await lookFor(database, walk, FORGOTTEN_AFTER_MS);
      for (const { name, visited, wholeScans } of take()) {
        expect({ walk, name, wholeScans, isBounded: visited <= 2 * STEP_ROWS }).toEqual({
          walk,
          name,
          wholeScans: [],
          isBounded: true,
        });
      }
    }
  });
});
