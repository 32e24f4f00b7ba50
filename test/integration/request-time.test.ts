import { afterAll, beforeAll, expect, it } from 'vitest';
import { openDatabase, type Database } from '../../src/database/database.ts';
import { WebhookEntity } from '../../src/database/entities/webhook.ts';
import { isRequestOver, withinRequest } from '../../src/database/request-time.ts';
import { wholeTenant } from '../../src/domain/scope.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';

let server: TestDatabase;
let database: Database;
beforeAll(async () => {
  server = await createTestDatabase();
  database = await openDatabase({ url: server.url });
});
afterAll(async () => {
  await database.close();
  await server.drop();
});

const read = () => database.forTenant(wholeTenant('T')).find(WebhookEntity, {});

it('a request whose time is over begins no statement, whichever way it asks', async () => {
  const controller = new AbortController();
  await withinRequest(controller.signal, async () => {
    expect(await read()).toEqual([]);
    controller.abort();
    expect(isRequestOver(await read().catch((reason: unknown) => reason))).toBe(true);
    const transaction = database.forTenant(wholeTenant('T')).transactional(async () => 1);
    expect(isRequestOver(await transaction.catch((reason: unknown) => reason))).toBe(true);
    const handWritten = database.tenantRead(wholeTenant('T'), (sql) => sql.query('select 1 as one'));
    expect(isRequestOver(await handWritten.catch((reason: unknown) => reason))).toBe(true);
    const asSystem = database.systemReads.query('select 1 as one');
    expect(isRequestOver(await asSystem.catch((reason: unknown) => reason))).toBe(true);
  });
  expect(await read()).toEqual([]);
});

it('what changes something, which several requests may share, is not stopped by one of them', async () => {
  const work = () => database.tenantTransaction(wholeTenant('T'), (sql) => sql.query('select 1 as one'));
  expect(await withinRequest(AbortSignal.abort(), work)).toEqual([{ one: 1 }]);
});
