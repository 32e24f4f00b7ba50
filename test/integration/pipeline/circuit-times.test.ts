/** What a circuit does as time goes by, told to it by moving its row: nobody waits for a quarter of an hour. */
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { parsePublicId } from '../../../src/domain/ids.ts';
import type { AttemptResult } from '../../../src/pipeline/insert-outcomes.ts';
import { createCircuitUpdater, type CircuitUpdater } from '../../../src/pipeline/update-circuits.ts';
import { createWebhook } from '../../support/clients.ts';
import { createTestApp, type TestApp } from '../../support/test-app.ts';

let app: TestApp;
let webhookId: string;
let updater: CircuitUpdater;
beforeAll(async () => {
  app = await createTestApp();
});
afterAll(() => app?.stop());
beforeEach(async () => {
  const { id } = await createWebhook(app, await app.receiver());
  webhookId = parsePublicId('webhook', id) as string;
  updater = createCircuitUpdater(1);
});

/** As much of a result as a circuit looks at; its webhook was loaded when all was well. */
const result = (failed: boolean): AttemptResult =>
  ({
    attempt: {
      request: { webhook: { id: webhookId, hasFailures: false } },
      exchange: { outcome: failed ? 'TIMEOUT' : 'SUCCESS' },
    },
    transition: { isTest: false, status: failed ? 'RETRYING' : 'SUCCEEDED' },
  }) as unknown as AttemptResult;

const [fail, succeed] = [true, false];

/** Stores results, each in a transaction of its own unless they come together. */
async function record(...batches: (boolean | boolean[])[]): Promise<void> {
  for (const batch of batches) {
    await app.app.database.systemTransaction((sql) => updater.update(sql, [batch].flat().map(result)));
  }
}

const times = <Value>(count: number, value: Value): Value[] => Array.from({ length: count }, () => value);

const move = (set: string) =>
  app.app.database.system.query(`update dockhook.webhook_circuit set ${set} where webhook_id = $1`, [webhookId]);

async function circuit() {
  const [row] = await app.app.database.system.query<{ state: string; probe_s: number | null; failures: number }>(
    `select state, round(extract(epoch from next_probe_at - now()))::int as probe_s, consecutive_failures as failures
     from dockhook.webhook_circuit where webhook_id = $1`,
    [webhookId],
  );
  return row;
}

it('probes after 30 s, then after twice as long each time, at most a quarter of an hour; anew when it opens anew', async () => {
  await record(times(10, fail));
  const delays = [(await circuit())?.probe_s];
  for (let probe = 0; probe < 7; probe++) {
    await move(`state = 'HALF_OPEN'`);
    await record(fail);
    expect((await circuit())?.state).toBe('OPEN');
    delays.push((await circuit())?.probe_s);
  }
  expect(delays).toEqual([30, 60, 120, 240, 480, 900, 900, 900]);

  await move(`state = 'HALF_OPEN'`);
  await record(succeed);
  expect(await circuit()).toEqual({ state: 'CLOSED', probe_s: null, failures: 0 });
  await record(times(10, fail));
  expect(await circuit()).toEqual({ state: 'OPEN', probe_s: 30, failures: 10 });
});

it('an attempt that was in flight when it opened does not put off the probe', async () => {
  await record(times(10, fail));
  await move(`next_probe_at = now() + interval '5 seconds'`);
  await record(fail);
  expect(await circuit()).toMatchObject({ state: 'OPEN', probe_s: 5 });
});

const MIXED = [fail, succeed];

it('half of twenty within the window open it', async () => {
  await record(...times(9, MIXED), succeed);
  expect((await circuit())?.state).toBe('CLOSED');
  await record(fail);
  expect((await circuit())?.state).toBe('OPEN');
});

it.each([
  ['half a minute ago still count', 31, 'OPEN'],
  ['more than a minute ago do not', 61, 'CLOSED'],
])('attempts of %s', async (_when, secondsAgo, state) => {
  await record(...times(9, MIXED));
  await move(`window_started_at = now() - interval '${secondsAgo} seconds'`);
  await record(succeed, fail);
  expect((await circuit())?.state).toBe(state);
});

it('the earlier half of the window is forgotten when the younger is full of time', async () => {
  await record(...times(9, MIXED));
  const halfAMinuteLater = () => move(`window_started_at = now() - interval '31 seconds'`);
  await halfAMinuteLater();
  await record(succeed); // these nine are the earlier half now
  await halfAMinuteLater();
  await record(succeed, fail);
  expect((await circuit())?.state).toBe('CLOSED');
});

it('failures are in a row only without a success between them, in whichever transaction that is stored', async () => {
  await record(...times(12, [fail, succeed, succeed]).flat());
  expect(await circuit()).toEqual({ state: 'CLOSED', probe_s: null, failures: 0 });
});

it('a webhook that works costs no statement', async () => {
  const statements: unknown[] = [];
  const sql = { query: async (...said: unknown[]) => (statements.push(said), []) };
  expect(await updater.update(sql as never, times(50, succeed).map(result))).toEqual([]);
  expect(statements).toEqual([]);
});
