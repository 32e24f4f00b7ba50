/**
 * `RESOLVER_FILE`: a JSON object of host names to answers, used instead of DNS in tests. Answers:
 * `"192.0.2.1"`, `["192.0.2.1", "2001:db8::1"]`, `{"A": [...], "AAAA": [...]}`,
 * `{"error": "NXDOMAIN" | "TIMEOUT" | "SERVFAIL" | "UNAVAILABLE"}`, and `{"seq": [answer, answer, ...]}`: one answer
 * after the other, the last one for ever (DNS rebinding). Its addresses pass the same guard as DNS.
 */
import { readFileSync, statSync } from 'node:fs';
import { z } from 'zod';
import { type Resolution, type Resolver, type UnresolvedReason, isLocalhost, localhostAddresses } from './resolver.ts';

const addresses = z.array(z.string());
const simpleAnswer = z.union([
  z.string(),
  addresses,
  z.strictObject({ error: z.string() }),
  z.strictObject({ A: addresses.optional(), AAAA: addresses.optional() }),
]);
const fileSchema = z.record(z.string(), z.union([z.strictObject({ seq: z.array(simpleAnswer).min(1) }), simpleAnswer]));

type SimpleAnswer = z.infer<typeof simpleAnswer>;

interface Entry {
  readonly answers: readonly SimpleAnswer[];
  next: number;
}

/**
 * Reads the file again when it changes; sequences then begin anew. A name that the file lacks does not
 * resolve (`localhost` excepted): nothing is ever asked of real DNS.
 * @throws Error when the file cannot be read or has another form. Later mistakes keep the last good content.
 */
export function createFileResolver(path: string): Resolver {
  let version = versionOf(path);
  let entries = load(path);

  function refresh(): void {
    try {
      const current = versionOf(path);
      if (current === version) return;
      version = current;
      entries = load(path);
    } catch {
      // Half-written or removed while the test edits it: the last good content stays in force.
    }
  }

  return {
    async resolve(hostname) {
      refresh();
      const name = hostname.toLowerCase();
      const entry = entries.get(name);
      if (!entry)
        return isLocalhost(name) ? { ok: true, addresses: localhostAddresses } : toResolution({ error: 'NXDOMAIN' });
      const answer = entry.answers[Math.min(entry.next, entry.answers.length - 1)];
      entry.next += 1;
      return toResolution(answer ?? []);
    },
  };
}

function versionOf(path: string): string {
  const { mtimeMs, size, ino } = statSync(path);
  return `${mtimeMs} ${size} ${ino}`;
}

function load(path: string): Map<string, Entry> {
  const parsed = fileSchema.safeParse(JSON.parse(readFileSync(path, 'utf8')));
  if (!parsed.success) throw new Error(`${path} is not a resolver file: ${z.prettifyError(parsed.error)}`);
  return new Map(
    Object.entries(parsed.data).map(([name, answer]) => [
      name.toLowerCase(),
      { answers: typeof answer === 'object' && 'seq' in answer ? answer.seq : [answer], next: 0 },
    ]),
  );
}

const reasons: readonly (readonly [RegExp, UnresolvedReason])[] = [
  [/^(nxdomain|nodata|enotfound|enodata)$/i, 'not-found'],
  [/^(e?timeout|etimedout)$/i, 'timeout'],
  [/^unavailable$/i, 'unavailable'],
];

function toResolution(answer: SimpleAnswer): Resolution {
  if (typeof answer === 'string') return { ok: true, addresses: [answer] };
  if (!Array.isArray(answer) && 'error' in answer) {
    const known = reasons.find(([pattern]) => pattern.test(answer.error));
    return { ok: false, reason: known?.[1] ?? 'failed' };
  }
  const found = Array.isArray(answer) ? answer : [...(answer.A ?? []), ...(answer.AAAA ?? [])];
  return found.length > 0 ? { ok: true, addresses: found } : { ok: false, reason: 'not-found' };
}
