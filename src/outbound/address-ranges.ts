/**
 * Every address range that is not an ordinary place on the public internet, with the rule it breaks.
 * Own table because ipaddr.js calls several of these "unicast" (168.63.129.16, ISATAP, 4000::1).
 */
import ipaddr from 'ipaddr.js';
import type { AddressRule } from './refusal.ts';

export type Address = ipaddr.IPv4 | ipaddr.IPv6;

export interface AddressRange {
  readonly rule: AddressRule;
  readonly network: Address;
  readonly prefixLength: number;
  /** Whether the operator's allow list may open it. */
  readonly openable: boolean;
}

/** Rules that no allow list opens: metadata services, tunnels into other networks, and what is no single host. */
const closedRules: ReadonlySet<AddressRule> = new Set<AddressRule>([
  'broadcast',
  'discard-only',
  'ipv4-in-ipv6',
  'isatap',
  'link-local',
  'metadata-address',
  'multicast',
  'nat64',
  'orchid',
  'six-to-four',
  'srv6',
  'teredo',
  'unspecified',
]);

/** First match wins, so narrow ranges stand before the wide ones around them. */
const table: readonly (readonly [AddressRule, ...string[]])[] = [
  // Metadata and platform services: AWS, Google, Azure, Oracle, Alibaba, Tencent, Scaleway, Linode, OpenStack, DigitalOcean.
  ['metadata-address', '169.254.169.0/24', '169.254.170.0/24', '169.254.0.23/32', '169.254.42.42/32'],
  ['metadata-address', '168.63.129.16/32', '100.100.100.200/32', '192.0.0.192/32'],
  ['metadata-address', 'fd00:ec2::/32', 'fd20:ce::254/128', 'fd00:42::42/128', 'fd00:c1::a9fe:a9fe/128'],
  ['metadata-address', 'fd00:a9fe:a9fe::/48'],
  // They look public but exist only inside IBM Cloud and Google Cloud.
  ['platform-address', '161.26.0.0/16', '166.8.0.0/14', '199.36.153.4/30', '199.36.153.8/30'],
  ['platform-address', '2600:2d00:2:1000::/64', '2600:2d00:2:2000::/64'],
  ['unspecified', '0.0.0.0/8', '::/128'],
  ['loopback', '127.0.0.0/8', '::1/128'],
  ['private-address', '10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'],
  ['carrier-grade-nat', '100.64.0.0/10'],
  ['link-local', '169.254.0.0/16', 'fe80::/10'],
  ['documentation', '192.0.2.0/24', '198.51.100.0/24', '203.0.113.0/24', '2001:db8::/32', '3fff::/20'],
  ['benchmarking', '198.18.0.0/15', '2001:2::/48'],
  ['protocol-assignment', '192.0.0.0/24', '192.31.196.0/24', '192.52.193.0/24', '192.175.48.0/24'],
  ['six-to-four', '192.88.99.0/24', '2002::/16'],
  ['broadcast', '255.255.255.255/32'],
  ['multicast', '224.0.0.0/4', 'ff00::/8'],
  ['reserved-address', '240.0.0.0/4', '3ffe::/16'],
  ['unique-local', 'fc00::/7'],
  ['site-local', 'fec0::/10'],
  ['ipv4-in-ipv6', '::ffff:0:0/96', '::ffff:0:0:0/96', '::/96'],
  ['nat64', '64:ff9b::/96', '64:ff9b:1::/48'],
  ['discard-only', '100::/64', '100:0:0:1::/64'],
  ['srv6', '5f00::/16'],
  ['teredo', '2001::/32'],
  ['orchid', '2001:10::/28', '2001:20::/28', '2001:30::/28'],
  ['protocol-assignment', '2001::/23', '2620:4f:8000::/48'],
];

export const refusedRanges: readonly AddressRange[] = table.flatMap(([rule, ...cidrs]) =>
  cidrs.map((cidr) => {
    const [network, prefixLength] = ipaddr.parseCIDR(cidr);
    return { rule, network, prefixLength, openable: !closedRules.has(rule) };
  }),
);

/** Whether `address` lies in the network; addresses of the other family never do. */
export function isInside(address: Address, network: Address, prefixLength: number): boolean {
  if (address instanceof ipaddr.IPv4) return network instanceof ipaddr.IPv4 && address.match(network, prefixLength);
  return network instanceof ipaddr.IPv6 && address.match(network, prefixLength);
}

/** The rule an address breaks, or undefined when it is an ordinary public address. */
export function classifyAddress(address: Address): { rule: AddressRule; openable: boolean } | undefined {
  // ISATAP hides an IPv4 address in the interface identifier, below any prefix, a public one too.
  if (address instanceof ipaddr.IPv6 && isIsatap(address)) return { rule: 'isatap', openable: false };
  const range = refusedRanges.find(({ network, prefixLength }) => isInside(address, network, prefixLength));
  if (range) return range;
  if (address instanceof ipaddr.IPv6 && !isInside(address, globalUnicast, 3)) {
    return { rule: 'not-global-unicast', openable: false };
  }
  return undefined;
}

const globalUnicast = ipaddr.IPv6.parse('2000::');

/** Interface identifier ::0:5efe:a.b.c.d, with any value of the two flag bits in its first byte. */
function isIsatap(address: ipaddr.IPv6): boolean {
  const [, , , , high, low] = address.parts;
  return high !== undefined && (high & 0xfcff) === 0 && low === 0x5efe;
}
