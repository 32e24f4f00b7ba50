// What "no route" means: asked of the system with real sockets, and judged by what was reached before.
import net from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { classifyFailure } from '../../../src/outbound/classify-failure.ts';
import type { Dialler, DialTarget } from '../../../src/outbound/connector.ts';
import { hasRoute, noticeLostRoutes } from '../../../src/outbound/routes.ts';
import { startRawReceiver } from './receiver.ts';

const closers: (() => unknown)[] = [];
afterEach(async () => {
  await Promise.all(closers.splice(0).map((close) => close()));
});

const noRoute = (address: string): Error => Object.assign(new Error('none'), { code: 'ENETUNREACH', address });

/** Connects in earnest to loopback; says of all else that there is no route, as the system would. */
const dial: Dialler = ({ host, port }, callback) => {
  const socket = net.connect(port, '127.0.0.1');
  closers.push(() => socket.destroy());
  const addresses = host.split(' ');
  const failure = addresses.length > 1 ? new AggregateError(addresses.map(noRoute)) : noRoute(host);
  socket.once('connect', () => (host === '127.0.0.1' ? callback(undefined, socket) : callback(failure)));
  return { progress: { phase: 'connect', isWaiting: false }, cancel: () => undefined };
};

/** @param routeless addresses to which the machine has no route */
async function createRig(...routeless: string[]) {
  const receiver = await startRawReceiver();
  closers.push(() => receiver.close());
  const noticing = noticeLostRoutes(dial, async (address) => !routeless.includes(address));
  return (host: string) => {
    const target: DialTarget = { host, port: receiver.port, localName: false, secure: false };
    const failed = { phase: 'connect', answered: false, endedByPeer: false } as const;
    return new Promise((resolve) =>
      noticing(target, (error) => resolve(error && classifyFailure(error, failed)), { key: 'a' }),
    );
  };
}

const ours = { outcome: 'ABORTED', ownFault: 'ENETUNREACH' };
const theirs = { outcome: 'CONNECTION_ERROR', transportFailure: 'HOST_UNREACHABLE' };

it('is ours when there is none any more to what was reached before either', async () => {
  const send = await createRig('192.0.2.1', '2001:db8::1', '127.0.0.1');
  expect(await send('127.0.0.1')).toBeUndefined();
  expect(await send('192.0.2.1')).toMatchObject(ours);
  // No IPv6 address was ever reached: that says nothing about now.
  expect(await send('192.0.2.1 2001:db8::1')).toMatchObject(ours);
});

it("is the receiver's when nothing of its family was ever reached", async () => {
  const send = await createRig('192.0.2.1', '2001:db8::1', '127.0.0.1');
  expect(await send('192.0.2.1')).toMatchObject(theirs);
  await send('127.0.0.1');
  expect(await send('2001:db8::1')).toMatchObject(theirs);
});

it("is the receiver's when the other routes are all there, or when this machine has one", async () => {
  const intranet = await createRig('192.0.2.1');
  await intranet('127.0.0.1');
  expect(await intranet('192.0.2.1')).toMatchObject(theirs);
  const farRouter = await createRig('127.0.0.1');
  await farRouter('127.0.0.1');
  expect(await farRouter('192.0.2.1')).toMatchObject(theirs);
});

it('is asked of the system without a packet: it has a route to itself', async () => {
  expect(await hasRoute('127.0.0.1')).toBe(true);
});
