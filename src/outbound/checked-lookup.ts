/**
 * Resolves a host and judges every address it leads to, dialled or not. The second point of the address guard: one bad
 * answer refuses the whole host, and only what this returns is ever dialled, so a resolver that
 * changes its mind afterwards (DNS rebinding) changes nothing.
 */
import { isIP } from 'node:net';
import type { AddressPolicy } from './address-policy.ts';
import type { AddressRule, EgressRule } from './refusal.ts';
import type { Resolver, UnresolvedReason } from './resolver.ts';

export interface LookupTarget {
  /** An IP literal without brackets, or a name. */
  readonly host: string;
  readonly port: number;
  /** See `TargetUrl.localName`. */
  readonly localName: boolean;
}

export type CheckedLookup =
  | { readonly kind: 'addresses'; readonly addresses: readonly string[] }
  | { readonly kind: 'refused'; readonly rule: EgressRule; readonly resolved: boolean }
  | { readonly kind: 'unresolved'; readonly reason: UnresolvedReason };

/** Addresses tried for one connection at most: a name with thousands would make us knock on thousands of doors. */
const DIALLED_ADDRESSES = 8;

/** Never rejects. Asks the resolver exactly once, and not at all for an IP literal. */
export async function lookUpChecked(
  { host, port, localName }: LookupTarget,
  { policy, resolver }: { readonly policy: AddressPolicy; readonly resolver: Resolver },
): Promise<CheckedLookup> {
  if (isIP(host) !== 0) {
    const verdict = policy.check(host, port);
    return verdict.ok
      ? { kind: 'addresses', addresses: [host] }
      : { kind: 'refused', rule: verdict.rule, resolved: false };
  }
  const answer = await resolver.resolve(host);
  if (!answer.ok) return { kind: 'unresolved', reason: answer.reason };
  const { addresses } = answer;
  if (addresses.length === 0) return { kind: 'unresolved', reason: 'not-found' };
  // One answer for whatever a local name leads to: the rule would tell a tenant about the operator's network.
  if (localName && !addresses.every((address) => isOpened(address, port, policy))) {
    return { kind: 'refused', rule: 'reserved-name', resolved: false };
  }
  const rule = worstRule(addresses, port, policy);
  if (rule) return { kind: 'refused', rule, resolved: true };
  return { kind: 'addresses', addresses: someOf(addresses) };
}

/** Of both families when there are both, in their order: a machine may have only one of them. */
function someOf(addresses: readonly string[]): readonly string[] {
  const count = { 4: 0, 6: 0 };
  const total = (family: number): number => addresses.filter((address) => isIP(address) === family).length;
  const half = DIALLED_ADDRESSES / 2;
  const most = { 4: Math.max(half, DIALLED_ADDRESSES - total(6)), 6: Math.max(half, DIALLED_ADDRESSES - total(4)) };
  return addresses.filter((address) => {
    const family = isIP(address) === 6 ? 6 : 4;
    return count[family]++ < most[family];
  });
}

function worstRule(addresses: readonly string[], port: number, policy: AddressPolicy): AddressRule | undefined {
  for (const address of addresses) {
    const verdict = policy.check(address, port);
    if (!verdict.ok) return verdict.rule;
  }
  return undefined;
}

function isOpened(address: string, port: number, policy: AddressPolicy): boolean {
  const verdict = policy.check(address, port);
  return verdict.ok && verdict.opened;
}
