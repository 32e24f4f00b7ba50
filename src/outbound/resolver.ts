/**
 * Host names to addresses, without judging them. The system resolver is c-ares with a bounded wait:
 * getaddrinfo would block one of libuv's four threads per slow name and starve the whole process.
 */
import { Resolver as DnsResolver } from 'node:dns/promises';
import { createHostsFile } from './hosts-file.ts';

/** `not-found`: the name has no address. `timeout` and `failed` are troubles of DNS itself. */
export type UnresolvedReason = 'not-found' | 'timeout' | 'failed';

export type Resolution =
  /** At least one address, IPv4 first; not yet checked against any policy. */
  | { readonly ok: true; readonly addresses: readonly string[] }
  | { readonly ok: false; readonly reason: UnresolvedReason };

export interface Resolver {
  /** Never rejects. `hostname` is a name, not an IP literal. */
  resolve(hostname: string): Promise<Resolution>;
}

const QUERY_TIMEOUT_MS = 2000;
const QUERY_TRIES = 2;
/** c-ares gives each of the machine's servers that time in turn; nobody waits longer than for one. */
const ANSWER_TIMEOUT_MS = QUERY_TIMEOUT_MS * QUERY_TRIES;

/** Where `localhost` always leads, whatever DNS or the hosts file says (RFC 6761). Receivers on ::1 are given as a literal. */
export const localhostAddresses: readonly string[] = ['127.0.0.1'];

export const isLocalhost = (name: string): boolean => name === 'localhost' || name.endsWith('.localhost');

/**
 * The machine's DNS servers and hosts file. Concurrent questions for one name share one answer.
 * @param servers IP addresses with ports, instead of the machine's servers
 */
export function createSystemResolver(servers?: readonly string[]): Resolver {
  const dns = new DnsResolver({ timeout: QUERY_TIMEOUT_MS, tries: QUERY_TRIES });
  if (servers !== undefined) dns.setServers(servers);
  const hosts = createHostsFile();
  const pending = new Map<string, Promise<Resolution>>();

  async function ask(name: string): Promise<Resolution> {
    const local = isLocalhost(name) ? localhostAddresses : await hosts.find(name);
    if (local.length > 0) return { ok: true, addresses: local };
    const [v4, v6] = await Promise.allSettled([dns.resolve4(name), dns.resolve6(name)]);
    const addresses = [v4, v6].flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
    if (addresses.length > 0) return { ok: true, addresses };
    const reasons = [v4, v6].map((answer) => (answer.status === 'rejected' ? reasonOf(answer.reason) : 'not-found'));
    return { ok: false, reason: reasons.find((reason) => reason !== 'not-found') ?? 'not-found' };
  }

  return {
    resolve(hostname) {
      const name = hostname.toLowerCase();
      const known = pending.get(name);
      if (known) return known;
      const answer = within(ANSWER_TIMEOUT_MS, ask(name)).finally(() => pending.delete(name));
      pending.set(name, answer);
      return answer;
    },
  };
}

function within(timeoutMs: number, answer: Promise<Resolution>): Promise<Resolution> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve({ ok: false, reason: 'timeout' }), timeoutMs);
    void answer.then(resolve).finally(() => clearTimeout(timer));
  });
}

const notFoundCodes: ReadonlySet<unknown> = new Set(['ENOTFOUND', 'ENODATA', 'EBADNAME', 'ENONAME']);

function reasonOf(error: unknown): UnresolvedReason {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (notFoundCodes.has(code)) return 'not-found';
  return code === 'ETIMEOUT' ? 'timeout' : 'failed';
}
