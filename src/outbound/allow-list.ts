/**
 * The operator's allow list (`EGRESS_ALLOW`): networks that webhooks may reach besides the public
 * internet. Entry forms: `10.0.0.0/8`, `10.1.2.3`, `fd12::/16`, `::1`; with one port:
 * `10.0.0.0/8:8443`, `10.1.2.3:8443`, `[fd12::]/16:8443`, `[::1]/128:8443`, `[::1]:8443`.
 */
import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import { type Address, isInside, refusedRanges } from './address-ranges.ts';

export interface AllowEntry {
  readonly network: Address;
  readonly prefixLength: number;
  /** Absent: every port. */
  readonly port?: number;
}

export interface ParsedAllowList {
  readonly entries: readonly AllowEntry[];
  /** One English sentence per entry that is wrong; empty when the list is usable. */
  readonly problems: readonly string[];
}

/** Reads the entries; the good ones are returned even when others have problems. Never throws. */
export function parseAllowList(texts: readonly string[]): ParsedAllowList {
  const entries: AllowEntry[] = [];
  const problems: string[] = [];
  for (const text of texts) {
    const parsed = parseEntry(text.trim());
    if (typeof parsed === 'string') problems.push(`"${text}" ${parsed}.`);
    else entries.push(parsed);
  }
  return { entries, problems };
}

const bracketed = /^\[(?<address>[^\]]+)\](?:\/(?<prefix>\d{1,3}))?(?::(?<port>\d{1,5}))?$/;
const plainIPv4 = /^(?<address>\d+\.\d+\.\d+\.\d+)(?:\/(?<prefix>\d{1,3}))?(?::(?<port>\d{1,5}))?$/;
const plainIPv6 = /^(?<address>[0-9a-f:.]+)(?:\/(?<prefix>\d{1,3}))?$/i;

function parseEntry(text: string): AllowEntry | string {
  const groups = (bracketed.exec(text) ?? plainIPv4.exec(text) ?? plainIPv6.exec(text))?.groups;
  const family = isIP(groups?.['address'] ?? '');
  if (!groups?.['address'] || family === 0) return 'is not a network such as 10.0.0.0/8 or [fd12::]/16:8443';
  const bits = family === 4 ? 32 : 128;
  const prefixLength = groups['prefix'] === undefined ? bits : Number(groups['prefix']);
  if (prefixLength > bits) return `has a prefix longer than ${bits} bits`;
  const network = ipaddr.parse(groups['address']);
  const range = refusedRanges.find(
    (known) => known.prefixLength <= prefixLength && isInside(network, known.network, known.prefixLength),
  );
  if (range && !range.openable) return `cannot be opened: ${range.rule}`;
  if (groups['port'] === undefined) return { network, prefixLength };
  const port = Number(groups['port']);
  if (port < 1 || port > 65_535) return 'has a port outside 1 to 65535';
  return { network, prefixLength, port };
}
