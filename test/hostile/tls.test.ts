// Receivers whose TLS is wrong, through the whole pipeline: each ends in time with the right outcome and exactly one
// attempt, is sent nothing of the event, and leaves neither sockets nor memory behind.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually, type RawReceiver, startRawReceiver } from '../integration/outbound/receiver.ts';
import { createWebhook, documentedText, publish } from '../support/clients.ts';
import { tallyHostile } from '../support/hostile-tally.ts';
import { memoryInUse, socketsInUse } from '../support/resources-in-use.ts';
import { createTestApp, type TestApp } from '../support/test-app.ts';
import { hostileTls, type HostileTls } from './hostile-tls.ts';

const HANGING_MS = 1_000;
const PATIENT_MS = 30_000;
/** For a machine on which everything else runs as well. */
const SLACK_MS = 20_000;
const MEMORY_BOUND_BYTES = 50 * 1024 * 1024;

let app: TestApp;
let cases: HostileTls[];
const receivers: RawReceiver[] = [];
const crashes: unknown[] = [];
const noteCrash = (error: unknown): void => void crashes.push(error);

beforeAll(async () => {
  process.on('unhandledRejection', noteCrash);
  process.on('uncaughtExceptionMonitor', noteCrash);
  app = await createTestApp();
  cases = await hostileTls();
});
afterAll(async () => {
  await app?.stop();
  process.off('unhandledRejection', noteCrash);
  process.off('uncaughtExceptionMonitor', noteCrash);
});

/** Handshakes at a time: both ends of each are in this process, and the sender gives up one that it keeps waiting for. */
const AT_ONCE = 6;

/** Publishes an event to a receiver of each case, some in a tenant of their own, and waits for all outcomes. */
async function deliverToAll(round: string): Promise<void> {
  for (let start = 0; start < cases.length; start += AT_ONCE) await deliverToSome(`${round}${start}`, start);
}

async function deliverToSome(tenantId: string, start: number): Promise<void> {
  const some = cases.slice(start, start + AT_ONCE);
  const token = await app.key({ tenantId });
  const round = await Promise.all(some.map(({ receiver }) => startRawReceiver(receiver)));
  for (const [index, { port }] of round.entries()) {
    await createWebhook(
      app,
      { url: () => `https://127.0.0.1:${port}/${start + index}` },
      {
        name: `TLS ${index}`,
        timeout: `PT${(some[index]?.hangs === true ? HANGING_MS : PATIENT_MS) / 1_000}S`,
        retryPolicy: { maxAttempts: 1 },
      },
      { token },
    );
  }
  const live = app.live(token).deliveryUpdates();
  await publish(app, { text: documentedText('pick.confirmed', tenantId) }, { token });
  const isFinal = (): boolean =>
    live.items.filter((item) => item.__typename === 'DeliveryChanged').length >= some.length;
  for (let count = some.length; !isFinal(); count += 1) await live.waitFor(count, 120_000);
  live.unsubscribe();
  receivers.push(...round);
}

interface AttemptRow {
  readonly url: string;
  readonly outcome: string;
  readonly error_message: string | null;
  readonly duration_ms: number;
}

test(
  'each ends in time, with one attempt and the right outcome, and is sent nothing',
  { timeout: 300_000 },
  async () => {
    await deliverToAll('FIRST');
    const rows = await app.app.database.system.query<AttemptRow>(
      'select request_url as url, outcome, error_message, duration_ms from dockhook.attempt',
    );
    const byCase = Map.groupBy(rows, ({ url }) => Number(/\/(\d+)$/.exec(url)?.[1]));
    const judged = cases.map((given, index) => {
      const found = byCase.get(index) ?? [];
      const [row] = found;
      const limit = (given.hangs === true ? HANGING_MS : PATIENT_MS) + SLACK_MS;
      const problems = [
        found.length === 1 ? [] : [`${found.length} attempts`],
        (given.right as readonly (string | undefined)[]).includes(row?.outcome) ? [] : [`${row?.outcome}`],
        given.message.test(row?.error_message ?? '') ? [] : [`says ${row?.error_message}`],
        (row?.duration_ms ?? Infinity) < limit ? [] : [`took ${row?.duration_ms} ms`],
        receivers[index]?.requests.length === 0 ? [] : ['was sent a request'],
      ].flat();
      return { ...given, problems };
    });
    const failures: string[] = [];
    for (const [className, group] of Map.groupBy(judged, ({ className: name }) => name)) {
      const wrong = group.flatMap(({ name, problems }) =>
        problems.length > 0 ? [`${name}: ${problems.join(', ')}`] : [],
      );
      try {
        tallyHostile(className, group.length, wrong);
      } catch (error) {
        failures.push((error as Error).message);
      }
    }
    expect(failures.join('\n')).toBe('');
    expect(crashes).toEqual([]);
  },
);

test('sockets and memory are where they were after another round', { timeout: 300_000 }, async () => {
  const closeAll = async () => {
    await eventually(() => receivers.every((receiver) => receiver.openSockets() === 0), 'our side closes every socket');
    await Promise.all(receivers.splice(0).map((receiver) => receiver.close()));
  };
  await closeAll();
  const before = { memory: memoryInUse(), sockets: socketsInUse() };
  for (const name of ['SECOND', 'THIRD']) {
    await deliverToAll(name);
    await closeAll();
  }
  // The live client of each tenant keeps its socket: both ends of it are in this process.
  await eventually(
    () => socketsInUse() <= before.sockets + 2 * 2 * Math.ceil(cases.length / AT_ONCE) + 8,
    'no more sockets than before',
  );
  expect(memoryInUse() - before.memory).toBeLessThan(MEMORY_BOUND_BYTES);
  expect(crashes).toEqual([]);
  expect(app.logLines.filter((line) => /"level":(50|60)/.test(line))).toEqual([]);
});

test('afterwards a receiver whose TLS is right gets its events', async () => {
  const token = await app.key({ tenantId: 'GOOD' });
  const good = await app.receiver();
  await createWebhook(app, good, {}, { token });
  await publish(app, { text: documentedText('pick.confirmed', 'GOOD') }, { token });
  await good.nextRequest();
});
