import { afterAll, beforeAll, expect, it } from 'vitest';
import { parsePublicId } from '../../src/domain/ids.ts';
import { removePayloads } from '../../src/pipeline/remove-payloads.ts';
import { PauseWebhookDocument } from '../../src/web/gql/graphql.ts';
import { createWebhook, deliveriesOf, publish } from '../support/clients.ts';
import { createTestApp, TENANT, type TestApp } from '../support/test-app.ts';

let app: TestApp;
beforeAll(async () => {
  app = await createTestApp({ ROLE: 'api' }); // nobody delivers
});
afterAll(() => app?.stop());

/** How the table of what is held was read while the payload of an event was removed. */
async function remove(eventId: string) {
  return app.app.database.systemTransaction(async (sql) => {
    const canceled = await removePayloads(sql, [parsePublicId('event', eventId) as string], { forgetKeys: false });
    const [read] = await sql.query(
      `select seq_scan::int as scans, coalesce(idx_scan, 0)::int as "lookUps", n_tup_del::int as deleted
       from pg_stat_xact_user_tables where relname = 'held_delivery'`,
    );
    return { canceled, ...(read as { scans: number; lookUps: number; deleted: number }) };
  });
}

it('what is held of other events is not read, however much that is', async () => {
  const { id } = await createWebhook(app, await app.receiver());
  await app.execute(PauseWebhookDocument, { webhook: { id } });
  const held = await publish(app);
  const ended = await publish(app);
  await app.app.database.system.query(`update dockhook.delivery set status = 'SUCCEEDED' where event_id = $1`, [
    parsePublicId('event', ended),
  ]);
  await app.app.database.system.query(
    `insert into dockhook.held_delivery (tenant_id, webhook_id, delivery_id, event_id, attempt_number, reason)
     select $1, gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), 1, 'PAUSED' from generate_series(1, 5000)`,
    [TENANT],
  );
  expect(await remove(ended)).toEqual({ canceled: 0, scans: 0, lookUps: 0, deleted: 0 });
  expect(await remove(held)).toEqual({ canceled: 1, scans: 0, lookUps: 1, deleted: 1 });
  expect((await deliveriesOf(app, held))[0]?.status).toBe('CANCELED');
});
