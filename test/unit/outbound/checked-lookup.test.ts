import { expect, it } from 'vitest';
import { createAddressPolicy } from '../../../src/outbound/address-policy.ts';
import { lookUpChecked } from '../../../src/outbound/checked-lookup.ts';

const v4 = (count: number): string[] => Array.from({ length: count }, (_, index) => `93.184.215.${index + 1}`);
const v6 = (count: number): string[] => Array.from({ length: count }, (_, index) => `2606:4700:4700::${index + 1}`);

it.each([
  ['eight of one family', v4(20), v4(8)],
  ['eight of the other', v6(20), v6(8)],
  ['four of each', [...v4(20), ...v6(20)], [...v4(4), ...v6(4)]],
  ['both for a machine that has only IPv6', [...v4(8), ...v6(1)], [...v4(7), ...v6(1)]],
  ['both for a machine that has only IPv4', [...v4(2), ...v6(20)], [...v4(2), ...v6(6)]],
  ['all when there are few', [...v4(3), ...v6(5)], [...v4(3), ...v6(5)]],
])('of the addresses of a name are dialled: %s', async (_what, addresses, dialled) => {
  const resolver = { resolve: async () => ({ ok: true as const, addresses }) };
  const target = { host: 'hooks.example.com', port: 443, localName: false };
  const lookup = await lookUpChecked(target, { policy: createAddressPolicy(), resolver });
  expect(lookup).toEqual({ kind: 'addresses', addresses: dialled });
});
