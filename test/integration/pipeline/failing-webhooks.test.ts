/** What is done for one webhook after the other: one that cannot be dealt with now keeps the others from nothing. */
import pg from 'pg';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { startDeliveryQueue } from '../../../src/database/delivery-queue.ts';
import { parsePublicId, toPublicId } from '../../../src/domain/ids.ts';
import { createWaitingEnder } from '../../../src/pipeline/end-waiting.ts';
import { createReleaser } from '../../../src/pipeline/release-held.ts';
import { PauseWebhookDocument } from '../../../src/web/gql/graphql.ts';
import { createWebhook, publish } from '../../support/clients.ts';
import { createTestApp, type TestApp } from '../../support/test-app.ts';

let app: TestApp;
let owner: pg.Client;
/** UUIDs, in the order in which they are come to. One delivery is held for each. */
let webhooks: string[];
let errors: string[];

const signals = { send() {}, on: () => () => {}, close: async () => {} };
const onError = (error: unknown): void => void errors.push(String(error));

beforeEach(async () => {
  app = await createTestApp({ ROLE: 'api' }); // nobody delivers, releases or ends
  errors = [];
  owner = new pg.Client({ connectionString: app.database.url });
  await owner.connect();
  app.onStop(() => owner.end());
  const receiver = await app.receiver();
  webhooks = [];
  for (let n = 0; n < 3; n++) {
    const { id } = await createWebhook(app, receiver);
    await app.execute(PauseWebhookDocument, { webhook: { id } });
    webhooks.push(parsePublicId('webhook', id) as string);
  }
  webhooks.sort();
  await publish(app);
});
afterEach(() => app?.stop());

const setAll = (status: string) =>
  owner.query(`update dockhook.webhook set status = '${status}', status_changed_at = now()`);

/** From now on nothing that is held for it can be touched. */
const spoil = (webhookId: string | undefined) =>
  owner.query(`
    create function dockhook.spoil() returns trigger language plpgsql as $$ begin raise exception 'spoiled'; end $$;
    create trigger spoil before delete on dockhook.held_delivery for each row
      when (old.webhook_id = '${webhookId}') execute function dockhook.spoil()`);

async function statuses(): Promise<Record<string, string>> {
  const rows = await app.app.database.system.query<{ webhook_id: string; status: string }>(
    'select webhook_id, status from dockhook.delivery',
  );
  return Object.fromEntries(rows.map(({ webhook_id, status }) => [webhook_id, status]));
}

it('what waits for disabled webhooks is ended although one of them is locked and one has a fault', async () => {
  const [locked = '', faulty = '', fine = ''] = webhooks;
  await setAll('DISABLED');
  await spoil(faulty);
  await owner.query(`begin; select 1 from dockhook.webhook where id = '${locked}' for update`);
  const ender = createWaitingEnder({ database: app.app.database, signals, onError });
  const ended = ender.endAll();
  await expect.poll(statuses).toEqual({ [locked]: 'HELD', [faulty]: 'HELD', [fine]: 'CANCELED' });
  await owner.query('commit');
  await ended;
  expect(await statuses()).toEqual({ [locked]: 'CANCELED', [faulty]: 'HELD', [fine]: 'CANCELED' });
  expect(errors).toEqual([`Error: Ending what waits for webhook ${toPublicId('webhook', faulty)} failed`]);
});

it('what is held for active webhooks is released although one of them has a fault', async () => {
  const [faulty = '', ...fine] = webhooks;
  await setAll('ACTIVE');
  await spoil(faulty);
  const queue = await startDeliveryQueue({ pool: app.app.database.systemPool, supervise: false, onError });
  app.onStop(() => queue.stop());
  const stillSealed = async () => new Set<string>();
  const roomOf = () => 50;
  await createReleaser({ database: app.app.database, queue, signals, roomOf, stillSealed, onError }).releaseAll();
  const released = (await queue.fetch(10)).flatMap(({ entries }) => entries.map(({ webhookId }) => webhookId));
  expect(released.sort()).toEqual(fine);
  expect(errors).toEqual([`Error: Releasing what waits for webhook ${toPublicId('webhook', faulty)} failed`]);
});
