/** Processes that cannot start, or not yet: what is due is left to others, and what has begun comes to its end. */
import { copyFileSync, existsSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createApp, type App, type AppHooks } from '../../src/app.ts';
import { loadConfig } from '../../src/config.ts';
import { PublishEventDocument } from '../../src/web/gql/graphql.ts';
import { createWebhook, deliveriesOf, publish, toPublishInput } from '../support/clients.ts';
import { createGraphqlClient } from '../support/graphql-client.ts';
import type { Receiver } from '../support/receiver.ts';
import { createTestApp, type TestApp } from '../support/test-app.ts';
import { startServiceProcess } from '../support/test-app-process.ts';

let app: TestApp;
let receiver: Receiver;
/** Of an event whose delivery is due and that nobody delivers. */
let event: string;
beforeEach(async () => {
  app = await createTestApp({ ROLE: 'api' });
  receiver = await app.receiver();
  await createWebhook(app, receiver);
  event = await publish(app);
});
afterEach(() => app?.stop());

async function secondApp(overrides: Readonly<Record<string, string>>, hooks: AppHooks = {}): Promise<App> {
  const config = loadConfig({ ...app.environment, ROLE: 'all', ...overrides });
  const second = await createApp(config, pino({ level: 'silent' }), hooks);
  app.onStop(() => second.stop());
  return second;
}

const inThread: AppHooks = { threadOutput: { write() {} } };

async function expectNothingTaken(): Promise<void> {
  const jobs = await app.app.database.system.query('select state, retry_count from pgboss.job');
  expect(jobs).toEqual([{ state: 'created', retry_count: 0 }]);
  expect(receiver.requests).toEqual([]);
}

/** A connection of the tables' owner. */
async function connectOwner(): Promise<pg.Client> {
  const owner = new pg.Client({ connectionString: app.database.url });
  await owner.connect();
  app.onStop(() => owner.end());
  return owner;
}

const waitForLock = async (type: string) =>
  expect
    .poll(async () => {
      const text = `select 1 from pg_locks l join pg_database d on d.oid = l.database
                    where d.datname = current_database() and l.locktype = $1 and not l.granted`;
      return (await app.app.database.system.query(text, [type])).length;
    })
    .toBe(1);

it.each(['all', 'worker'])('%s: a port that is taken is noticed before a ticket is taken', async (role) => {
  const second = await secondApp({ ROLE: role, PORT: new URL(app.url).port });
  await expect(second.start()).rejects.toThrow('EADDRINUSE');
  await second.stop();
  await expectNothingTaken();
});

it('a process whose port is taken ends with 1, says which setting is why and nothing else, and has taken nothing', async () => {
  const { port } = new URL(app.url);
  const error: unknown = await startServiceProcess(app, { ROLE: 'all', PORT: port }).catch((thrown: unknown) => thrown);
  expect(String(error)).toMatch(/ended with 1:/);
  const sentence = `PORT: ${port} of 127.0.0.1 is taken by another process (EADDRINUSE).`;
  expect(String(error)).toContain(`\nDockhook cannot start: ${sentence}`);
  expect(String(error)).not.toContain('fault');
  await expectNothingTaken();
});

it('while delivering is still about to begin it says so, answers requests, and delivers them afterwards', async () => {
  const second = await secondApp({ PORT: '0' }, inThread);
  const owner = await connectOwner();
  await owner.query('begin; lock table pgboss.version'); // the thread's queue reads it when it begins
  const started = second.start();
  await waitForLock('relation');
  const ready = await fetch(`${second.url}/readyz`);
  expect([ready.status, await ready.json()]).toEqual([
    503,
    { status: 'not ready', api: 'it is starting', delivering: 'it is starting' },
  ]);
  const client = createGraphqlClient(() => second.url);
  app.onStop(() => client.close());
  const { data } = await client.send(PublishEventDocument, { input: toPublishInput() }, app.token);
  const meanwhile = data?.publishEvent?.event?.id;
  expect(receiver.requests).toEqual([]);
  await owner.query('commit');
  await started;
  await receiver.waitFor(2);
  const sent = receiver.requests.map(({ headers }) => headers['webhook-id']);
  expect(new Set(sent)).toEqual(new Set([event, meanwhile]));
});

it('when the thread that delivers cannot begin, all the rest ends as well', async () => {
  const caFile = path.join(app.environment['DATA_DIR'] as string, 'another-ca.pem');
  copyFileSync(app.environment['EGRESS_CA_FILE'] as string, caFile);
  const second = await secondApp({ PORT: '0', EGRESS_CA_FILE: caFile }, inThread);
  rmSync(caFile); // which the thread reads again
  await expect(second.start()).rejects.toThrow('ENOENT');
  await expect(fetch(`${second.url}/healthz`)).rejects.toThrow();
  await expect(second.database.ping()).rejects.toThrow();
  await expectNothingTaken();
});

it.each([
  ['is no certificate', 'nonsense', 'not a PEM certificate'],
  ['is not there', undefined, 'ENOENT'],
])('a file of authorities that %s is noticed before a ticket is taken', async (_what, text, message) => {
  const caFile = path.join(app.environment['DATA_DIR'] as string, 'bad-ca.pem');
  if (text !== undefined) writeFileSync(caFile, text);
  await expect(secondApp({ EGRESS_CA_FILE: caFile })).rejects.toThrow(message);
  await expectNothingTaken();
});

it('a network that is none is refused before anything is made', async () => {
  const dataDir = path.join(app.environment['DATA_DIR'] as string, 'new');
  const second = secondApp({ DATABASE_URL: '', DATA_DIR: dataDir, EGRESS_ALLOW: 'home' });
  await expect(second).rejects.toThrow('EGRESS_ALLOW: "home" is not a network');
  expect(existsSync(dataDir)).toBe(false);
});

it('while another process migrates nothing is taken', async () => {
  const owner = await connectOwner();
  await owner.query('select pg_advisory_lock(726301944)');
  const made = secondApp({ PORT: '0' });
  await waitForLock('advisory');
  await expectNothingTaken();
  await owner.query('select pg_advisory_unlock_all()');
  await made;
  await expectNothingTaken();
});

it('stopped while it starts, a process takes nothing any more', async () => {
  const second = await secondApp({ PORT: '0' });
  const started = second.start();
  await Promise.all([second.stop(), expect(started).rejects.toThrow('stopped while it started')]);
  await expectNothingTaken();
});

it('a process that fails when it already delivers lets the request in flight come to its end', async () => {
  const owner = await connectOwner();
  await owner.query(`
    create function dockhook.refuse() returns trigger language plpgsql as $$
      begin perform pg_advisory_xact_lock(1); raise exception 'no more keys'; end $$;
    create trigger refuse before insert on dockhook.api_key for each row execute function dockhook.refuse();
    select pg_advisory_lock(1)`);
  const answer = Promise.withResolvers<number>();
  receiver.answers(() => answer.promise);
  const failed = expect(
    startServiceProcess(app, { ROLE: 'all', PORT: '0', ADMIN_TOKEN: 'the-first-administrator-token' }),
  ).rejects.toThrow(/ended with 1:[^]*no more keys/);
  await Promise.all([receiver.waitFor(1), waitForLock('advisory')]);
  await owner.query('select pg_advisory_unlock_all()');
  answer.resolve(200);
  await failed;
  expect((await deliveriesOf(app, event))[0]).toMatchObject({
    status: 'SUCCEEDED',
    attempts: { nodes: [{ number: 1, outcome: 'SUCCESS' }] },
  });
});
