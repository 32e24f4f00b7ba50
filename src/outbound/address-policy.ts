/**
 * Which IP addresses webhooks may reach: global unicast, and what the operator opens. Pure: no DNS,
 * no sockets. The same policy is asked at save, before every connect and after it.
 */
import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import { classifyAddress, isInside } from './address-ranges.ts';
import { parseAllowList } from './allow-list.ts';
import type { AddressRule } from './refusal.ts';

export type AddressVerdict =
  /** `opened`: the operator's allow list names it (a local host name may only lead to such addresses). */
  { readonly ok: true; readonly opened: boolean } | { readonly ok: false; readonly rule: AddressRule };

export interface AddressPolicy {
  /** `ip` in any form `net.isIP` knows; anything else is refused as `not-an-address`. */
  check(ip: string, port: number): AddressVerdict;
  /** Whether the operator opened any network at all. */
  readonly opensAny: boolean;
}

export interface AddressPolicyOptions {
  /** Entries of the form that `allow-list.ts` documents. Default: none. */
  readonly allow?: readonly string[];
}

/** @throws Error naming every entry of `allow` that is wrong; use `parseAllowList` to ask beforehand. */
export function createAddressPolicy({ allow = [] }: AddressPolicyOptions = {}): AddressPolicy {
  const { entries, problems } = parseAllowList(allow);
  if (problems.length > 0) throw new Error(`EGRESS_ALLOW: ${problems.join(' ')}`);
  return {
    opensAny: entries.length > 0,
    check(ip, port) {
      if (isIP(ip) === 0) return { ok: false, rule: 'not-an-address' };
      if (ip.includes('%')) return { ok: false, rule: 'zone-id' };
      const address = ipaddr.parse(ip);
      const refused = classifyAddress(address);
      if (refused && !refused.openable) return { ok: false, rule: refused.rule };
      const opened = entries.some(
        (entry) =>
          (entry.port === undefined || entry.port === port) && isInside(address, entry.network, entry.prefixLength),
      );
      return refused && !opened ? { ok: false, rule: refused.rule } : { ok: true, opened };
    },
  };
}
