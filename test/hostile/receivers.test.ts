// Receivers that break every rule of HTTP, hundreds at once and through the whole pipeline: each leaves exactly one
// attempt with the right outcome, what is recorded is clean, and no socket stays open.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually, type RawReceiver, startRawReceiver } from '../integration/outbound/receiver.ts';
import { createWebhook, documentedText, publish } from '../support/clients.ts';
import { tallyHostile } from '../support/hostile-tally.ts';
import { memoryInUse, socketsInUse } from '../support/resources-in-use.ts';
import { createTestApp, type TestApp } from '../support/test-app.ts';
import { hostileAnswers, type HostileAnswer } from './hostile-answers.ts';

/** One event goes to so many at once. */
const WEBHOOKS_PER_TENANT = 150;
const crashes: unknown[] = [];
const noteCrash = (error: unknown): void => void crashes.push(error);

/** They send gigabytes if they are let; what the history and this test keep of them is a few megabytes. */
const MEMORY_BOUND_BYTES = 100 * 1024 * 1024;

let before: { memory: number; sockets: number };
let app: TestApp;
let receiver: RawReceiver;
beforeAll(async () => {
  process.on('unhandledRejection', noteCrash);
  process.on('uncaughtExceptionMonitor', noteCrash);
  app = await createTestApp({ EGRESS_ALLOW_HTTP: 'true' });
  receiver = await startRawReceiver({
    answer({ text, socket }) {
      const place = /^POST \/(\d+) /.exec(text)?.[1];
      hostileAnswers[Number(place)]?.send(socket);
    },
  });
  app.onStop(() => receiver.close());
  before = { memory: memoryInUse(), sockets: socketsInUse() };
});
afterAll(async () => {
  await app.stop();
  process.off('unhandledRejection', noteCrash);
  process.off('uncaughtExceptionMonitor', noteCrash);
});

interface AttemptRow {
  readonly url: string;
  readonly number: number;
  readonly outcome: string;
  readonly response_headers: readonly (readonly [string, string])[] | null;
  readonly response_body: string | null;
  readonly error_message: string | null;
}

const attempts = (): Promise<AttemptRow[]> =>
  app.app.database.system.query<AttemptRow>(
    'select request_url as url, number, outcome, response_headers, response_body, error_message from dockhook.attempt',
  );

test('each ends with one attempt and the right outcome', { timeout: 600_000 }, async () => {
  const slices = Array.from(
    { length: Math.ceil(hostileAnswers.length / WEBHOOKS_PER_TENANT) },
    (_, index) => index * WEBHOOKS_PER_TENANT,
  );
  for (const start of slices) {
    const tenantId = `HOSTILE${start}`;
    const token = await app.key({ tenantId });
    const slice = hostileAnswers.slice(start, start + WEBHOOKS_PER_TENANT);
    for (let at = 0; at < slice.length; at += 16) {
      await Promise.all(slice.slice(at, at + 16).map((_, index) => addWebhook(start + at + index, token)));
    }
    const live = app.live(token).deliveryUpdates();
    await publish(app, { text: documentedText('pick.confirmed', tenantId) }, { token });
    const isFinal = (): boolean =>
      live.items.filter((item) => item.__typename === 'DeliveryChanged').length >= slice.length;
    for (let count = slice.length; !isFinal(); count += 1) await live.waitFor(count, 150_000);
  }

  const rows = Map.groupBy(await attempts(), ({ url }) => Number(/\/(\d+)$/.exec(url)?.[1]));
  const wrong = Map.groupBy(
    hostileAnswers.map((answer, index) => ({ answer, problem: problemOf(answer, rows.get(index) ?? []) })),
    ({ answer }) => answer.className,
  );
  const problems = [...wrong].map(([className, judged]) => ({
    className,
    tried: judged.length,
    wrong: judged.flatMap(({ answer, problem }) => (problem === undefined ? [] : [`${answer.name}: ${problem}`])),
  }));
  const failures: unknown[] = [];
  for (const { className, tried, wrong: found } of problems) {
    try {
      tallyHostile(className, tried, found);
    } catch (error) {
      failures.push((error as Error).message);
    }
  }
  expect(failures.join('\n')).toBe('');
});

test('nothing is left of them: no socket, no memory, no crash, and a good receiver is served as before', async () => {
  // Idle connections that may be used again are closed after four seconds at the latest.
  await eventually(() => receiver.openSockets() === 0, 'every socket closes');
  // Each live client of the test keeps its socket, the clients of the API and of the database a few.
  await eventually(() => socketsInUse() < before.sockets + 60, 'sockets are as few as before');
  expect(memoryInUse() - before.memory).toBeLessThan(MEMORY_BOUND_BYTES);
  const good = await app.receiver();
  await createWebhook(app, good);
  await publish(app);
  await good.nextRequest();
  expect(crashes).toEqual([]);
  expect(app.logLines.filter((line) => /"level":(50|60)/.test(line))).toEqual([]);
});

/** Short only where running out of time is right, so that a busy machine makes nothing wrong. */
const timeoutOf = (index: number): string => (hostileAnswers[index]?.right.includes('TIMEOUT') ? 'PT1S' : 'PT30S');

const addWebhook = (index: number, token: string) =>
  createWebhook(
    app,
    { url: () => `http://127.0.0.1:${receiver.port}/${index}` },
    { name: `Hostile ${index}`, timeout: timeoutOf(index), retryPolicy: { maxAttempts: 1 } },
    { token },
  );

function problemOf({ right }: HostileAnswer, rows: readonly AttemptRow[]): string | undefined {
  const [row] = rows;
  if (row === undefined || rows.length !== 1) return `${rows.length} attempts`;
  if (!(right as readonly string[]).includes(row.outcome)) return `${row.outcome} (${row.error_message})`;
  const texts = [...(row.response_headers ?? []).flat(), row.response_body ?? '', row.error_message ?? ''];
  if (!texts.every((text) => text.isWellFormed())) return 'half a surrogate was recorded';
  if (/[\0-\x08\x0a-\x1f\x7f-\x9f]/.test((row.response_headers ?? []).flat().join('') + row.error_message))
    return 'a control character was recorded';
  if ((row.error_message === null) !== (row.outcome === 'SUCCESS')) return `the message is ${row.error_message}`;
  return undefined;
}
