// How connections come about, and what becomes of those that do not.
import { createSecureContext } from 'node:tls';
import { afterEach, expect, it } from 'vitest';
import type { AddressPolicy } from '../../../src/outbound/address-policy.ts';
import { createDialler } from '../../../src/outbound/connector.ts';
import { createSystemResolver } from '../../../src/outbound/resolver.ts';
import { type DnsAnswer, startDnsServer } from '../../support/dns-server.ts';
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
    const { cancel } = dial(target, resolve, { key: '' });
    closers.push(async () => cancel());
    beBusyFor(300);
  });
  expect(error).toBeUndefined();
});

/** A receiver, and a sender that asks a name server which has the receiver's address and says this of IPv6. */
async function sendWith(ofIPv6: () => Promise<DnsAnswer>) {
  const receiver = await startRawReceiver();
  const dns = await startDnsServer((_name, type) => (type === 'A' ? [{ type, data: '127.0.0.1' }] : ofIPv6()));
  const sender = createLoopbackSender({ resolver: createSystemResolver([dns.address]) });
  closers.push(receiver.close, dns.close, sender.close);
  return sender.send(request(`http://hooks.example.com:${receiver.port}/`, { timeoutMs: 10_000 }));
}

it('a receiver is found although its name servers drop every question for IPv6', async () => {
  expect(await sendWith(async () => undefined)).toMatchObject({ outcome: 'SUCCESS', remoteAddress: '127.0.0.1' });
});

it('a bad address that comes a little later refuses the host as well', async () => {
  const late = () =>
    new Promise<DnsAnswer>((resolve) => setTimeout(resolve, 300, [{ type: 'AAAA', data: 'fd00:ec2::254' }]));
  expect(await sendWith(late)).toMatchObject({ outcome: 'BLOCKED_ADDRESS' });
});
