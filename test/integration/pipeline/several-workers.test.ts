import { afterEach, beforeEach, expect, it } from 'vitest';
import { parsePublicId } from '../../../src/domain/ids.ts';
import type { AttemptResult } from '../../../src/pipeline/insert-outcomes.ts';
import { createCircuitUpdater } from '../../../src/pipeline/update-circuits.ts';
import { createWorkerReport } from '../../../src/pipeline/worker-report.ts';
import { createWebhook } from '../../support/clients.ts';
import { createTestApp, type TestApp } from '../../support/test-app.ts';

let app: TestApp;
let webhookId: string;
beforeEach(async () => {
  app = await createTestApp({ ROLE: 'all' });
  const { id } = await createWebhook(app, await app.receiver());
  webhookId = parsePublicId('webhook', id) as string;
});
afterEach(() => app.stop());

/** As much of a result as a circuit looks at. */
const result = (failed: boolean): AttemptResult =>
  ({
    attempt: {
      request: { webhook: { id: webhookId, hasFailures: true } },
      exchange: { outcome: failed ? 'TIMEOUT' : 'SUCCESS' },
    },
    transition: { isTest: false, status: failed ? 'RETRYING' : 'SUCCEEDED' },
  }) as unknown as AttemptResult;

/** Success and failure in turn, ending with a failure. */
const halfFailing = (attempts: number) => Array.from({ length: attempts }, (_, index) => result(index % 2 === 1));

async function circuit() {
  const [row] = await app.app.database.system.query<{ state: string; window_attempts: number }>(
    'select state, window_attempts from dockhook.webhook_circuit where webhook_id = $1',
    [webhookId],
  );
  return row;
}

it('the share of failures is counted over all workers', async () => {
  const { database } = app.app;
  const [first, second] = [createCircuitUpdater(1), createCircuitUpdater(1)];
  const update = (updater: typeof first, results: AttemptResult[]) =>
    database.systemTransaction((sql) => updater.update(sql, results));

  await update(first, halfFailing(12));
  expect(await circuit()).toEqual({ state: 'CLOSED', window_attempts: 12 });
  await update(second, halfFailing(12));
  expect(await circuit()).toEqual({ state: 'OPEN', window_attempts: 0 });
});

it('the successes of one worker count against the failures of another', async () => {
  const { database } = app.app;
  const [failing, working] = [createCircuitUpdater(1), createCircuitUpdater(1)];
  await database.systemTransaction((sql) => failing.update(sql, halfFailing(10)));
  await database.systemTransaction((sql) =>
    working.update(
      sql,
      Array.from({ length: 30 }, () => result(false)),
    ),
  );
  await database.systemTransaction((sql) => failing.update(sql, halfFailing(10)));
  expect(await circuit()).toEqual({ state: 'CLOSED', window_attempts: 50 });
});

it('every worker knows how many there are, and forgets one that has gone', async () => {
  const { database } = app.app; // which is one itself
  const fail = (error: unknown): never => {
    throw error;
  };
  const reports = [new Map(), new Map()].map((inFlight) => createWorkerReport(database, inFlight, fail));
  for (const report of reports) report.start();
  await expect.poll(() => reports.map((report) => report.workerCount())).toEqual([3, 3]);
  await reports[1]?.stop();
  await expect.poll(() => reports[0]?.workerCount()).toBe(2);
  await reports[0]?.stop();
});
