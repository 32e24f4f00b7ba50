/**
 * Host names to addresses, without judging them. The system resolver is c-ares with a bounded wait:
 * getaddrinfo would block one of libuv's four threads per slow name and starve the whole process.
 */
import { Resolver as DnsResolver } from 'node:dns/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { createHostsFile } from './hosts-file.ts';

/**
 * `not-found`: the name has no address. `timeout` and `failed` are troubles of that name's DNS. `unavailable`: our own
 * servers answer nobody, whatever the name.
 */
export type UnresolvedReason = 'not-found' | 'timeout' | 'failed' | 'unavailable';

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
/** c-ares gives each of the machine's servers that time in turn; nobody waits longer than for one, and the control question. */
const ANSWER_TIMEOUT_MS = QUERY_TIMEOUT_MS * QUERY_TRIES;
/** How long the addresses of one family wait for the other's: some name servers never answer questions for AAAA (RFC 4074). */
const OTHER_FAMILY_MS = 1_000;

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
  const control = createControlQuestion(servers);

  async function ask(name: string): Promise<Resolution> {
    const local = isLocalhost(name) ? localhostAddresses : await hosts.find(name);
    if (local.length > 0) return { ok: true, addresses: local };
    const answers = await gather([dns.resolve4(name), dns.resolve6(name)]);
    if (answers.some((answer) => answer.status === 'fulfilled' || isAnswer(answer.reason))) control.noteAnswer();
    const addresses = answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
    if (addresses.length > 0) return { ok: true, addresses };
    const reasons = answers.map((answer) => (answer.status === 'rejected' ? reasonOf(answer.reason) : 'not-found'));
    if (reasons.every((reason) => reason === 'unavailable')) return { ok: false, reason: 'unavailable' };
    const troubles = reasons.map((reason) => (reason === 'unavailable' ? 'failed' : reason));
    return { ok: false, reason: troubles.find((reason) => reason !== 'not-found') ?? 'not-found' };
  }

  /** Silence is the name's, as long as our servers answer anything else. */
  async function judgeSilence(resolution: Resolution): Promise<Resolution> {
    if (resolution.ok || resolution.reason !== 'timeout' || (await control.isAnswered())) return resolution;
    return { ok: false, reason: 'unavailable' };
  }

  return {
    resolve(hostname) {
      const name = hostname.toLowerCase();
      const known = pending.get(name);
      if (known) return known;
      const answer = ask(name)
        .then(judgeSilence)
        .finally(() => pending.delete(name));
      pending.set(name, answer);
      return answer;
    },
  };
}

type Answer = PromiseSettledResult<readonly string[]>;

/** What is said of a question that nobody has answered yet. */
const silence: Answer = { status: 'rejected', reason: Object.assign(new Error('No answer.'), { code: 'ETIMEOUT' }) };

/**
 * The answers of both families, or what is known of them when the time is over. To hold one back gains a name nothing:
 * only what came is dialled, and all of that is judged.
 */
function gather(questions: readonly Promise<readonly string[]>[]): Promise<Answer[]> {
  return new Promise((resolve) => {
    const answers = questions.map(() => silence);
    let missing = questions.length;
    let timer = setTimeout(finish, ANSWER_TIMEOUT_MS);
    const endAt = performance.now() + ANSWER_TIMEOUT_MS;

    function finish(): void {
      clearTimeout(timer);
      resolve([...answers]);
    }

    function note(index: number, answer: Answer): void {
      answers[index] = answer;
      missing -= 1;
      if (missing === 0) return finish();
      if (answer.status === 'rejected') return;
      clearTimeout(timer);
      timer = setTimeout(finish, Math.min(OTHER_FAMILY_MS, endAt - performance.now()));
    }

    for (const [index, question] of questions.entries()) {
      question.then(
        (value) => note(index, { status: 'fulfilled', value }),
        (reason: unknown) => note(index, { status: 'rejected', reason }),
      );
    }
  });
}

const notFoundCodes: ReadonlySet<unknown> = new Set(['ENOTFOUND', 'ENODATA', 'EBADNAME', 'ENONAME']);

/** None of our servers was asked: c-ares got through to none, or could not even try for want of descriptors or memory. */
const unavailableCodes: ReadonlySet<unknown> = new Set(['ECONNREFUSED', 'ENOMEM', 'EFILE', 'ENOTINITIALIZED']);

const codeOf = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : undefined);

function reasonOf(error: unknown): UnresolvedReason {
  const code = codeOf(error);
  if (notFoundCodes.has(code)) return 'not-found';
  if (unavailableCodes.has(code)) return 'unavailable';
  return code === 'ETIMEOUT' ? 'timeout' : 'failed';
}

/** Whether an error is what a server said, be it a refusal. */
const isAnswer = (error: unknown): boolean => codeOf(error) !== 'ETIMEOUT' && !unavailableCodes.has(codeOf(error));

const CONTROL_TIMEOUT_MS = 1_000;

/** Asks for the root's name servers, which every server that works has something to say about at once. */
function createControlQuestion(servers: readonly string[] | undefined) {
  const dns = new DnsResolver({ timeout: CONTROL_TIMEOUT_MS, tries: 1 });
  if (servers !== undefined) dns.setServers(servers);
  let answeredAtMs = -Infinity;
  let asking: Promise<boolean> | undefined;

  async function ask(): Promise<boolean> {
    const answer = dns.resolveNs('.').then(
      () => true,
      (error: unknown) => isAnswer(error),
    );
    const isAnswered = await Promise.race([answer, delay(CONTROL_TIMEOUT_MS, false, { ref: false })]);
    if (isAnswered) answeredAtMs = performance.now();
    return isAnswered;
  }

  return {
    /** A server said something, whatever it was. */
    noteAnswer() {
      answeredAtMs = performance.now();
    },
    /** Whether a server said something since the question that is in doubt was asked, or does so now. */
    async isAnswered(): Promise<boolean> {
      if (performance.now() - answeredAtMs < ANSWER_TIMEOUT_MS) return true;
      asking ??= ask().finally(() => (asking = undefined));
      return asking;
    },
  };
}
