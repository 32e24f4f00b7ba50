// How connections come about, and what becomes of those that do not.
import { createSecureContext } from 'node:tls';
import { afterEach, expect, it } from 'vitest';
import type { AddressPolicy } from '../../../src/outbound/address-policy.ts';
import { createDialler } from '../../../src/outbound/connector.ts';
import { createLoopbackSender, fakeResolver, request, startRawReceiver } from './receiver.ts';

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  await Promise.all(closers.splice(0).map((close) => close()));
});

/** Addresses that no system connects to: the call itself fails, as it does without a route or without descriptors. */
const multicast = ['224.0.0.1', 'ff02::1'];
const everyAddress: AddressPolicy = { opensAny: true, check: () => ({ ok: true, opened: true }) };

it.each([
  ['http', multicast.slice(0, 1)],
  ['http', multicast],
  ['https', multicast.slice(0, 1)],
  ['https', multicast.slice(1)],
  ['https', multicast],
])('a connect over %s to %j that fails at once is an outcome with its cause', async (protocol, addresses) => {
  const resolver = fakeResolver({ 'hooks.example.com': addresses });
  const sender = createLoopbackSender({ policy: everyAddress, resolver });
  closers.push(() => sender.close());
  const exchange = await sender.send(request(`${protocol}://hooks.example.com/`));
  expect(exchange).toMatchObject({ outcome: 'CONNECTION_ERROR', transportFailure: 'HOST_UNREACHABLE' });
});

/** Holds this thread for a while as soon as what was just begun is under way. */
function beBusyFor(ms: number): void {
  setImmediate(() => {
    for (const end = performance.now() + ms; performance.now() < end;);
  });
}

it('a receiver with two addresses is reached although we were busy when it accepted', async () => {
  const receiver = await startRawReceiver();
  const addresses = ['127.0.0.1', '127.0.0.2'];
  const sender = createLoopbackSender({
    resolver: {
      async resolve() {
        beBusyFor(500);
        return { ok: true, addresses };
      },
    },
  });
  closers.push(
    () => receiver.close(),
    () => sender.close(),
  );
  const exchange = await sender.send(request(`http://hooks.example.com:${receiver.port}/`));
  expect(exchange).toMatchObject({ outcome: 'SUCCESS', remoteAddress: '127.0.0.1' });
});

it('what is connected when the time for it is over is not given up because we were busy', async () => {
  const receiver = await startRawReceiver();
  closers.push(() => receiver.close());
  const secureContext = createSecureContext();
  const dial = createDialler({
    policy: everyAddress,
    resolver: fakeResolver({}),
    secureContext,
    connectTimeoutMs: 100,
  });
  const target = { host: '127.0.0.1', port: receiver.port, localName: false, secure: false };
  const error = await new Promise((resolve) => {
    const { cancel } = dial(target, (failure) => resolve(failure));
    closers.push(async () => cancel());
    beBusyFor(300);
  });
  expect(error).toBeUndefined();
});
