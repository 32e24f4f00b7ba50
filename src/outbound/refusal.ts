/**
 * Why a target is refused: one short machine rule per reason, and the sentence a user reads for it.
 * No sentence names a resolved address: error texts must not map the operator's network (T34).
 */

/** What is wrong with an address. */
export type AddressRule =
  | 'benchmarking'
  | 'broadcast'
  | 'carrier-grade-nat'
  | 'discard-only'
  | 'documentation'
  | 'ipv4-in-ipv6'
  | 'isatap'
  | 'link-local'
  | 'loopback'
  | 'metadata-address'
  | 'multicast'
  | 'nat64'
  | 'not-an-address'
  | 'not-global-unicast'
  | 'orchid'
  | 'platform-address'
  | 'private-address'
  | 'protocol-assignment'
  | 'reserved-address'
  | 'site-local'
  | 'six-to-four'
  | 'srv6'
  | 'teredo'
  | 'unique-local'
  | 'unspecified'
  | 'zone-id';

/** What is wrong with the form of a URL. */
export type FormRule =
  | 'ambiguous-address'
  | 'ambiguous-host'
  | 'backslash'
  | 'fragment'
  | 'malformed-host'
  | 'malformed-url'
  | 'metadata-name'
  | 'percent-in-host'
  | 'port'
  | 'reserved-name'
  | 'scheme'
  | 'trailing-dot'
  | 'url-too-long'
  | 'user-info'
  | 'whitespace-or-control';

export type EgressRule = AddressRule | FormRule;

const addressKinds: Record<AddressRule, string> = {
  benchmarking: 'an address reserved for benchmarks',
  broadcast: 'a broadcast address',
  'carrier-grade-nat': 'a carrier-grade NAT address',
  'discard-only': 'a discard-only address',
  documentation: 'an address reserved for documentation',
  'ipv4-in-ipv6': 'an IPv4 address written inside an IPv6 address',
  isatap: 'an ISATAP tunnel address',
  'link-local': 'a link-local address',
  loopback: 'a loopback address',
  'metadata-address': 'the metadata address of a cloud platform',
  multicast: 'a multicast address',
  nat64: 'a NAT64 address',
  'not-an-address': 'not a valid IP address',
  'not-global-unicast': 'not a global unicast address',
  orchid: 'an ORCHID identifier, not an address',
  'platform-address': 'a virtual address of a cloud platform',
  'private-address': 'a private address',
  'protocol-assignment': 'an address reserved for network protocols',
  'reserved-address': 'a reserved address',
  'site-local': 'a site-local address',
  'six-to-four': 'a 6to4 tunnel address',
  srv6: 'a segment routing identifier, not an address',
  teredo: 'a Teredo tunnel address',
  'unique-local': 'a unique local (private) address',
  unspecified: 'an unspecified address',
  'zone-id': 'an address with a zone identifier',
};

const formMessages: Record<FormRule, string> = {
  'ambiguous-address': 'Write the IP address in its usual dotted form, such as 192.0.2.1.',
  'ambiguous-host':
    'The host name uses characters that only look like plain letters, digits or dots; write it in plain ASCII.',
  backslash: 'The URL must not contain a backslash.',
  fragment: 'The URL must not contain a fragment (#...): it would never be sent.',
  'malformed-host': 'The host name is not valid.',
  'malformed-url': 'The URL must have the form https://host/path or https://host:port/path.',
  'metadata-name': 'The host name belongs to the metadata service of a cloud platform.',
  'percent-in-host': 'The host must not contain percent encoding.',
  port: 'The port must be 443 or between 1024 and 65535, and not one that browsers block.',
  'reserved-name': 'The host name is reserved for local networks; use a public host name.',
  scheme: 'The URL must begin with https://.',
  'trailing-dot': 'The host name must not end with a dot.',
  'url-too-long':
    'The URL must have at most 2048 characters, non-ASCII ones counted as they are sent: percent-encoded.',
  'user-info': 'The URL must not contain a user name or password; use a custom header instead.',
  'whitespace-or-control': 'The URL must not contain white space, control characters or invisible characters.',
};

const isAddressRule = (rule: EgressRule): rule is AddressRule => rule in addressKinds;

/**
 * The sentence for a refused URL. With `resolved` the address came from DNS, and the sentence says so
 * without naming it.
 */
export function refusalMessage(rule: EgressRule, resolved = false): string {
  if (!isAddressRule(rule)) return formMessages[rule];
  const kind = addressKinds[rule];
  return resolved
    ? `The host name resolves to ${kind}, which webhooks may not reach.`
    : `The host is ${kind}, which webhooks may not reach.`;
}

/** Thrown (only inside this room) when the guard stops a connection; the sender turns it into BLOCKED_ADDRESS. */
export class EgressRefusedError extends Error {
  readonly code = 'EGRESS_REFUSED';
  readonly rule: EgressRule;
  constructor(rule: EgressRule, resolved: boolean) {
    super(refusalMessage(rule, resolved));
    this.name = 'EgressRefusedError';
    this.rule = rule;
  }
}
