// Many administrators at once: no call may wait for a connection that only another waiting call could give back, and no
// burst may make more webhooks than a tenant can have.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CreateWebhookDocument } from '../../src/web/gql/graphql.ts';
import { webhookLimits } from '../../src/webhooks/webhook-limits.ts';
import { createWebhook } from '../support/clients.ts';
import { createTestApp, type TestApp } from '../support/test-app.ts';

let app: TestApp;
beforeAll(async () => {
  app = await createTestApp();
});
afterAll(() => app.stop());

const url = 'https://127.0.0.1:4443/';

test('twenty webhooks are created at the same time, more than there are connections to the database', async () => {
  const made = await Promise.all(Array.from({ length: 20 }, () => createWebhook(app, { url: () => url })));
  expect(new Set(made.map(({ id }) => id)).size).toBe(20);
});

test('a burst by keys of several companies ends exactly at the limit of the tenant', async () => {
  const { webhooksPerTenant: limit } = webhookLimits;
  // As many as leave room for five: copies of one that was made.
  await app.app.database.system.query(
    `insert into dockhook.webhook
     select (jsonb_populate_record(w, jsonb_build_object('id', gen_random_uuid(), 'key', null, 'company_id', 'C' || n % 3))).*
     from dockhook.webhook w, generate_series(1, $1) n where w.id = (select id from dockhook.webhook limit 1)`,
    [limit - 25],
  );
  const tokens = await Promise.all([
    app.key(),
    app.key({ companyId: 'C1' }),
    app.key({ companyId: 'C2', fulfillmentCenterId: 'F1' }),
  ]);
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, index) => {
      const input = { name: 'Burst', url, eventTypes: ['*'] };
      return app.execute(CreateWebhookDocument, { input }, { token: tokens[index % 3] ?? '' });
    }),
  );
  const refused = answers.flatMap(({ createWebhook: made }) => made?.errors ?? []);
  expect(answers.filter(({ createWebhook: made }) => made?.webhook != null)).toHaveLength(5);
  expect(refused).toHaveLength(15);
  for (const error of refused) expect(error).toMatchObject({ code: 'LIMIT_EXCEEDED', limit });
  const [row] = await app.app.database.system.query<{ count: number }>(
    'select count(*)::int as count from dockhook.webhook where deleted_at is null',
  );
  expect(row?.count).toBe(limit);
});
