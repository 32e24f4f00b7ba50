// How connections come about, and what becomes of those that do not.
import { afterEach, expect, it } from 'vitest';
import type { AddressPolicy } from '../../../src/outbound/address-policy.ts';
import { createLoopbackSender, fakeResolver, request } from './receiver.ts';

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
