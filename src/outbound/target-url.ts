/**
 * The form of a webhook's URL: the first of the three points of the address guard, asked at save, test,
 * preview and before every attempt. Judges the raw string before parsing it, because parsers repair
 * what an attacker wrote; judges IP literals after parsing, because there are many ways to write one.
 */
import { isIP } from 'node:net';
import type { AddressPolicy } from './address-policy.ts';
import { checkHostName } from './host-names.ts';
import { type EgressRule, refusalMessage } from './refusal.ts';

export interface TargetUrlOptions {
  readonly policy: AddressPolicy;
  /** Also take `http:` and port 80 (`EGRESS_ALLOW_HTTP`, development only). */
  readonly allowHttp: boolean;
}

/** A URL whose form is good. Its addresses are not judged yet, unless its host is an IP literal. */
export interface TargetUrl {
  readonly ok: true;
  readonly url: URL;
  /** Host without brackets: an IP literal or a name in lower-case ASCII. */
  readonly host: string;
  readonly port: number;
  /** A name of a local network: every address it leads to must be one that the operator opened. */
  readonly localName: boolean;
}

export interface RefusedUrl {
  readonly ok: false;
  readonly rule: EgressRule;
  /** One English sentence for the user. */
  readonly message: string;
}

const URL_LENGTH_LIMIT = 2048;

/** White space, control, format (zero width, bidirectional), unassigned characters and lone surrogates. */
const invisible = /[\s\p{C}\p{Z}]/u;
/** scheme://authority, then a path, a query or nothing. Group 2 is the authority. */
const shape = /^(https?):\/\/([^/?#]+)(?:[/?#]|$)/i;
const authorityShape = /^(\[[0-9a-f:.]+\]|[^:[\]]+)(?::([1-9]\d{0,4}))?$/i;
const nonAscii = /[^\x00-\x7f]/;

/** Ports above 1023 that browsers refuse (WHATWG fetch, "port blocking"): mail, IRC, SIP, X11 and the like. */
const badPorts: ReadonlySet<number> = new Set([
  1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10_080,
]);

/** Checks the form only: resolves nothing, sends nothing. See `checkTarget` for what happens at save. */
export function checkTargetUrl(raw: string, { policy, allowHttp }: TargetUrlOptions): TargetUrl | RefusedUrl {
  const problem = rawProblem(raw);
  if (problem) return refuse(problem);
  const [, scheme = '', rawAuthority = ''] = shape.exec(raw) ?? [];
  const [, rawHost = ''] = authorityShape.exec(rawAuthority) ?? [];
  const url = URL.parse(raw);
  if (!url || rawHost === '') return refuse('malformed-url');

  const host = url.hostname.startsWith('[') ? url.hostname.slice(1, -1) : url.hostname;
  const port = url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port);
  const hostProblem = isIP(host) === 0 ? undefined : literalProblem(host, rawHost, port, policy);
  if (hostProblem) return refuse(hostProblem);
  const name = isIP(host) === 0 ? checkName(host, rawHost, port, policy) : { ok: true as const, local: false };
  if (!name.ok) return refuse(name.rule);
  // What is stored and sent is the parser's form of it, in which a character may take nine.
  if (url.href.length > URL_LENGTH_LIMIT) return refuse('url-too-long');
  if (scheme.toLowerCase() === 'http' && !allowHttp) return refuse('scheme');
  if (!isAllowedPort(port, allowHttp)) return refuse('port');
  return { ok: true, url, host, port, localName: name.local };
}

function rawProblem(raw: string): EgressRule | undefined {
  if (raw.length > URL_LENGTH_LIMIT) return 'url-too-long';
  if (invisible.test(raw)) return 'whitespace-or-control';
  if (raw.includes('\\')) return 'backslash';
  const scheme = /^[a-z][a-z0-9+.-]*(?=:)/i.exec(raw)?.[0].toLowerCase();
  if (scheme !== 'https' && scheme !== 'http') return scheme === undefined ? 'malformed-url' : 'scheme';
  const authority = shape.exec(raw)?.[2];
  if (authority === undefined) return 'malformed-url';
  if (authority.includes('@')) return 'user-info';
  if (authority.includes('%')) return 'percent-in-host';
  if (!authorityShape.test(authority)) return 'malformed-url';
  return raw.includes('#') ? 'fragment' : undefined;
}

function literalProblem(host: string, rawHost: string, port: number, policy: AddressPolicy): EgressRule | undefined {
  const verdict = policy.check(host, port);
  if (!verdict.ok) return verdict.rule;
  // 0x5db8d822, 1572395042 and the like: nobody writes a public address so except to get past a filter.
  return isIP(host) === 4 && rawHost !== host ? 'ambiguous-address' : undefined;
}

function checkName(host: string, rawHost: string, port: number, policy: AddressPolicy) {
  const verdict = checkHostName(host);
  if (!verdict.ok) return verdict;
  // A real international name keeps an xn-- label; look-alikes (full width, circled, soft hyphens) fold to plain ASCII.
  if (nonAscii.test(rawHost) && !host.split('.').some((part) => part.startsWith('xn--'))) {
    return { ok: false as const, rule: 'ambiguous-host' as const };
  }
  return verdict.local && !mayOpen(host, port, policy)
    ? { ok: false as const, rule: 'reserved-name' as const }
    : verdict;
}

/** Whether a local name could lead to an address that the operator opened. */
function mayOpen(host: string, port: number, policy: AddressPolicy): boolean {
  const isLocalhost = host === 'localhost' || host.endsWith('.localhost');
  return isLocalhost ? policy.check('127.0.0.1', port).ok || policy.check('::1', port).ok : policy.opensAny;
}

function isAllowedPort(port: number, allowHttp: boolean): boolean {
  if (port < 1024) return port === 443 || (port === 80 && allowHttp);
  return port <= 65_535 && !badPorts.has(port);
}

function refuse(rule: EgressRule): RefusedUrl {
  return { ok: false, rule, message: refusalMessage(rule) };
}
