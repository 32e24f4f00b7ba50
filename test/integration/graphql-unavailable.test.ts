import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { DeliveriesDocument, PublishEventDocument } from '../../src/web/gql/graphql.ts';
import { wholeTenant } from '../../src/domain/scope.ts';
import { publish, toPublishInput } from '../support/clients.ts';
import { publishRaw } from '../support/send-raw.ts';
import { createTestApp, TENANT, type TestApp } from '../support/test-app.ts';

let app: TestApp;
let owner: pg.Client;

beforeAll(async () => {
  app = await createTestApp({ DATABASE_TENANT_CONNECTIONS: '1', DATABASE_SYSTEM_CONNECTIONS: '4' });
});
beforeEach(async () => {
  owner = new pg.Client({ connectionString: app.database.url });
  await owner.connect();
});
afterEach(() => owner.end());
afterAll(() => app?.stop());

const errorsIn = (text: string) => (JSON.parse(text) as { errors: { extensions: object }[] }).errors;

it('who gets no connection is told to come back, and when', async () => {
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  const holding = app.app.database.tenantTransaction(wholeTenant(TENANT), async (sql) => {
    await sql.query('select 1');
    await released;
  });
  const [published, { errors }] = await Promise.all([
    publishRaw(app),
    app.graphql.send(DeliveriesDocument, { first: 1 }, app.token),
  ]);
  release();
  await holding;
  expect(errorsIn(published.text)[0]).toMatchObject({
    extensions: { code: 'SERVICE_UNAVAILABLE', retryAfter: 'PT2S' },
  });
  expect(published.headers['retry-after']).toBe('2');
  expect(errors[0]?.extensions?.['code']).toBe('SERVICE_UNAVAILABLE');
  expect(errors[0]?.message).not.toMatch(/timeout|connect |pool/i);
  await publish(app);
});

it('who waits too long for a lock is told the same', async () => {
  await owner.query('begin; lock table dockhook.event in access exclusive mode');
  const { text, headers } = await publishRaw(app);
  await owner.query('rollback');
  expect(errorsIn(text)[0]).toMatchObject({ extensions: { code: 'SERVICE_UNAVAILABLE' } });
  expect(headers['retry-after']).toBe('2');
  await publish(app);
});

it('a publish whose connection is lost in the middle is repeated, and its caller does not notice', async () => {
  const before = app.logLines.length;
  await owner.query('begin; lock table dockhook.event in access exclusive mode');
  const published = app.execute(PublishEventDocument, { input: toPublishInput() });
  const admin = new pg.Client({ connectionString: app.database.url });
  await admin.connect();
  await expect.poll(async () => (await admin.query(terminateWaiting)).rowCount, { interval: 20 }).toBe(1);
  await admin.end();
  await owner.query('rollback');
  const { publishEvent } = await published;
  expect(publishEvent).toMatchObject({ isDuplicate: false, errors: [] });
  expect(app.logLines.slice(before).filter((line) => line.includes('"level":"error"'))).toEqual([]);
});

/** Ends the publishing connection while it waits for the lock. */
const terminateWaiting = `
select pg_terminate_backend(pid) from pg_stat_activity
where datname = current_database() and wait_event_type = 'Lock' and application_name = 'dockhook dockhook_tenant'`;
