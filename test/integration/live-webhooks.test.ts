import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  ActivateWebhookDocument,
  DeleteWebhookDocument,
  DeliveryStatsTicksDocument,
  PauseWebhookDocument,
  UpdateWebhookDocument,
  WebhookChangesDocument,
  type WebhookChangesSubscriptionVariables,
} from '../../src/web/gql/graphql.ts';
import { createWebhook, publishMany } from '../support/clients.ts';
import { createLiveClient } from '../support/live-client.ts';
import type { Receiver } from '../support/receiver.ts';
import { startServiceProcess } from '../support/test-app-process.ts';
import { createTestApp, type TestApp } from '../support/test-app.ts';

let app: TestApp;
let receiver: Receiver;

beforeAll(async () => {
  app = await createTestApp();
  receiver = await app.receiver();
});
afterAll(() => app?.stop());

/** Opens a stream and makes sure that it has begun: the first item is that of a webhook that is there. */
async function open(variables: Partial<WebhookChangesSubscriptionVariables> = {}, token = app.token, url = app.url) {
  const client = createLiveClient(url, { authorization: `Bearer ${token}` });
  app.onStop(() => client.close());
  const stream = client.subscribe(WebhookChangesDocument, { withCurrent: true, ...variables });
  /**
   * What was made just before may still be told as new, by itself or together with what happened next: transactions
   * elsewhere on the server delay the log. It is not what these tests wait for.
   */
  async function next() {
    for (;;) {
      const { webhookChanges: change } = await stream.next();
      const changes = change.changes.filter((kind) => kind !== 'CREATED');
      if (changes.length > 0 || change.changes.length === 0) return { ...change, changes };
    }
  }
  return { next, stream };
}

it('every change of a webhook is told with what changed: settings, status, circuit, deletion', async () => {
  const { id } = await createWebhook(app, receiver, { name: 'One' });
  const { next } = await open({ webhookIds: [id] });
  expect(await next()).toMatchObject({ webhookId: id, changes: [], webhook: { name: 'One', status: 'ACTIVE' } });

  await app.execute(UpdateWebhookDocument, { webhook: { id }, input: { name: 'Two' } });
  expect(await next()).toMatchObject({ changes: ['CONFIGURATION'], webhook: { name: 'Two', revision: 2 } });
  await app.execute(PauseWebhookDocument, { webhook: { id } });
  expect(await next()).toMatchObject({ changes: ['STATUS'], webhook: { status: 'PAUSED', statusReason: 'MANUAL' } });
  await app.execute(ActivateWebhookDocument, { webhook: { id } });
  expect(await next()).toMatchObject({ changes: ['STATUS'], webhook: { status: 'ACTIVE' } });

  await app.app.database.system.query(
    `update dockhook.webhook_circuit set state = 'OPEN', next_probe_at = now() + interval '1 hour'
     where webhook_id = (select id from dockhook.webhook where name = 'Two')`,
  );
  expect(await next()).toMatchObject({
    changes: ['CIRCUIT'],
    webhook: { health: 'FAILING', circuit: { state: 'OPEN' } },
  });
  expect(await next()).toMatchObject({ changes: ['HEALTH'], webhook: { health: 'FAILING' } });

  await app.execute(DeleteWebhookDocument, { webhook: { id } });
  expect(await next()).toMatchObject({ webhookId: id, changes: ['DELETED'], webhook: null });
});

it('health is told when deliveries begin to fail', async () => {
  const failing = await app.receiver();
  failing.answers(500);
  const { id } = await createWebhook(app, failing, { eventTypes: ['return.received'] });
  const { next } = await open({ webhookIds: [id] });
  expect(await next()).toMatchObject({ webhook: { health: 'UNKNOWN' } });
  await publishMany(app, [{ type: 'return.received' }]);
  const { changes, webhook } = await next();
  expect(changes).toContain('HEALTH');
  expect(['DEGRADED', 'FAILING']).toContain(webhook?.health);
});

it('a change that is made at one process is seen at another', async () => {
  const { id } = await createWebhook(app, receiver);
  const other = await startServiceProcess(app, { ROLE: 'api', PORT: '0' });
  const { next } = await open({ webhookIds: [id] }, app.token, other.url);
  await next();
  await app.execute(PauseWebhookDocument, { webhook: { id } });
  expect(await next()).toMatchObject({ changes: ['STATUS'], webhook: { status: 'PAUSED' } });
}, 90_000); // a process has to start

it('a key of one company, and a filter by scope, see the webhooks of that company only', async () => {
  const theirs = await createWebhook(app, receiver, { scope: { companyId: 'CO7' } });
  const others = await createWebhook(app, receiver, { scope: { companyId: 'CO8' } });
  const token = await app.key({ companyId: 'CO7', role: 'VIEWER' });
  const streams = await Promise.all([open({}, token), open({ scope: { companyId: 'CO7' } })]);
  for (const { next } of streams) expect(await next()).toMatchObject({ webhookId: theirs.id });
  await app.execute(PauseWebhookDocument, { webhook: { id: others.id } });
  await app.execute(PauseWebhookDocument, { webhook: { id: theirs.id } });
  for (const { next } of streams) expect(await next()).toMatchObject({ webhookId: theirs.id, changes: ['STATUS'] });
});

it('a rolled back change is not told, and one that commits late is', async () => {
  const { id } = await createWebhook(app, receiver, { name: 'Late' });
  const { next, stream } = await open({ webhookIds: [id] });
  await next();
  const rename = (name: string, end: () => Promise<void>) =>
    app.app.database.systemTransaction(async (sql) => {
      await sql.query(`update dockhook.webhook set description = $1 where name = 'Late'`, [name]);
      await end();
    });
  await expect(
    rename('no', async () => {
      throw new Error('rolled back');
    }),
  ).rejects.toThrow('rolled back');
  await rename('yes', async () => {
    await createWebhook(app, receiver); // commits before, begun after
  });
  expect(await next()).toMatchObject({ changes: ['CONFIGURATION'] });
  const told = stream.items.filter(({ webhookChanges: { changes } }) => changes.includes('CONFIGURATION'));
  expect(told).toHaveLength(1);
});

it('running numbers come at every tick, with attempts per second', async () => {
  const quick = await app.receiver();
  const { id } = await createWebhook(app, quick, { eventTypes: ['order.status'] });
  const ticks = app.live().subscribe(DeliveryStatsTicksDocument, { every: 'PT1S', window: 'PT1M', webhookIds: [id] });
  const first = (await ticks.next()).deliveryStatsTicks;
  expect(first).toMatchObject({ totals: { created: 0, successRate: null }, backlog: 0, attemptsPerSecond: 0 });
  await publishMany(app, [{ type: 'order.status' }, { type: 'order.status' }]);
  await quick.waitFor(2);
  const told = () => ticks.items.map((item) => item.deliveryStatsTicks);
  await expect.poll(() => told().at(-1)).toMatchObject({ totals: { created: 2, succeeded: 2 }, backlog: 0 });
  expect(told().some(({ attemptsPerSecond }) => attemptsPerSecond > 0)).toBe(true);
  ticks.unsubscribe();
});

it('a window or a tick that is out of range is refused', async () => {
  const refused = (variables: { window?: string; every?: string }) =>
    app.live().subscribe(DeliveryStatsTicksDocument, variables).next();
  await expect(refused({ window: 'PT10S' })).rejects.toThrow('window must lie between PT1M and PT24H.');
  await expect(refused({ every: 'PT0.1S' })).rejects.toThrow('every must lie between PT1S and PT1H.');
  await expect(refused({ every: 'PT10M' })).rejects.toThrow('every must not be longer than window.');
});
