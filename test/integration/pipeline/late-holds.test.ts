/** A worker decides to put a delivery aside, and the database takes that only after another worker went on with it. */
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { type DeliveryQueue, startDeliveryQueue, type Ticket } from '../../../src/database/delivery-queue.ts';
import { parsePublicId } from '../../../src/domain/ids.ts';
import { createFailpoint } from '../../../src/pipeline/failpoints.ts';
import { holdDeliveries } from '../../../src/pipeline/hold-deliveries.ts';
import { createRecorder } from '../../../src/pipeline/record.ts';
import { createReleaser } from '../../../src/pipeline/release-held.ts';
import { resumeTickets } from '../../../src/pipeline/resume-tickets.ts';
import { openTicket } from '../../../src/pipeline/ticket-lease.ts';
import { createWebhook, deliveriesOf, publish } from '../../support/clients.ts';
import { createTestApp, TENANT, type TestApp } from '../../support/test-app.ts';

let app: TestApp;
let queue: DeliveryQueue;
const signals = { send() {}, on: () => () => {}, close: async () => {} };
const query = <Row extends object>(text: string, values: readonly unknown[] = []): Promise<Row[]> =>
  app.app.database.system.query<Row>(text, values);

beforeAll(async () => {
  app = await createTestApp({ ROLE: 'api' }); // nobody delivers
  queue = await startDeliveryQueue({ pool: app.app.database.systemPool, supervise: false, onError: () => {} });
  app.onStop(() => queue.stop());
  await createWebhook(app, await app.receiver());
});
beforeEach(async () => {
  await query('delete from pgboss.job');
  await query('delete from dockhook.held_delivery');
});
afterAll(() => app?.stop());

/** A new delivery, and its ticket as the first worker took it. */
async function takeFirst(): Promise<{ id: string; ticket: Ticket }> {
  const [delivery] = await deliveriesOf(app, await publish(app));
  const [ticket] = await queue.fetch(10);
  if (ticket === undefined) throw new Error('no ticket');
  return { id: parsePublicId('delivery', delivery?.id ?? '') ?? '', ticket };
}

async function putAside({ ticket: { entries } }: { ticket: Ticket }): Promise<void> {
  const holds = entries.map((entry) => ({ entry, tenantId: TENANT, reason: 'PARKED' as const }));
  await app.app.database.systemTransaction((sql) => holdDeliveries(sql, holds));
}

const held = () => query('select 1 from dockhook.held_delivery');

it('what was closed as ABORTED meanwhile, and goes on under the next number, is left to go on', async () => {
  const first = await takeFirst();
  await query(
    `insert into dockhook.worker (id, seen_at, in_flight) values (gen_random_uuid(), now() - interval '1 minute',
       jsonb_build_object($1::text, jsonb_build_array(1, now() - interval '2 minutes')))`,
    [first.id],
  );
  await queue.giveBack([first.ticket]);
  const again = await queue.fetch(10);
  const asked = async () => [...(await resumeTickets(app.app.database, queue, again, 1)).values()];
  expect(await asked()).toEqual([{ attemptNumber: 2, abortedCount: 1 }]);

  await putAside(first);
  expect(await held()).toEqual([]);
  expect(await asked()).toEqual([{ attemptNumber: 2, abortedCount: 1 }]);
});

it('what failed after it was put aside comes back under the next number', async () => {
  const first = await takeFirst();
  await putAside(first);
  await query(
    `update dockhook.delivery set status = 'RETRYING', attempt_count = 1, next_attempt_at = now() where id = $1`,
    [first.id],
  );
  const releaser = createReleaser({
    database: app.app.database,
    queue,
    signals,
    roomOf: () => 50,
    stillSealed: async () => new Set(),
    onError: () => {},
  });
  await releaser.releaseAll();
  await releaser.stop();
  const [released] = await queue.fetch(10);
  expect(released?.entries).toMatchObject([{ deliveryId: first.id, attemptNumber: 2 }]);
});

it('nothing is put aside of a ticket that lapsed while the database was away', async () => {
  const first = await takeFirst();
  const errors: unknown[] = [];
  const recorder = createRecorder({
    database: app.app.database,
    queue,
    signals,
    circuits: { update: async () => [] },
    failpoint: createFailpoint(undefined),
    inFlight: () => 0,
    onRetryPlanned: () => {},
    onDisabled: () => {},
    onError: (error) => errors.push(error),
  });
  const record = async (askedAtMs: number): Promise<void> => {
    const ticket = openTicket(first.ticket, askedAtMs);
    const [entry] = first.ticket.entries;
    if (entry === undefined) throw new Error('an empty ticket');
    await recorder.record({ kind: 'hold', hold: { entry, tenantId: TENANT, reason: 'PARKED' }, ticket });
  };
  await record(performance.now() - 10_000);
  expect(await held()).toEqual([]);
  await record(performance.now());
  expect(await held()).toHaveLength(1);
  expect(errors).toEqual([]);
});
