import { afterAll, beforeAll, expect, it } from 'vitest';
import pg from 'pg';
import type { NewTicket, Ticket } from '../../../src/database/delivery-queue.ts';
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
const inserted: NewTicket[] = [];
const finished: Ticket[] = [];

beforeAll(async () => {
  app = await createTestApp({ ROLE: 'api' }); // nobody delivers
  webhookId = parsePublicId('webhook', (await createWebhook(app, await app.receiver())).id) ?? '';
  recorder = createRecorder({
    database: app.app.database,
    queue: {
      insert: async (_sql: unknown, tickets: readonly NewTicket[]) => void inserted.push(...tickets),
      finish: async (_sql: unknown, tickets: readonly Ticket[]) => void finished.push(...tickets),
    } as never,
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

/** One delivery, and its result with something in it that the test puts there. */
async function recordSpoilt(
  spoil: (attempt: { -readonly [Key in keyof AttemptResult['attempt']]: AttemptResult['attempt'][Key] }) => void,
) {
  const [eventId] = await publishMany(app, [{}]);
  const [delivery] = await deliveriesOf(app, eventId ?? '');
  const result = resultOf(parsePublicId('delivery', delivery?.id ?? '') ?? '', eventUuid(eventId), 'fine');
  spoil(result.attempt);
  await recorder.record({ kind: 'result', result });
  const [stored] = await deliveriesOf(app, eventId ?? '');
  return { stored, uuid: result.attempt.request.deliveryId };
}

it('a request that PostgreSQL refuses counts all the same: its attempt is stored without any text', async () => {
  const { stored } = await recordSpoilt(({ request }) => Object.assign(request.webhook, { url: 'before\0after' }));
  expect([stored?.status, stored?.attemptCount]).toEqual(['SUCCEEDED', 1]);
  expect(stored?.attempts?.nodes).toMatchObject([
    {
      number: 1,
      outcome: 'SUCCESS',
      response: { statusCode: 200, body: '' },
      errorMessage: expect.stringMatching(/^Neither/),
    },
  ]);
});

it('so does one that our own code cannot write down', async () => {
  const { stored } = await recordSpoilt((attempt) => (attempt.startedAt = undefined as never));
  expect([stored?.status, stored?.attempts?.nodes.length]).toEqual(['SUCCEEDED', 1]);
});

it('what is refused in every form is attempted again an hour later, not every two minutes, and its ticket ends', async () => {
  const owner = new pg.Client({ connectionString: app.database.url });
  await owner.connect();
  await owner.query(`
    create function dockhook.refuse() returns trigger language plpgsql as $$
      begin raise check_violation using message = 'no such row'; end $$;
    create trigger refuse before insert on dockhook.attempt for each row execute function dockhook.refuse()`);
  inserted.splice(0);
  try {
    const ticket = {
      id: 'the ticket',
      createdAt: new Date(),
      retryCount: 0,
      isRepeated: false,
      isProbe: false,
      entries: [],
    };
    recorder.finishTicket(ticket);
    const { stored, uuid } = await recordSpoilt(() => {});
    expect([stored?.status, stored?.attemptCount]).toEqual(['PENDING', 0]);
    const [row] = await app.app.database.system.query<{ minutes: number }>(
      'select extract(epoch from next_attempt_at - now())::float8 / 60 as minutes from dockhook.delivery where id = $1',
      [uuid],
    );
    expect(row?.minutes).toBeGreaterThan(55);
    expect(inserted).toMatchObject([{ entries: [{ deliveryId: uuid, attemptNumber: 1 }], delayMs: 3_600_000 }]);
    expect(finished).toContain(ticket);
  } finally {
    await owner.query(`drop trigger refuse on dockhook.attempt; drop function dockhook.refuse()`);
    await owner.end();
  }
});
