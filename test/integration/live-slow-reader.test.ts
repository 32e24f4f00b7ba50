/** A socket that stops reading: it is told what it missed, and the others notice nothing. */
import { parse } from 'graphql';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { createInbox } from '../support/inbox.ts';
import { createTestApp, type TestApp } from '../support/test-app.ts';

let app: TestApp;

beforeAll(async () => {
  app = await createTestApp();
});
afterAll(() => app?.stop());

/** Long items, so that the buffers of the operating system are soon full. */
const padding = Array.from({ length: 25 }, (_, index) => `c${index}: cursor`).join(' ');
const QUERY = `subscription { deliveryUpdates { __typename ... on DeliveryChanged { ${padding} status }
  ... on StreamCaughtUp { cursor } ... on StreamReset { cursor reason } } }`;

interface Update {
  readonly __typename: string;
  readonly reason?: string;
  readonly status?: string;
}

const tell = (count: number, status: string) =>
  app.app.database.system.query(
    `insert into dockhook.delivery_change (tenant_id, delivery_id, webhook_id, event_type, trigger, status, occurred_at)
     select 'TENANT001', gen_random_uuid(), gen_random_uuid(), 'pick.confirmed', 'EVENT', $2::dockhook.delivery_status, now()
     from generate_series(1, $1::int)`,
    [count, status],
  );

/** A client that can stop reading, which the stock client cannot. */
async function openSocket() {
  const inbox = createInbox<Update>('update');
  const socket = new WebSocket(`${app.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
  socket.on('message', (data) => {
    const message = JSON.parse(String(data)) as { type: string; payload?: { data: { deliveryUpdates: Update } } };
    if (message.type === 'connection_ack') {
      socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query: QUERY } }));
    }
    if (message.type === 'next' && message.payload !== undefined) inbox.add(message.payload.data.deliveryUpdates);
  });
  socket.on('close', (code) => inbox.close(`closed with ${code}`));
  socket.on('open', () => {
    const payload = { authorization: `Bearer ${app.token}` };
    socket.send(JSON.stringify({ type: 'connection_init', payload }));
  });
  await inbox.waitFor(1, 10_000);
  app.onStop(async () => socket.terminate());
  return { inbox, socket };
}

it('a socket that stopped reading gets a reset when it reads again; another lost nothing meanwhile', async () => {
  const CHANGES = 24_000;
  const STEP = 4_000;
  const slow = await openSocket();
  const good = app.live().subscribe<{ deliveryUpdates: Update }, Record<string, never>>(parse(QUERY) as never, {});
  await good.next();

  slow.socket.pause();
  for (let told = STEP; told <= CHANGES; told += STEP) {
    await tell(STEP, 'HELD');
    await good.waitFor(1 + told, 30_000);
  }
  const missed = CHANGES - slow.inbox.items.length;
  expect(missed).toBeGreaterThan(10_000);
  slow.socket.resume();

  const isReset = ({ __typename }: Update): boolean => __typename === 'StreamReset';
  await expect.poll(() => slow.inbox.items.filter(isReset)).toHaveLength(1);
  await tell(1, 'SUCCEEDED');
  await expect.poll(() => slow.inbox.items.at(-1)?.status).toBe('SUCCEEDED');
  expect(slow.inbox.items.find(isReset)).toMatchObject({ reason: 'BACKPRESSURE' });
  expect(slow.inbox.items.length).toBeLessThan(CHANGES);
  await good.waitFor(CHANGES + 2, 10_000);
  expect(good.items.some(({ deliveryUpdates }) => isReset(deliveryUpdates))).toBe(false);
}, 90_000);
