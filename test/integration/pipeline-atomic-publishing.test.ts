import { createHash } from 'node:crypto';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { startDeliveryQueue, type DeliveryQueue } from '../../src/database/delivery-queue.ts';
import { newUuid } from '../../src/domain/ids.ts';
import { wholeTenant } from '../../src/domain/scope.ts';
import { acceptEvents } from '../../src/pipeline/accept-events.ts';
import { PublishEventDocument } from '../../src/web/gql/graphql.ts';
import { createWebhook, pickText, publish, toPublishInput } from '../support/clients.ts';
import type { Receiver } from '../support/receiver.ts';
import { createTestApp, TENANT, type TestApp } from '../support/test-app.ts';

let app: TestApp;
let receiver: Receiver;
let queue: DeliveryQueue;
let owner: pg.Client;

beforeAll(async () => {
  app = await createTestApp();
  receiver = await app.receiver();
  await createWebhook(app, receiver);
  queue = await startDeliveryQueue({ pool: app.app.database.systemPool, supervise: false, onError: () => {} });
  app.onStop(() => queue.stop());
  owner = new pg.Client({ connectionString: app.database.url });
  await owner.connect();
  app.onStop(() => owner.end());
});
afterEach(async () => {
  // What is published next is delivered, and nothing that was rolled back comes before it.
  const eventId = await publish(app);
  expect((await receiver.nextRequest()).headers['webhook-id']).toBe(eventId);
  await expect.poll(async () => (await countRows())['job']).toBe(0);
});
afterAll(() => app?.stop());

/** Rows of everything that publishing writes, jobs included. */
async function countRows(): Promise<Record<string, number>> {
  const tables = ['event', 'idempotency_key', 'delivery', 'delivery_change'];
  const counts = tables.map((table) => `(select count(*)::int from dockhook.${table}) as ${table}`);
  const text = `select ${counts.join(', ')}, (select count(*)::int from pgboss.job) as job`;
  const [row] = await app.app.database.system.query<Record<string, number>>(text);
  return row ?? {};
}

const preparedEvent = () => ({
  id: newUuid(),
  type: 'pick.confirmed',
  schemaVersion: 1,
  companyId: null,
  fulfillmentCenterId: null,
  payload: pickText(),
  keyHashes: [],
  occurredAt: new Date(),
  idempotencyKey: newUuid(),
  correlationId: null,
  contentHash: createHash('sha256').update(pickText()).digest(),
});

it('rolling back the publishing transaction leaves no event, no job and no request', async () => {
  const before = await countRows();
  const rolledBack = app.app.database.tenantTransaction(wholeTenant(TENANT), async (sql) => {
    const accepted = await acceptEvents(sql, queue, TENANT, [preparedEvent(), preparedEvent()]);
    expect(accepted.map(({ kind }) => kind)).toEqual(['accepted', 'accepted']);
    const inside = `select (select count(*)::int from dockhook.delivery) as deliveries`;
    expect(await sql.query(inside)).toEqual([{ deliveries: (before['delivery'] ?? 0) + 2 }]);
    throw new Error('the warehouse changed its mind');
  });
  await expect(rolledBack).rejects.toThrow('the warehouse changed its mind');
  expect(await countRows()).toEqual(before);
});

it('a publish whose commit fails leaves nothing, and its idempotency key can be used again', async () => {
  const before = await countRows();
  const input = toPublishInput();
  await owner.query(`
    create function refuse() returns trigger language plpgsql as $$ begin raise 'commit refused'; end $$;
    create constraint trigger refuse after insert on dockhook.idempotency_key
      deferrable initially deferred for each row execute function refuse()`);
  const failed = await app.graphql.send(PublishEventDocument, { input }, app.token);
  await owner.query('drop function refuse cascade');

  expect(failed.errors).toMatchObject([{ extensions: { code: 'INTERNAL_SERVER_ERROR' } }]);
  expect(failed.data?.publishEvent).toBeNull();
  expect(await countRows()).toEqual(before);

  const { publishEvent } = await app.execute(PublishEventDocument, { input });
  expect(publishEvent).toMatchObject({ isDuplicate: false, errors: [] });
  expect((await receiver.nextRequest()).headers['webhook-id']).toBe(publishEvent?.event?.id);
});

it('a publish whose commit went through unheard is accepted when it is repeated, not called a duplicate', async () => {
  const events = [preparedEvent(), preparedEvent()];
  const accept = () =>
    app.app.database.tenantTransaction(wholeTenant(TENANT), (sql) => acceptEvents(sql, queue, TENANT, events));
  const first = await accept();
  expect((await accept()).map(({ kind }) => kind)).toEqual(['accepted', 'accepted']);
  expect(first.map(({ kind }) => kind)).toEqual(['accepted', 'accepted']);
  for (const _ of events) await receiver.nextRequest();
});
