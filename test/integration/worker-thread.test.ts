/** The service as people start it: the API in one thread, deliveries in another. */
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { PauseWebhookDocument } from '../../src/web/gql/graphql.ts';
import { createWebhook, deliveriesOf, pickText, publish, publishMany } from '../support/clients.ts';
import { createTestApp, type TestApp } from '../support/test-app.ts';

let app: TestApp;
beforeAll(async () => {
  app = await createTestApp({}, { inThread: true });
});
afterAll(() => app?.stop());

async function usingOwner(use: (owner: pg.Client) => Promise<unknown>): Promise<void> {
  const owner = new pg.Client({ connectionString: app.database.url });
  await owner.connect();
  try {
    await use(owner);
  } finally {
    await owner.end();
  }
}

it('delivers, tells of it live and in the log, line by line', async () => {
  const receiver = await app.receiver();
  await createWebhook(app, receiver);
  const updates = app.live().deliveryUpdates();
  await updates.next();
  const eventIds = await publishMany(
    app,
    Array.from({ length: 60 }, () => ({})),
  );
  await receiver.waitFor(60);
  expect(new Set(receiver.requests.map(({ headers }) => headers['webhook-id']))).toEqual(new Set(eventIds));

  const succeeded = new Set<string>();
  while (succeeded.size < 60) {
    const update = await updates.next();
    if (update.__typename === 'DeliveryChanged' && update.status === 'SUCCEEDED')
      succeeded.add(update.delivery.event.id);
  }
  expect(succeeded).toEqual(new Set(eventIds));
  const attempted = () =>
    app.logLines.map((line) => JSON.parse(line) as { msg: string }).filter(({ msg }) => msg === 'delivery.attempted');
  await expect.poll(() => attempted().length).toBe(60);
});

it('hands the bodies over: what was accepted is sent, and never read back, however busy the thread is', async () => {
  const receiver = await app.receiver();
  await createWebhook(app, receiver);
  // Left there: dropping it would wait for everybody who reads events.
  const spoiled = 'spoiled';
  await usingOwner((owner) =>
    owner.query(`
      create function dockhook.spoil() returns trigger language plpgsql as $$
        begin new.payload := '{"read":"back"}'; return new; end $$;
      create trigger spoil before insert on dockhook.event for each row
        when (new.correlation_id = '${spoiled}') execute function dockhook.spoil()`),
  );
  const text = pickText();
  const batches = Array.from({ length: 8 }, () =>
    Array.from({ length: 100 }, () => ({ text, correlationId: spoiled })),
  );
  const eventIds = (await Promise.all(batches.map((batch) => publishMany(app, batch)))).flat();
  const ours = () => receiver.requests.filter(({ headers }) => eventIds.includes(String(headers['webhook-id'])));
  await expect.poll(() => ours().length, { timeout: 30_000 }).toBe(800);
  expect(new Set(ours().map(({ body }) => body.toString()))).toEqual(new Set([text]));
});

it('a webhook that is paused through the API is paused in the other thread', async () => {
  const receiver = await app.receiver();
  const { id } = await createWebhook(app, receiver);
  await app.execute(PauseWebhookDocument, { webhook: { id } });
  const eventId = await publish(app);
  await expect.poll(async () => (await deliveriesOf(app, eventId)).map(({ status }) => status)).toContain('HELD');
  expect(receiver.requests).toHaveLength(0);
});
