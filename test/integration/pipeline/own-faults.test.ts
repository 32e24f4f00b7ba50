/** What goes wrong on our side spends nothing of a receiver's: no attempt, no number, nothing of its circuit. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { type DeliveryQueue, startDeliveryQueue } from '../../../src/database/delivery-queue.ts';
import { createSecretBox } from '../../../src/database/secret-box.ts';
import type { Signal, Signals } from '../../../src/database/signals.ts';
import { parsePublicId } from '../../../src/domain/ids.ts';
import type { Attempter } from '../../../src/pipeline/attempt.ts';
import { createDispatcher } from '../../../src/pipeline/dispatch.ts';
import { createFailpoint } from '../../../src/pipeline/failpoints.ts';
import { createTargetLoader } from '../../../src/pipeline/load-targets.ts';
import { createWebhook, deliveriesOf, publish, publishMany } from '../../support/clients.ts';
import { makeTemporaryDirectory } from '../../support/temporary-directory.ts';
import { createTestApp, type TestApp } from '../../support/test-app.ts';

let app: TestApp;
afterEach(() => app.stop());

const query = <Row extends object>(text: string, values: readonly unknown[] = []): Promise<Row[]> =>
  app.app.database.system.query<Row>(text, values);
const attemptsOf = async (eventId: string) =>
  (await deliveriesOf(app, eventId)).map(({ status, attempts }) => [
    status,
    attempts?.nodes.map(({ number, outcome }) => `${number} ${outcome}`),
  ]);

it('while none of our DNS servers can be asked nothing is attempted, and everything goes out afterwards', async () => {
  const file = path.join(makeTemporaryDirectory(), 'hosts.json');
  const say = (answer: unknown) => writeFileSync(file, JSON.stringify({ 'hooks.example.com': answer }));
  say({ error: 'UNAVAILABLE' });
  app = await createTestApp({ RESOLVER_FILE: file });
  const [unreachable, healthy] = [await app.receiver({ names: ['hooks.example.com'] }), await app.receiver()];
  const webhook = await createWebhook(app, { url: () => `https://hooks.example.com:${unreachable.port}/hook` });
  await createWebhook(app, healthy);

  // More than the ten failures that open a circuit.
  const eventIds = await publishMany(
    app,
    Array.from({ length: 30 }, () => ({})),
  );
  const publishedAtMs = performance.now();
  await healthy.waitFor(30);
  const faults = () => app.logLines.filter((line) => line.includes('DNS servers that Dockhook uses'));
  await expect.poll(() => faults().length).toBeGreaterThan(0);
  const uuid = parsePublicId('webhook', webhook.id);
  const circuit = () =>
    query('select state, consecutive_failures from dockhook.webhook_circuit where webhook_id = $1', [uuid]);
  expect(await circuit()).toEqual([{ state: 'CLOSED', consecutive_failures: 0 }]);

  say('127.0.0.1');
  await unreachable.waitFor(30);
  for (const eventId of eventIds) {
    await expect.poll(() => attemptsOf(eventId)).toEqual(Array(2).fill(['SUCCEEDED', ['1 SUCCESS']]));
  }
  expect(unreachable.requests.map(({ headers }) => headers['x-jasci-attempt'])).toEqual(Array(30).fill('1'));
  expect(await circuit()).toEqual([{ state: 'CLOSED', consecutive_failures: 0 }]);
  // Not one for each delivery: one at once, then one in ten seconds at most.
  expect(faults().length).toBeLessThanOrEqual(2 + (performance.now() - publishedAtMs) / 10_000);
});

describe('a dispatcher whose sender throws', () => {
  let queue: DeliveryQueue;
  const faults: unknown[] = [];
  const listeners = new Map<Signal, () => void>();
  const signals: Signals = {
    send: (name) => listeners.get(name)?.(),
    on(name, listener) {
      listeners.set(name, listener);
      return () => listeners.delete(name);
    },
    close: async () => {},
  };

  /** A dispatcher beside an API that delivers nothing. */
  async function dispatchWith(attempt: Attempter, timeScale: number) {
    app = await createTestApp({ ROLE: 'api' });
    faults.splice(0);
    const { database } = app.app;
    queue = await startDeliveryQueue({ pool: database.systemPool, supervise: true, onError: () => {} });
    const onError = (error: unknown) => void faults.push(error);
    const dispatcher = createDispatcher({
      database,
      queue,
      signals,
      targets: createTargetLoader(database, createSecretBox(app.environment['SECRET_KEYS'] ?? ''), onError),
      attempt,
      clock: { now: () => new Date() },
      log: { attempted: () => {}, disabled: () => {}, fault: onError },
      failpoint: createFailpoint(undefined),
      timeScale,
    });
    app.onStop(async () => {
      await dispatcher.stop(1_000);
      await queue.stop();
    });
    dispatcher.start();
    return dispatcher;
  }

  const answered: Attempter = async (request) => {
    const at = new Date();
    const response = { statusCode: 200, headers: [], body: '', bodyTruncated: false, bodyBytes: 0 };
    const exchange = { outcome: 'SUCCESS' as const, response, timings: { totalMs: 1 } };
    return { request, sentHeaders: [], startedAt: at, finishedAt: at, exchange };
  };

  it('tries again under the same number, and leaves the others of the ticket and other webhooks alone', async () => {
    const thrown = new Map<string, number>();
    let failing = '';
    await dispatchWith(async (request) => {
      const times = thrown.get(request.deliveryId) ?? 0;
      if (request.webhook.id === failing && times < 7) {
        thrown.set(request.deliveryId, times + 1);
        throw new TypeError('a fault of ours');
      }
      return answered(request);
    }, 0.01);
    failing = parsePublicId('webhook', (await createWebhook(app, { url: () => 'https://127.0.0.1/a' })).id) ?? '';
    await createWebhook(app, { url: () => 'https://127.0.0.1/b' });
    const eventId = await publish(app);
    // Seven times: beyond what one worker tries before it puts the delivery aside for others.
    await expect.poll(() => attemptsOf(eventId)).toEqual(Array(2).fill(['SUCCEEDED', ['1 SUCCESS']]));
    expect([...thrown.values()]).toEqual([7]);
    expect(faults).toHaveLength(1);
    expect(await query('select 1 from dockhook.troubled_delivery')).toEqual([]);
    await expect
      .poll(() => query(`select 1 from pgboss.job where name = 'deliver' and state < 'completed'`))
      .toEqual([]);
  });

  it('does not try again what was cancelled meanwhile', async () => {
    const tried: string[] = [];
    await dispatchWith(async (request) => {
      tried.push(request.deliveryId);
      if (tried.length === 1) throw new TypeError('a fault of ours');
      return answered(request);
    }, 1);
    await createWebhook(app, { url: () => 'https://127.0.0.1/a' });
    const eventId = await publish(app);
    await expect.poll(() => tried).toHaveLength(1);
    await query(`update dockhook.delivery set status = 'CANCELED' where id = $1`, [tried[0]]);
    signals.send('cancellations');
    await expect
      .poll(() => query(`select 1 from pgboss.job where name = 'deliver' and state < 'completed'`))
      .toEqual([]);
    expect(await attemptsOf(eventId)).toEqual([['CANCELED', []]]);
    expect(tried).toHaveLength(1);
  });

  it('gives back what waits for a further try when it stops', async () => {
    let tries = 0;
    const dispatcher = await dispatchWith(async () => {
      tries += 1;
      return { exchange: { outcome: 'ABORTED', ownFault: 'EMFILE', errorMessage: 'none left' } } as never;
    }, 1_000);
    await createWebhook(app, { url: () => 'https://127.0.0.1/a' });
    const eventId = await publish(app);
    await expect.poll(() => tries).toBeGreaterThan(0);
    await dispatcher.stop(1_000);
    expect((await deliveriesOf(app, eventId)).map((one) => [one.status, one.attemptCount])).toEqual([['PENDING', 0]]);
    expect(await query(`select state::text from pgboss.job where name = 'deliver'`)).toEqual([{ state: 'retry' }]);
    expect(faults).toHaveLength(1);
  });
});
