import 'reflect-metadata';
import { buildSchema } from 'graphql';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Viewer } from '../../src/access/viewer.ts';
import type { Services } from '../../src/graphql/context.ts';
import { createAdmit } from '../../src/graphql/guards/admit.ts';
import { createTimeLimit } from '../../src/server/time-limit.ts';
import { createSocketServer, type SocketServer } from '../../src/server/websocket.ts';
import { openInitialised, type RawSocket } from '../support/raw-socket.ts';

const schema = buildSchema('type Query { big: String, small: Int }');
const resolvers: Record<string, () => unknown> = { big: () => 'x'.repeat(1_000_000), small: () => 1 };
for (const [name, field] of Object.entries(schema.getQueryType()?.getFields() ?? {}))
  field.resolve = () => resolvers[name]?.();

const faults: unknown[] = [];
const server = createServer();
let sockets: SocketServer;
let url: string;

beforeAll(async () => {
  sockets = createSocketServer({
    server,
    schema,
    // Of the services only these are met on the way to these fields.
    services: {
      connections: { add: () => () => {} },
      rateLimits: { requests: { take: () => 0 } },
      database: {},
    } as unknown as Services,
    authenticate: async () => ({ keyId: 'key', tenantId: 'TENANT001' }) as Viewer,
    admit: createAdmit(schema),
    logFault: (error) => void faults.push(error),
    logRefused: () => {},
    timeLimit: createTimeLimit(60_000),
    allowedOrigins: [],
    heartbeatMs: 1_500,
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  await sockets.close();
  server.close();
  expect(faults).toEqual([]);
});

const ask = (socket: RawSocket, id: string, query: string) => socket.say({ id, type: 'subscribe', payload: { query } });
const netSocket = (socket: RawSocket) =>
  (socket.ws as unknown as { _socket: { pause(): void; resume(): void } })._socket;

it('a peer that answers no ping is cut, one that does stays', async () => {
  const good = await openInitialised(url, 'x');
  const dead = await openInitialised(url, 'x', { autoPong: false });
  expect(await dead.closed).toMatchObject({ code: 1006 });
  ask(good, '1', '{ small }');
  expect(await good.next()).toMatchObject({ id: '1', payload: { data: { small: 1 } } });
  await good.close();
});

it('a client that does not read what it asked for is cut, and others are answered meanwhile', async () => {
  const good = await openInitialised(url, 'x');
  const deaf = await openInitialised(url, 'x');
  netSocket(deaf).pause();
  for (let index = 0; index < 20; index += 1) ask(deaf, String(index), '{ big }');
  for (let index = 0; index < 20; index += 1) {
    ask(good, String(index), '{ small }');
    expect(await good.next()).toMatchObject({ id: String(index), type: 'next' });
    expect(await good.next()).toMatchObject({ id: String(index), type: 'complete' });
  }
  // Nothing goes through any more: the ping waits behind the answers.
  await expect.poll(() => openSockets()).toBe(1);
  netSocket(deaf).resume();
  expect(await deaf.closed).toMatchObject({ code: 1006 });
  // Of what waited for it in our memory nothing was sent any more: it has what the network held.
  expect(deaf.messages.filter(({ type }) => type === 'next').length).toBeLessThan(20);
  await good.close();
});

const openSockets = (): Promise<number> =>
  new Promise((resolve, reject) => {
    server.getConnections((error, count) => (error === null ? resolve(count) : reject(error)));
  });
