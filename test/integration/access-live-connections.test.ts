/** Sockets end with the credential they were opened with, in every process. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createApp, type App } from '../../src/app.ts';
import { loadConfig } from '../../src/config.ts';
import { createLogger } from '../../src/log.ts';
import { CreateApiKeyDocument, RevokeApiKeyDocument, RotateApiKeyDocument } from '../../src/web/gql/graphql.ts';
import { createLiveClient, type LiveClient } from '../support/live-client.ts';
import { createTestApp, type TestApp } from '../support/test-app.ts';

let app: TestApp;
/** Another process of the same service, as far as the two know: all they share is the database. */
let second: App;

beforeAll(async () => {
  app = await createTestApp();
  second = await createApp(loadConfig({ ...app.environment, ROLE: 'api' }), createLogger('silent'));
  await second.start();
  app.onStop(() => second.stop());
});
afterAll(() => app?.stop());

async function createKey(): Promise<{ id: string; token: string }> {
  const { createApiKey } = await app.execute(CreateApiKeyDocument, { input: { name: 'Live', role: 'VIEWER' } });
  return { id: createApiKey?.apiKey?.id ?? '', token: createApiKey?.token ?? '' };
}

/** Open, and known to be: its stream has begun. */
async function connected(url: string, token: string): Promise<LiveClient> {
  const live = createLiveClient(url, { authorization: `Bearer ${token}` });
  app.onStop(() => live.close());
  await live.deliveryUpdates().next();
  return live;
}

it('revoking a key closes its sockets here and in other processes with 4401, and nobody else’s', async () => {
  const { id, token } = await createKey();
  const other = await createKey();
  const lives = [await connected(app.url, token), await connected(app.url, token), await connected(second.url, token)];
  const untouched = [await connected(app.url, other.token), await connected(second.url, other.token)];
  const { revokeApiKey } = await app.execute(RevokeApiKeyDocument, { id });
  expect(revokeApiKey?.closedConnectionCount).toBe(2);
  for (const live of lives) expect(await live.closed).toMatchObject({ code: 4401 });
  for (const live of untouched) {
    expect(await live.deliveryUpdates().next()).toMatchObject({ __typename: 'StreamCaughtUp' });
  }
  const again = createLiveClient(second.url, { authorization: `Bearer ${token}` });
  app.onStop(() => again.close());
  await expect(again.deliveryUpdates().next()).rejects.toThrow('4401');
});

it('a revocation that nobody announced is noticed all the same', async () => {
  const { id, token } = await createKey();
  const live = await connected(second.url, token);
  await app.app.database.system.query(
    `update dockhook.api_key set revoked_at = now() where replace(id::text, '-', '') = $1`,
    [id.slice('key_'.length)],
  );
  expect(await live.closed).toMatchObject({ code: 4401, reason: 'The API key was revoked or has expired.' });
});

it('a key that expires while connected closes its sockets', async () => {
  const { id, token } = await createKey();
  const live = await connected(app.url, token);
  await app.app.database.system.query(
    `update dockhook.api_key set expires_at = now() + interval '100 milliseconds' where replace(id::text, '-', '') = $1`,
    [id.slice('key_'.length)],
  );
  expect(await live.closed).toMatchObject({ code: 4401 });
});

it('a rotation closes the sockets of the old token when its overlap ends, not those of the new one', async () => {
  const { id, token } = await createKey();
  const old = await connected(app.url, token);
  const { rotateApiKey } = await app.execute(RotateApiKeyDocument, { id, overlap: 'PT0.2S' });
  const fresh = await connected(app.url, rotateApiKey?.token ?? '');
  expect(await old.closed).toMatchObject({ code: 4401 });
  expect(await fresh.deliveryUpdates().next()).toMatchObject({ __typename: 'StreamCaughtUp' });
});
