/** What probes are told: of a worker on a port of its own, and of both halves of a process that has both. */
import { pino } from 'pino';
import pg from 'pg';
import { afterEach, expect, inject, it } from 'vitest';
import { createApp } from '../../src/app.ts';
import { loadConfig } from '../../src/config.ts';
import { createTestApp, type TestApp } from '../support/test-app.ts';

let app: TestApp;
afterEach(() => app.stop());

const ask = async (url: string): Promise<[number, unknown]> => {
  const answer = await fetch(url);
  return [answer.status, await answer.json()];
};

/** Lets nobody into the database of the test, and ends who is in it. */
async function setAway(isAway: boolean): Promise<void> {
  const admin = new pg.Client({ connectionString: inject('databaseServer').adminUrl });
  await admin.connect();
  try {
    await admin.query(`alter database ${app.database.name} allow_connections ${!isAway}`);
    if (isAway) {
      await admin.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [
        app.database.name,
      ]);
    }
  } finally {
    await admin.end();
  }
}

const AWAY = 'the database does not answer, or takes no changes';

it('a worker answers probes and nothing else, and is not ready while the database is away', async () => {
  app = await createTestApp({ ROLE: 'api' });
  const worker = await createApp(loadConfig({ ...app.environment, ROLE: 'worker' }), pino({ level: 'silent' }));
  app.onStop(() => worker.stop());
  await worker.start();
  expect(await ask(`${worker.url}/healthz`)).toEqual([200, { status: 'ok' }]);
  expect(await ask(`${worker.url}/readyz`)).toEqual([200, { status: 'ready' }]);
  for (const path of ['/', '/graphql', '/explorer', '/healthz/x']) {
    expect(await ask(`${worker.url}${path}`)).toEqual([404, { error: 'Not Found' }]);
  }
  const posted = await fetch(`${worker.url}/graphql`, { method: 'POST', body: '{"query":"{ viewer { tenantId } }"}' });
  expect([posted.status, posted.headers.get('x-content-type-options')]).toEqual([404, 'nosniff']);

  await setAway(true);
  try {
    await expect.poll(() => ask(`${worker.url}/readyz`)).toEqual([503, { status: 'not ready', delivering: AWAY }]);
    expect(await ask(`${app.url}/readyz`)).toEqual([503, { status: 'not ready', api: AWAY }]);
    expect(await ask(`${worker.url}/healthz`)).toEqual([200, { status: 'ok' }]);
  } finally {
    await setAway(false);
  }
  await expect.poll(() => ask(`${worker.url}/readyz`)).toEqual([200, { status: 'ready' }]);
  await worker.stop();
  await expect(fetch(`${worker.url}/healthz`)).rejects.toThrow();
});

it('a process with both halves says which of them cannot work', async () => {
  app = await createTestApp({}, { inThread: true });
  await expect.poll(() => ask(`${app.url}/readyz`)).toEqual([200, { status: 'ready' }]);
  await setAway(true);
  try {
    await expect
      .poll(() => ask(`${app.url}/readyz`))
      .toEqual([503, { status: 'not ready', api: AWAY, delivering: AWAY }]);
  } finally {
    await setAway(false);
  }
  // The API is back first: the other half is asked once a second.
  await expect.poll(() => ask(`${app.url}/readyz`)).toEqual([200, { status: 'ready' }]);
});
