import { afterAll, beforeAll, expect, it } from 'vitest';
import type { AttemptOutcome, Exchange } from '../../../src/domain/outcome.ts';
import { parsePublicId } from '../../../src/domain/ids.ts';
import { createFailpoint } from '../../../src/pipeline/failpoints.ts';
import type { AttemptResult } from '../../../src/pipeline/insert-outcomes.ts';
import { createRecorder, type Recorder } from '../../../src/pipeline/record.ts';
import { createWebhook, deliveriesOf, publishMany } from '../../support/clients.ts';
import { createTestApp, TENANT, type TestApp } from '../../support/test-app.ts';

let app: TestApp;
let recorder: Recorder;
let webhookId: string;

beforeAll(async () => {
  app = await createTestApp({ ROLE: 'api' }); // nobody delivers
  webhookId = parsePublicId('webhook', (await createWebhook(app, await app.receiver())).id) ?? '';
  recorder = createRecorder({
    database: app.app.database,
    queue: { insert: async () => {}, finish: async () => {} } as never,
    signals: { send() {}, on: () => () => {}, close: async () => {} },
    circuits: { update: async () => [] },
    failpoint: createFailpoint(undefined),
    inFlight: () => 1_000, // so that what is handed in together is stored together
    onRetryPlanned: () => {},
    onDisabled: () => {},
    onError: () => {},
  });
});
afterAll(() => app?.stop());

/** An attempt as it comes from a receiver, but with a text that nobody has cleaned. */
function resultOf(deliveryId: string, eventId: string, body: string): AttemptResult {
  const response = { statusCode: 200, headers: [['X-Body', body]] as const, body, bodyTruncated: false, bodyBytes: 3 };
  const exchange: Exchange = { outcome: 'SUCCESS' satisfies AttemptOutcome, response, timings: { totalMs: 1 } };
  const event = { id: eventId, type: 'pick.confirmed', body: '{}' };
  const webhook = { id: webhookId, tenantId: TENANT, url: 'https://127.0.0.1/' };
  const request = { deliveryId, number: 1, event, webhook, abortedCount: 0 };
  const at = new Date();
  return {
    attempt: {
      request,
      sentHeaders: [],
      startedAt: at,
      finishedAt: at,
      exchange,
    } as unknown as AttemptResult['attempt'],
    transition: { previousStatus: 'PENDING', status: 'SUCCEEDED', isTest: false },
  };
}

it('an answer that PostgreSQL refuses costs its neighbours nothing, and its own attempt only its text', async () => {
  const eventIds = await publishMany(
    app,
    Array.from({ length: 7 }, () => ({})),
  );
  const deliveries = (await Promise.all(eventIds.map((id) => deliveriesOf(app, id)))).flat();
  const bodies = ['1', '2', 'before\0after', '4', '5', '\0', '7'];
  await Promise.all(
    deliveries.map(({ id }, index) =>
      recorder.record({
        kind: 'result',
        result: resultOf(parsePublicId('delivery', id) ?? '', eventUuid(eventIds[index]), bodies[index] ?? ''),
      }),
    ),
  );
  const stored = (await Promise.all(eventIds.map((id) => deliveriesOf(app, id)))).flat();
  expect(stored.map(({ status }) => status)).toEqual(bodies.map(() => 'SUCCEEDED'));
  expect(stored.map(({ attempts }) => attempts?.nodes[0]?.response?.body)).toEqual(['1', '2', '', '4', '5', '', '7']);
  expect(stored[2]?.attempts?.nodes[0]?.errorMessage).toBe('The answer could not be stored as it came.');
});

const eventUuid = (id: string | undefined): string => parsePublicId('event', id ?? '') ?? '';
