/**
 * What is stored when PostgreSQL refuses a record as it is: less and less of it, so that an attempt that was made counts
 * even when its text cannot be kept. Only when that is refused, too, the delivery is put off, and attempted again uncounted.
 */
import { isDataRefused } from '../database/database-faults.ts';
import type { NewTicket, TicketEntry } from '../database/delivery-queue.ts';
import type { Sql } from '../database/sql.ts';
import type { Exchange } from '../domain/outcome.ts';
import type { Hold } from './hold-deliveries.ts';
import type { AttemptResult } from './insert-outcomes.ts';
import type { OpenTicket } from './ticket-lease.ts';

/** What is to be stored of one delivery. */
export type DeliveryRecord =
  | { readonly kind: 'result'; readonly result: AttemptResult }
  /** Only while the ticket it came in is this worker's. */
  | { readonly kind: 'hold'; readonly hold: Hold; readonly ticket: OpenTicket }
  | { readonly kind: 'cancel'; readonly deliveryId: string }
  /** Nothing could be stored of it: it is attempted again, much later. */
  | { readonly kind: 'put-off'; readonly entry: TicketEntry };

/** Stand in the history instead of what PostgreSQL refused to store. */
const NOT_STORABLE = 'The answer could not be stored as it came.';
const NOTHING_STORABLE = 'Neither the request nor the answer could be stored as they were.';

/** A receiver must not get the same request every two minutes for ever, which is how often the sweeper looks. */
const PUT_OFF_MS = 3_600_000;

/** Errors of our own code are taken for the record's after so many tries: a driver that lost its connection may throw one. */
const TRIES = 3;

/** Whether the record is at fault, and trying again is no use. */
export const isRefused = (error: unknown, tries: number): boolean =>
  isDataRefused(error) || (tries >= TRIES && (error instanceof TypeError || error instanceof RangeError));

/** The next plainer form of a record; `undefined` when there is none. */
export function plainer(record: DeliveryRecord): DeliveryRecord | undefined {
  switch (record.kind) {
    case 'result': {
      const { attempt } = record.result;
      if (attempt.exchange.errorMessage === NOTHING_STORABLE) return { kind: 'put-off', entry: entryOf(attempt) };
      const result =
        attempt.exchange.errorMessage === NOT_STORABLE ? bare(record.result) : withoutAnswer(record.result);
      return { kind: 'result', result };
    }
    case 'hold':
      return { kind: 'put-off', entry: record.hold.entry };
    case 'cancel': // found again by whoever ends what waits for webhooks that are gone
    case 'put-off':
      return undefined;
  }
}

function entryOf({ request: { deliveryId, number, event, webhook } }: AttemptResult['attempt']): TicketEntry {
  return { deliveryId, eventId: event.id, webhookId: webhook.id, attemptNumber: number };
}

/** Without what the receiver said. */
function withoutAnswer({ attempt, transition }: AttemptResult): AttemptResult {
  const { exchange } = attempt;
  const response = exchange.response && { ...exchange.response, headers: [], body: '', bodyTruncated: true };
  const plain = { ...exchange, ...(response && { response }), errorMessage: NOT_STORABLE } as Exchange;
  return { transition, attempt: { ...attempt, exchange: plain } };
}

/** Its numbers, which are ours, and how it ended. */
function bare({ attempt, transition }: AttemptResult): AttemptResult {
  const { request, exchange } = attempt;
  const now = new Date();
  const { statusCode = 0 } = exchange.response ?? {};
  const response = { statusCode, headers: [], body: '', bodyTruncated: true, bodyBytes: 0 };
  return {
    transition,
    attempt: {
      request: { ...request, webhook: { ...request.webhook, url: '' } },
      sentHeaders: [],
      startedAt: now,
      finishedAt: now,
      exchange: {
        outcome: exchange.outcome,
        errorMessage: NOTHING_STORABLE,
        timings: { totalMs: 0 },
        ...(statusCode >= 100 && statusCode <= 999 ? { response } : {}),
      } as Exchange,
    },
  };
}

/** @returns tickets for those that are still wanted */
export async function putOffDeliveries(sql: Sql, entries: readonly TicketEntry[]): Promise<NewTicket[]> {
  if (entries.length === 0) return [];
  const rows = await sql.query<{ id: string }>(
    `update dockhook.delivery set next_attempt_at = now() + $2::float8 * interval '1 millisecond', updated_at = now()
     where id = any($1) and status in ('PENDING', 'RETRYING') returning id`,
    [entries.map(({ deliveryId }) => deliveryId), PUT_OFF_MS],
  );
  const wanted = new Set(rows.map(({ id }) => id));
  return entries
    .filter(({ deliveryId }) => wanted.has(deliveryId))
    .map((entry) => ({ entries: [entry], delayMs: PUT_OFF_MS }));
}
