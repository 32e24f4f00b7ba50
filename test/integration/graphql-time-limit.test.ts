import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { CreateWebhookDocument, WebhooksDocument } from '../../src/web/gql/graphql.ts';
import { openInitialised } from '../support/raw-socket.ts';
import { createTestApp, type TestApp } from '../support/test-app.ts';

let app: TestApp;
let owner: pg.Client;

beforeAll(async () => {
  app = await createTestApp({ REQUEST_TIMEOUT_MS: '1000' });
});
beforeEach(async () => {
  owner = new pg.Client({ connectionString: app.database.url });
  await owner.connect();
  await owner.query('begin; lock table dockhook.webhook in access exclusive mode');
});
afterEach(async () => {
  await owner.query('rollback');
  await owner.end();
  // The same connections serve as before.
  expect((await app.execute(WebhooksDocument, { first: 1 })).webhooks?.nodes).toEqual([]);
});
afterAll(() => app?.stop());

const timedOut = { message: expect.stringContaining('took longer than 1 s'), extensions: { code: 'TIMEOUT' } };

/** Statements of requests that are at work, or wait for the lock. */
const running = async (): Promise<unknown[]> => {
  const watcher = new pg.Client({ connectionString: app.database.url });
  await watcher.connect();
  const { rows } = await watcher.query(
    `select query from pg_stat_activity where application_name = 'dockhook dockhook_tenant' and state = 'active'`,
  );
  await watcher.end();
  return rows;
};

it('over HTTP a request that takes too long ends with 504 and TIMEOUT, and its statement is ended', async () => {
  const answer = await app.graphql.send(WebhooksDocument, { first: 1 }, app.token);
  expect(answer).toMatchObject({ httpStatus: 504, errors: [timedOut] });
  await expect.poll(running, { timeout: 10_000 }).toEqual([]);
});

it('so does a change, of which nothing is left when it was not finished', async () => {
  const input = { name: 'Late', url: 'https://127.0.0.1:8443/', eventTypes: ['*'] };
  const answer = await app.graphql.send(CreateWebhookDocument, { input }, app.token);
  expect(answer).toMatchObject({ httpStatus: 504, errors: [timedOut] });
  await expect.poll(running, { timeout: 10_000 }).toEqual([]);
});

it('over a socket the operation ends, and the socket goes on', async () => {
  const socket = await openInitialised(app.url, app.token);
  const query = '{ webhooks(first: 1) { nodes { id } } }';
  socket.say({ id: '1', type: 'subscribe', payload: { query } });
  expect(await socket.next()).toMatchObject({ id: '1', type: 'next', payload: { errors: [timedOut] } });
  expect(await socket.next()).toMatchObject({ id: '1', type: 'complete' });
  socket.say({ id: '2', type: 'subscribe', payload: { query: '{ viewer { actor { id } } }' } });
  expect(await socket.next()).toMatchObject({ id: '2', payload: { data: { viewer: {} } } });
  await socket.close();
});
