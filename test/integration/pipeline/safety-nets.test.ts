import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type DeliveryQueue, startDeliveryQueue, type Ticket } from '../../../src/database/delivery-queue.ts';
import { maintain } from '../../../src/database/maintenance.ts';
import { parsePublicId } from '../../../src/domain/ids.ts';
import { holdDeliveries } from '../../../src/pipeline/hold-deliveries.ts';
import { createReleaser, type Releaser } from '../../../src/pipeline/release-held.ts';
import { resumeTickets } from '../../../src/pipeline/resume-tickets.ts';
import { sweep } from '../../../src/pipeline/sweep.ts';
import { PauseWebhookDocument } from '../../../src/web/gql/graphql.ts';
import { createWebhook, deliveriesOf, publish, type CreatedWebhook } from '../../support/clients.ts';
import { createTestApp, type TestApp } from '../../support/test-app.ts';

let app: TestApp;
let queue: DeliveryQueue;
let webhook: CreatedWebhook;
const signals = { send() {}, on: () => () => {}, close: async () => {} };

const query = <Row extends object>(text: string, values: readonly unknown[] = []): Promise<Row[]> =>
  app.app.database.system.query<Row>(text, values);
const sweepNow = (): Promise<number> => sweep({ database: app.app.database, queue, signals }, 0);
const uuidOf = (id: string | undefined): string => parsePublicId('delivery', id ?? '') ?? '';

/** Releasers of the test that runs, and what went wrong in what they do behind its back. */
let releasers: Releaser[] = [];
let errors: unknown[] = [];
function makeReleaser(): Releaser {
  const releaser = createReleaser({
    database: app.app.database,
    queue,
    signals,
    roomOf: () => 50,
    stillSealed: async () => new Set(),
    onError: (error) => void errors.push(error),
  });
  releasers.push(releaser);
  return releaser;
}
const release = (): Promise<void> => makeReleaser().releaseAll();

beforeAll(async () => {
  app = await createTestApp({ ROLE: 'api' }); // nobody delivers
  queue = await startDeliveryQueue({ pool: app.app.database.systemPool, supervise: false, onError: () => {} });
  app.onStop(() => queue.stop());
  webhook = await createWebhook(app, await app.receiver());
});
beforeEach(async () => {
  await query('delete from pgboss.job');
  await query('delete from dockhook.held_delivery');
  await query(`update dockhook.delivery set status = 'SUCCEEDED'`);
  await query(`update dockhook.webhook set status = 'ACTIVE'`);
});
afterEach(async () => {
  await Promise.all(releasers.map((releaser) => releaser.stop()));
  expect(errors).toEqual([]);
  [releasers, errors] = [[], []];
});
afterAll(() => app?.stop());

/** A delivery that waits for a worker; its ticket is in the queue. */
async function makeDelivery(): Promise<string> {
  const [delivery] = await deliveriesOf(app, await publish(app));
  return uuidOf(delivery?.id);
}

async function loseTickets(): Promise<void> {
  await query('delete from pgboss.job');
}

const entriesOf = async (): Promise<string[]> =>
  (await queue.fetch(10)).flatMap((ticket) => ticket.entries.map((entry) => entry.deliveryId));

describe('the sweeper', () => {
  it('gives a due delivery whose ticket was lost a new one', async () => {
    const id = await makeDelivery();
    await loseTickets();
    expect(await sweepNow()).toBe(1);
    expect(await entriesOf()).toEqual([id]);
  });

  it('leaves a delivery alone whose ticket waits or is being worked on', async () => {
    const id = await makeDelivery();
    expect(await sweepNow()).toBe(0);
    expect(await entriesOf()).toEqual([id]);
    expect(await sweepNow()).toBe(0);
  });

  it('leaves a retry alone that is not due yet', async () => {
    const id = await makeDelivery();
    await loseTickets();
    await query(
      `update dockhook.delivery set status = 'RETRYING', next_attempt_at = now() + interval '1 hour' where id = $1`,
      [id],
    );
    expect(await sweepNow()).toBe(0);
  });

  it('leaves final deliveries and those that are held alone', async () => {
    await makeDelivery();
    await query(`update dockhook.delivery set status = 'FAILED' where status = 'PENDING'`);
    await app.execute(PauseWebhookDocument, { webhook: { id: webhook.id } });
    await makeDelivery();
    await loseTickets();
    expect(await sweepNow()).toBe(0);
  });

  it('brings back a held delivery whose hold is gone', async () => {
    await app.execute(PauseWebhookDocument, { webhook: { id: webhook.id } });
    const id = await makeDelivery();
    await query('delete from dockhook.held_delivery');
    expect(await sweepNow()).toBe(1);
    expect(await query('select status from dockhook.delivery where id = $1', [id])).toEqual([{ status: 'PENDING' }]);
    expect(await entriesOf()).toEqual([id]);
  });

  it('works in one process at a time', async () => {
    await makeDelivery();
    await loseTickets();
    await app.app.database.systemTransaction(async (sql) => {
      await sql.query('select pg_advisory_xact_lock(726301945)');
      expect(await sweepNow()).toBe(0);
    });
    expect(await sweepNow()).toBe(1);
  });
});

describe('whoever takes over a ticket', () => {
  /** A worker that had the delivery in flight and last reported so long ago. */
  async function reportInFlight(id: string, secondsAgo: number): Promise<void> {
    await query('delete from dockhook.worker');
    await query(
      `insert into dockhook.worker (id, seen_at, in_flight) values (gen_random_uuid(), now() - $2 * interval '1 second',
         jsonb_build_object($1::text, jsonb_build_array(1, now() - interval '30 seconds')))`,
      [id, secondsAgo],
    );
  }

  /** What every ticket asks for still, by delivery. */
  async function takeOver() {
    await queue.giveBack(await queue.fetch(10));
    const resumed = await resumeTickets(app.app.database, queue, await queue.fetch(10), 1);
    return new Map([...resumed].map(([{ deliveryId }, delivery]) => [deliveryId, delivery]));
  }

  const attempts = (id: string) =>
    query<{ number: number; outcome: string }>(
      'select number, outcome from dockhook.attempt where delivery_id = $1 order by 1',
      [id],
    );

  it('closes what a dead worker had in flight as ABORTED and goes on under the next number', async () => {
    const id = await makeDelivery();
    await reportInFlight(id, 20);
    expect((await takeOver()).get(id)).toEqual({ attemptNumber: 2, abortedCount: 1 });
    expect(await attempts(id)).toEqual([{ number: 1, outcome: 'ABORTED' }]);
  });

  it('finds the report for as long as it is needed, and no longer', async () => {
    const id = await makeDelivery();
    await reportInFlight(id, 3 * 24 * 3_600);
    const chore = { isStopped: () => false, onError: (error: unknown) => void errors.push(error) };
    await maintain(app.app.database.system, chore);
    expect(await query('select 1 from dockhook.worker')).toHaveLength(1);
    expect((await takeOver()).get(id)).toEqual({ attemptNumber: 2, abortedCount: 1 });
    await maintain(app.app.database.system, chore);
    expect(await query('select 1 from dockhook.worker')).toEqual([]);
  });

  it('does not close what a worker that still reports has in flight', async () => {
    const id = await makeDelivery();
    await reportInFlight(id, 1);
    expect((await takeOver()).get(id)).toEqual({ attemptNumber: 1, abortedCount: 0 });
    expect(await attempts(id)).toEqual([]);
  });

  it('finds nothing to do when everything was recorded before', async () => {
    const id = await makeDelivery();
    await query(`update dockhook.delivery set status = 'SUCCEEDED', attempt_count = 1 where id = $1`, [id]);
    expect((await takeOver()).size).toBe(0);
  });

  describe('sets a delivery apart that was in flight whenever its worker ended', () => {
    /** As many workers died as it has aborted attempts, and one more now. */
    async function crash(ids: readonly string[], abortedBefore: number): Promise<void> {
      await query(
        `update dockhook.delivery set attempt_count = $2, aborted_count = $2,
           status = (case when $2 = 0 then 'PENDING' else 'RETRYING' end)::dockhook.delivery_status,
           last_outcome = case when $2 > 0 then 'ABORTED'::dockhook.attempt_outcome end where id = any($1)`,
        [ids, abortedBefore],
      );
      await query('delete from dockhook.worker');
      await query(
        `insert into dockhook.worker (id, seen_at, in_flight) select gen_random_uuid(), now() - interval '20 seconds',
           jsonb_object_agg(id, jsonb_build_array($2::int + 1, now() - interval '30 seconds')) from unnest($1::text[]) id`,
        [ids, abortedBefore],
      );
    }

    const waiting = () =>
      query<{ id: string; delay: number }>(
        `select data -> 'deliveries' -> 0 ->> 0 as id, extract(epoch from start_after - created_on)::float8 as delay
         from pgboss.job where state = 'created' order by 2`,
      );

    it.each([
      { crashes: 3, delay: 5 },
      { crashes: 4, delay: 15 },
      { crashes: 6, delay: 135 },
      { crashes: 20, delay: 900 },
    ])('$crashes times: for $delay s', async ({ crashes, delay }) => {
      const id = await makeDelivery();
      await crash([id], crashes - 1);
      expect((await takeOver()).size).toBe(0);
      expect(await waiting()).toEqual([{ id, delay }]);
      const [row] = await query<{ due: boolean }>(
        `select d.next_attempt_at = j.start_after as due from dockhook.delivery d, pgboss.job j
         where d.id = $1 and j.state = 'created'`,
        [id],
      );
      expect(row?.due).toBe(true);
    });

    it('one after the other, when several were', async () => {
      const ids = [await makeDelivery(), await makeDelivery()];
      await crash(ids, 2);
      expect((await takeOver()).size).toBe(0);
      expect(await waiting()).toEqual([
        { id: ids[0], delay: 5 },
        { id: ids[1], delay: 5.5 },
      ]);
    });

    it('but not after two, nor for what its neighbours in a ticket did', async () => {
      const id = await makeDelivery();
      await query('update pgboss.job set retry_count = 7');
      await crash([id], 0);
      expect((await takeOver()).get(id)).toEqual({ attemptNumber: 2, abortedCount: 1 });
      expect(await waiting()).toEqual([]);
    });
  });
});

it('of two tickets for a delivery that was put aside and released, only the newer asks for it, whoever dies', async () => {
  const id = await makeDelivery();
  const wanted = async (tickets: readonly Ticket[]) => [
    ...(await resumeTickets(app.app.database, queue, tickets, 1)).keys(),
  ];
  const older = await queue.fetch(10);
  await query(
    `insert into dockhook.held_delivery (webhook_id, delivery_id, tenant_id, event_id, attempt_number, reason)
     select webhook_id, id, tenant_id, event_id, 1, 'PARKED' from dockhook.delivery where id = $1`,
    [id],
  );
  await release();
  const newer = await queue.fetch(10);
  await queue.giveBack(older);
  const olderAgain = await queue.fetch(10);
  expect(olderAgain.map((ticket) => ticket.id)).toEqual(older.map((ticket) => ticket.id));
  expect(await wanted(olderAgain)).toEqual([]);

  await queue.giveBack([...olderAgain, ...newer]);
  const both = await queue.fetch(10);
  expect(both).toHaveLength(2);
  expect(await wanted(both)).toEqual(both.find((ticket) => ticket.id === newer[0]?.id)?.entries);
});

it('a delivery that is cancelled in the moment in which it is put aside stays cancelled', async () => {
  const id = await makeDelivery();
  const [row] = await query<{ tenantId: string; eventId: string; webhookId: string }>(
    `select tenant_id as "tenantId", event_id as "eventId", webhook_id as "webhookId" from dockhook.delivery where id = $1`,
    [id],
  );
  const { tenantId = '', ...rest } = row ?? { eventId: '', webhookId: '' };
  const entry = { deliveryId: id, attemptNumber: 1, ...rest };
  const owner = new pg.Client({ connectionString: app.database.url });
  await owner.connect();
  await owner.query('begin');
  await owner.query(`update dockhook.delivery set status = 'CANCELED' where id = $1`, [id]);
  const held = app.app.database.systemTransaction((sql) =>
    holdDeliveries(sql, [{ entry, tenantId, reason: 'PAUSED' }]),
  );
  await expect.poll(async () => (await owner.query(waitingForLock)).rowCount).toBe(1);
  await owner.query('commit');
  await owner.end();
  await held;
  expect(await query('select status from dockhook.delivery where id = $1', [id])).toEqual([{ status: 'CANCELED' }]);
  expect(await query('select 1 from dockhook.held_delivery')).toEqual([]);
});

const waitingForLock = `
select 1 from pg_stat_activity
where datname = current_database() and wait_event_type = 'Lock' and application_name = 'dockhook dockhook_system'`;

describe('the release of held deliveries', () => {
  /** A delivery that is held although its webhook is in order, as after a crash in the middle of resuming. */
  async function makeHeld(): Promise<string> {
    await app.execute(PauseWebhookDocument, { webhook: { id: webhook.id } });
    return makeDelivery();
  }

  it('lets those of an active webhook go', async () => {
    const id = await makeHeld();
    await query(`update dockhook.webhook set status = 'ACTIVE'`);
    await release();
    expect(await entriesOf()).toEqual([id]);
    expect(await query('select 1 from dockhook.held_delivery')).toEqual([]);
  });

  it('keeps those of a paused webhook', async () => {
    await makeHeld();
    await release();
    expect(await entriesOf()).toEqual([]);
    expect(await query('select 1 from dockhook.held_delivery')).toHaveLength(1);
  });

  it('ends those of a webhook that was disabled', async () => {
    const id = await makeHeld();
    await query(`update dockhook.webhook set status = 'DISABLED'`);
    const releaser = makeReleaser();
    await expect
      .poll(async () => {
        await releaser.releaseAll(); // begins it, and does not wait for it
        return query('select status from dockhook.delivery where id = $1', [id]);
      })
      .toEqual([{ status: 'CANCELED' }]);
  });

  it('sends nothing again that another worker has finished meanwhile', async () => {
    const id = await makeHeld();
    await query(`update dockhook.webhook set status = 'ACTIVE'`);
    await query(`update dockhook.delivery set status = 'SUCCEEDED' where id = $1`, [id]);
    await release();
    expect(await entriesOf()).toEqual([]);
    expect(await query('select 1 from dockhook.held_delivery')).toEqual([]);
  });
});
