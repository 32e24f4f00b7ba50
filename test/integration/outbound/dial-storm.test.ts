// Thousands of receivers that have to be connected to at once: nothing else in this thread may stand still.
import type { Socket } from 'node:net';
import { createSecureContext } from 'node:tls';
import { Worker } from 'node:worker_threads';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createAddressPolicy } from '../../../src/outbound/address-policy.ts';
import { createConnectionPool } from '../../../src/outbound/connection-pool.ts';
import { createDialler } from '../../../src/outbound/connector.ts';
import { startExchange } from '../../../src/outbound/exchange.ts';
import { fakeResolver, startRawReceiver, testAuthority, tlsOptionsFor } from './receiver.ts';

const DIALS = 1_500;

/** A TLS server in a thread of its own: its half of the handshakes must not count. */
const program = `
  const { parentPort, workerData } = require('node:worker_threads');
  const server = require('node:https').createServer(workerData, (_request, response) => response.end('ok'));
  server.on('tlsClientError', () => undefined);
  server.listen({ port: 0, host: '127.0.0.1', backlog: 4096 }, () => parentPort.postMessage(server.address().port));
`;
let server: Worker;
let port: number;
let secureContext: ReturnType<typeof createSecureContext>;
beforeAll(async () => {
  server = new Worker(program, { eval: true, workerData: await tlsOptionsFor(['127.0.0.1']) });
  port = await new Promise<number>((resolve) => server.once('message', resolve));
  secureContext = createSecureContext({ ca: [(await testAuthority()).certPem] });
});
afterAll(() => server.terminate());

const policy = createAddressPolicy({ allow: ['127.0.0.0/8'] });

/** How many of all dials became connections, at most, between one tick of a timer and the next. */
async function mostBetweenTicks(dialsPerTurn?: number): Promise<number> {
  const options = { policy, resolver: fakeResolver({}), secureContext, connectTimeoutMs: 60_000 };
  const dial = createDialler({ ...options, ...(dialsPerTurn && { dialsPerTurn }) });
  const target = { host: '127.0.0.1', port, localName: false, secure: true };
  let [opened, openedBefore, most] = [0, 0, 0];
  const tick = (): void => {
    most = Math.max(most, opened - openedBefore);
    openedBefore = opened;
  };
  const open = (index: number): Promise<void> =>
    new Promise((resolve, reject) => {
      const settle = (error?: Error, socket?: Socket): void => {
        socket?.destroy();
        opened += 1;
        if (error) reject(error);
        else resolve();
      };
      dial(target, settle, { key: `webhook-${index}` });
    });
  const timer = setInterval(tick, 20);
  await Promise.all(Array.from({ length: DIALS }, (_, index) => open(index)));
  tick();
  clearInterval(timer);
  return most;
}

it('thousands of connections that are made at once leave room for the timers of this thread', async () => {
  // In one turn of the event loop everything begins, as it would without turns.
  const [allAtOnce, inTurns] = [await mostBetweenTicks(DIALS), await mostBetweenTicks()];
  expect(inTurns).toBeLessThan(allAtOnce / 2);
});

it('the time that others go first is not the time of a receiver', async () => {
  const receiver = await startRawReceiver();
  const dial = createDialler({ policy, resolver: fakeResolver({}), secureContext, dialsPerTurn: 1 });
  const pool = createConnectionPool({ dial, maxConnectionsPerOrigin: 200, maxIdleConnections: 1_000 });
  const target = {
    origin: `http://127.0.0.1:${receiver.port}`,
    host: '127.0.0.1',
    port: receiver.port,
    localName: false,
    secure: false,
  };
  // Each turn takes 20 ms: the last begins after three seconds, and needs a few turns then.
  let turn = setImmediate(function hold() {
    for (const end = performance.now() + 20; performance.now() < end;);
    turn = setImmediate(hold);
  });
  const exchanges = await Promise.all(
    Array.from({ length: 150 }, (_, index) => {
      const key = `webhook-${index}`;
      return startExchange({ key, target, path: '/', headers: [], body: '{}', timeoutMs: 1_500 }, pool).result;
    }),
  );
  clearImmediate(turn);
  await pool.close();
  await receiver.close();
  expect(new Set(exchanges.map(({ outcome }) => outcome))).toEqual(new Set(['SUCCESS']));
});

it('a dial that is given up leaves its place', async () => {
  const receiver = await startRawReceiver();
  const dial = createDialler({ policy, resolver: fakeResolver({}), secureContext, dialsPerTurn: 1 });
  const target = { host: '127.0.0.1', port: receiver.port, localName: false, secure: false };
  const opened = await new Promise<Socket | undefined>((resolve) => {
    const unwanted = Array.from({ length: 20 }, (_, index) =>
      dial(target, () => undefined, { key: `webhook-${index}` }),
    );
    dial(target, (_error, socket) => resolve(socket), { key: 'webhook' });
    // The first began in this turn, the others wait.
    queueMicrotask(() => unwanted.forEach((one) => one.cancel()));
  });
  opened?.destroy();
  await receiver.close();
  expect(receiver.connections()).toBeLessThanOrEqual(2);
});
