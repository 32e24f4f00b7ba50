/** Idempotency keys that go, being old or erased, between the statement that finds them taken and the one that looks them up. */
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Database } from '../../src/database/database.ts';
import { startDeliveryQueue } from '../../src/database/delivery-queue.ts';
import { claimRequest } from '../../src/database/repeatable-request.ts';
import { createSecretBox } from '../../src/database/secret-box.ts';
import type { Sql } from '../../src/database/sql.ts';
import { newUuid, parsePublicId } from '../../src/domain/ids.ts';
import { wholeTenant } from '../../src/domain/scope.ts';
import { createBacklog } from '../../src/pipeline/backlog.ts';
import { createPublisher } from '../../src/pipeline/publish-event.ts';
import { createCreateWebhook } from '../../src/webhooks/create-webhook.ts';
import { documentedText, publish } from '../support/clients.ts';
import { createTestApp, TENANT, type TestApp } from '../support/test-app.ts';

let app: TestApp;
let database: Database;

beforeAll(async () => {
  app = await createTestApp({ ROLE: 'api' });
  ({ database } = app.app);
});
afterAll(() => app?.stop());

const textOf = (statement: Parameters<Sql['query']>[0]) => (typeof statement === 'string' ? statement : statement.text);

/** Forgets all keys of a table once, just before the statement that reads it. */
function forgetting(sql: Sql, table: string, once: { isDone: boolean }): Sql {
  return {
    async query(statement, values) {
      if (!once.isDone && textOf(statement).includes(`from dockhook.${table}`)) {
        once.isDone = true;
        await database.system.query(`delete from dockhook.${table}`);
      }
      return sql.query(statement, values);
    },
  };
}

it('an event is accepted under a key that goes while it is looked up', async () => {
  const text = documentedText('pick.confirmed');
  const first = await publish(app, { idempotencyKey: 'going', text });
  const queue = await startDeliveryQueue({ pool: database.systemPool, supervise: false, onError() {} });
  const once = { isDone: false };
  const publisher = createPublisher({
    database: {
      ...database,
      tenantTransaction: (scope, work) =>
        database.tenantTransaction(scope, (sql) => work(forgetting(sql, 'idempotency_key', once))),
    },
    queue,
    signals: { send() {} },
    backlog: createBacklog(database.system, 1000),
    failpoint() {},
    logPublished() {},
  });
  const [result] = await publisher.publish(wholeTenant(TENANT), [
    { type: 'pick.confirmed', payload: { text }, idempotencyKey: 'going' },
  ]);
  await queue.stop();
  expect(once.isDone).toBe(true);
  expect(result).toMatchObject({ ok: true, isDuplicate: false });
  expect(result).not.toMatchObject({ event: { id: parsePublicId('event', first) } });
});

it('another mutation claims its key again', async () => {
  const request = {
    tenantId: TENANT,
    operation: 'redeliver' as const,
    key: 'going',
    content: 'one',
    path: ['idempotencyKey'],
  };
  const claim = (resultId: string, once: { isDone: boolean }) =>
    database.tenantTransaction(wholeTenant(TENANT), (sql) =>
      claimRequest(forgetting(sql, 'repeatable_request', once), { ...request, resultId }),
    );
  const [first, second] = [newUuid(), newUuid()];
  expect(await claim(first, { isDone: true })).toBeUndefined();
  expect(await claim(second, { isDone: false })).toBeUndefined();
  expect(await claim(newUuid(), { isDone: true })).toBe(second);
});

it('a webhook is created under a key that goes while it is looked up', async () => {
  const once = { isDone: true };
  let isTaken = false;
  const create = createCreateWebhook({
    database: {
      ...database,
      tenantRead: (scope, work) =>
        database.tenantRead(scope, (sql) => work(forgetting(sql, 'repeatable_request', once))),
    },
    secretBox: createSecretBox(`k1:${randomBytes(32).toString('base64')}`),
    headerPrefix: 'webhook',
    // Asked between the first look and the insert.
    async checkUrl() {
      if (isTaken) return { ok: true };
      isTaken = true;
      once.isDone = false;
      await database.system.query(
        `insert into dockhook.repeatable_request (tenant_id, operation, key, request_hash, result_id)
         values ($1, 'createWebhook', 'going', '', gen_random_uuid())`,
        [TENANT],
      );
      return { ok: true };
    },
  });
  const origin = { remoteAddress: null, userAgent: null, operationName: null };
  const caller = {
    ...wholeTenant(TENANT),
    keyId: newUuid(),
    actorId: 'key_1',
    name: 'Test',
    role: 'ADMINISTRATOR' as const,
    origin,
  };
  const input = { name: 'Receiver', url: 'https://example.com/', eventTypes: ['*'], idempotencyKey: 'going' };
  const made = await create({ caller, input });
  expect(made).toMatchObject({ webhook: { name: 'Receiver' }, signingSecret: expect.stringMatching(/^whsec_/) });
  expect(once.isDone).toBe(true);
});
