/** The live stream through lost connections, dead servers, late commits and other processes: each outcome once. */
import { parse } from 'graphql';
import { createClient } from 'graphql-ws';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { encodePosition } from '../../src/live/stream-position.ts';
import { createWebhook, publishMany } from '../support/clients.ts';
import { changesOf, createLiveClient, type DeliveryChanged } from '../support/live-client.ts';
import { startServiceProcess } from '../support/test-app-process.ts';
import { createTestApp, type TestApp } from '../support/test-app.ts';

let app: TestApp;

beforeAll(async () => {
  app = await createTestApp();
  await createWebhook(app, await app.receiver(), { eventTypes: ['pick.confirmed'] });
});
afterAll(() => app?.stop());

const outcomeOf = ({ delivery, attempt }: DeliveryChanged): string => `${delivery.id} ${attempt?.number}`;

/** What the tables say happened after a position of the change log. */
async function recorded(): Promise<string[]> {
  const rows = await app.app.database.system.query<{ told: string }>(
    `select 'dlv_' || replace(delivery_id::text, '-', '') || ' ' || number as told from dockhook.attempt`,
  );
  return rows.map(({ told }) => told);
}

/** Every position of the change log, as clients know it. */
async function loggedPositions(): Promise<string[]> {
  const rows = await app.app.database.system.query<{ xid: string; seq: string }>(
    `select xid::text, seq::text from dockhook.delivery_change`,
  );
  return rows.map(({ xid, seq }) => encodePosition({ xid: BigInt(xid), seq: BigInt(seq) }));
}

const picks = (count: number) => Array.from({ length: count }, () => ({}));

it('a stock client whose socket is killed 50 times during 2,000 outcomes sees each exactly once', async () => {
  const OUTCOMES = 2_000;
  const KILLS = 50;
  const query = `subscription ($after: StreamCursor) { deliveryUpdates(after: $after) {
    __typename ... on DeliveryChanged { cursor } ... on StreamCaughtUp { cursor } } }`;
  const known = new Set(await loggedPositions());
  const seen: string[] = [];
  let cursor: string | undefined;
  let kills = 0;

  /** One connection: reads on from the last cursor until it has seen its share, and kills the socket, or until the end. */
  async function connectAndRead(): Promise<void> {
    let socket: WebSocket | undefined;
    const client = createClient({
      url: `${app.url.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      connectionParams: { authorization: `Bearer ${app.token}` },
      retryAttempts: 0,
      on: { opened: (opened) => (socket = opened as WebSocket) },
    });
    try {
      const updates = client.iterate<{ deliveryUpdates: { __typename: string; cursor: string } }>({
        query,
        variables: { after: cursor },
      });
      for await (const { data } of updates) {
        const update = data?.deliveryUpdates;
        if (update === undefined) throw new Error('no update');
        expect(update.__typename).not.toBe('StreamReset');
        cursor = update.cursor;
        if (update.__typename === 'StreamCaughtUp' && seen.length === 0) begin();
        if (update.__typename === 'DeliveryChanged') seen.push(update.cursor);
        if (seen.length >= OUTCOMES) return;
        if (kills < KILLS && seen.length >= (kills + 1) * (OUTCOMES / (KILLS + 1))) {
          kills += 1;
          socket?.terminate();
        }
      }
    } catch (error) {
      if (error instanceof Error) throw error; // the end of a socket is a CloseEvent
    } finally {
      await client.dispose();
    }
  }

  const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
  const publishing = begun.then(async () => {
    for (let batch = 0; batch < 20; batch += 1) await publishMany(app, picks(OUTCOMES / 20));
  });
  while (seen.length < OUTCOMES) await connectAndRead();
  await publishing;

  expect(kills).toBe(KILLS);
  const all = await loggedPositions();
  expect([...seen].sort()).toEqual(all.filter((position) => !known.has(position)).sort());
}, 160_000);

it('commits that finish out of order are told once each, also to a client that reconnects between them', async () => {
  const document = parse(`subscription ($after: StreamCursor) { deliveryUpdates(after: $after) {
    __typename ... on DeliveryChanged { cursor } ... on StreamCaughtUp { cursor } } }`);
  type Update = { deliveryUpdates: { __typename: string; cursor: string } };
  const seen: string[] = [];
  let cursor: string | undefined;
  async function readUntilCaughtUp(): Promise<void> {
    const client = app.live();
    const stream = client.subscribe<Update, { after?: string | undefined }>(document as never, { after: cursor });
    for (;;) {
      const { deliveryUpdates: update } = await stream.next();
      cursor = update.cursor;
      if (update.__typename === 'StreamCaughtUp') break;
      seen.push(update.cursor);
    }
    await client.close();
  }
  await readUntilCaughtUp();

  const transactions = await Promise.all(Array.from({ length: 6 }, () => openTransaction()));
  for (const place of [4, 1, 5, 0, 3, 2]) {
    await transactions[place]?.commit();
    await readUntilCaughtUp();
  }
  // A transaction elsewhere on this server, begun earlier, may hold the last of them back for a moment.
  const readMore = () => readUntilCaughtUp().then(() => seen.length);
  await expect.poll(readMore).toBe(12);
  const positions = await Promise.all(transactions.map(({ written }) => written));
  expect([...seen].sort()).toEqual(positions.flat().sort());
});

/** A transaction that has written two changes and waits. */
async function openTransaction() {
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  const { promise: written, resolve: setWritten } = Promise.withResolvers<string[]>();
  const done = app.app.database.systemTransaction(async (sql) => {
    const rows = await sql.query<{ xid: string; seq: string }>(
      `insert into dockhook.delivery_change (tenant_id, delivery_id, webhook_id, event_type, trigger, status, occurred_at)
       select tenant_id, id, webhook_id, event_type, trigger, 'HELD', now() from dockhook.delivery limit 2
       returning xid::text, seq::text`,
    );
    setWritten(rows.map(({ xid, seq }) => encodePosition({ xid: BigInt(xid), seq: BigInt(seq) })));
    await released;
  });
  await written;
  return {
    written,
    commit: async () => {
      release();
      await done;
    },
  };
}

it('a client of a server that was killed goes on at another process, without a gap and without a repeat', async () => {
  const before = new Set(await recorded());
  const authorization = { authorization: `Bearer ${app.token}` };
  const first = await startServiceProcess(app, { ROLE: 'api', PORT: '0' });
  const early = createLiveClient(first.url, authorization).deliveryUpdates();
  await early.next();
  await publishMany(app, picks(30));
  await early.waitFor(1 + 10, 60_000);
  await first.end('SIGKILL');
  const seen = changesOf([...early.items]);
  await publishMany(app, picks(30));

  const second = await startServiceProcess(app, { ROLE: 'api', PORT: '0' });
  const client = createLiveClient(second.url, authorization);
  app.onStop(() => client.close());
  const late = client.deliveryUpdates({ after: seen.at(-1)?.cursor ?? '' });
  await late.waitFor(60 - seen.length + 1, 60_000);
  await publishMany(app, picks(5)); // published here, seen there
  await late.waitFor(65 - seen.length + 1, 60_000);
  const all = [...seen, ...changesOf(late.items)].map(outcomeOf);
  expect(all.sort()).toEqual((await recorded()).filter((outcome) => !before.has(outcome)).sort());
}, 160_000); // two processes have to start
