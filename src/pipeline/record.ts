/**
 * The step after an attempt: its outcome, the delivery's new status and the next ticket are stored in one
 * transaction. Results are flushed together, a few milliseconds' worth at a time, and at once while little
 * is in flight. Recording the same attempt twice changes nothing.
 */
import type { Database } from '../database/database.ts';
import type { DeliveryQueue, NewTicket, Ticket } from '../database/delivery-queue.ts';
import type { Signals } from '../database/signals.ts';
import type { Failpoint } from './failpoints.ts';
import { cancelDeliveries, holdDeliveries } from './hold-deliveries.ts';
import { insertOutcomes, type AttemptResult } from './insert-outcomes.ts';
import { createPacer } from './pacer.ts';
import { isRefused, plainer, putOffDeliveries, type DeliveryRecord } from './record-plainly.ts';
import { hasLapsed } from './ticket-lease.ts';
import type { CircuitUpdater, DisabledWebhook } from './update-circuits.ts';

export type { DeliveryRecord };

export interface Recorder {
  /**
   * Stores a record; resolves when it is committed. While the database fails it goes on trying: a result is
   * only lost with the process, and then the delivery is attempted again.
   */
  record(record: DeliveryRecord): Promise<void>;
  /** Ends a ticket once everything it asked for is stored. */
  finishTicket(ticket: Ticket): void;
  /** Resolves when everything handed in so far is stored, or after `timeoutMs` when the database does not take it. */
  drain(timeoutMs: number): Promise<void>;
}

export interface RecorderOptions {
  readonly database: Database;
  readonly queue: DeliveryQueue;
  readonly signals: Signals;
  readonly circuits: CircuitUpdater;
  readonly failpoint: Failpoint;
  /** Attempts in flight now: decides whether waiting for more is worth it. */
  readonly inFlight: () => number;
  /** Called with the delay of each retry that was planned, so that this process wakes for it. */
  readonly onRetryPlanned: (delayMs: number) => void;
  /** Called with the webhooks that outcomes disabled, when that is committed. */
  readonly onDisabled: (webhooks: readonly DisabledWebhook[]) => void;
  readonly onError: (error: unknown) => void;
}

/** Records that make a flush at once. */
const FLUSH_SIZE = 400;
/** Longest time a record waits for company, in milliseconds. */
const FLUSH_WAIT_MS = 15;
/** Below this many attempts in flight, nobody else is coming: flush at once. */
const IDLE_IN_FLIGHT = 16;
/** Longest rest between two flushes that do not fill. */
const LONGEST_REST_MS = 15;
const RETRY_LIMIT_MS = 1_000;
/**
 * Every look-up here is by a key. Planned while a day's partition is young, deliveries were found by reading all of it,
 * and that plan lasted until the next analyze.
 */
const planByKey = { enable_hashjoin: 'off', enable_mergejoin: 'off' };

interface Waiting {
  readonly record: DeliveryRecord;
  readonly resolve: () => void;
}

export function createRecorder(options: RecorderOptions): Recorder {
  const { database, queue, signals, circuits, failpoint } = options;
  const waiting: Waiting[] = [];
  let finished: Ticket[] = [];
  const pacer = createPacer(LONGEST_REST_MS);
  let timer: NodeJS.Timeout | undefined;
  let flushing: Promise<void> | undefined;
  /** Set when the process ends although the database did not take everything. */
  let abandoned = false;

  function schedule(): void {
    if (flushing !== undefined) return;
    const isFull = waiting.length >= FLUSH_SIZE;
    const waitMs = isFull ? 0 : options.inFlight() < IDLE_IN_FLIGHT ? pacer.waitMs() : FLUSH_WAIT_MS;
    if (waitMs > 0) timer ??= setTimeout(begin, waitMs);
    else begin();
  }

  /** Begins the next flush, once what this turn of the event loop brings has come. */
  function begin(): void {
    clearTimeout(timer);
    timer = undefined;
    flushing = Promise.resolve()
      .then(flush)
      .then(() => {
        flushing = undefined;
        if (waiting.length > 0 || finished.length > 0) schedule();
      });
  }

  async function flush(): Promise<void> {
    const batch = waiting.splice(0, FLUSH_SIZE);
    const tickets = finished;
    finished = [];
    const end = pacer.begin();
    await persist(
      batch.map(({ record }) => record),
      tickets,
    );
    end();
    for (const { resolve } of batch) resolve();
  }

  /** Commits one batch, trying until the database takes it. */
  async function persist(records: readonly DeliveryRecord[], tickets: readonly Ticket[]): Promise<void> {
    failpoint('before-record');
    let tries = 0;
    for (let delayMs = 50; !abandoned; delayMs = Math.min(delayMs * 2, RETRY_LIMIT_MS)) {
      try {
        const disabled = await commit(records, tickets);
        if (disabled.length > 0) options.onDisabled(disabled);
        break;
      } catch (error) {
        options.onError(error);
        tries += 1;
        if (records.length > 0 && isRefused(error, tries)) return persistApart(records, tickets);
        await new Promise((resolve) => setTimeout(resolve, delayMs));
      }
    }
    failpoint('after-record');
    if (records.length > 0) signals.send('changes');
    for (const record of records) {
      const delayMs = record.kind === 'result' ? record.result.transition.retryDelayMs : undefined;
      if (delayMs !== undefined) options.onRetryPlanned(delayMs);
    }
  }

  /** PostgreSQL refuses something in this batch: it is halved until what is refused stands alone, and put plainly. */
  async function persistApart(records: readonly DeliveryRecord[], tickets: readonly Ticket[]): Promise<void> {
    const [only] = records;
    if (records.length === 1 && only !== undefined) {
      const plain = plainer(only);
      return persist(plain === undefined ? [] : [plain], tickets);
    }
    const half = Math.ceil(records.length / 2);
    await persist(records.slice(0, half), []);
    await persist(records.slice(half), tickets);
  }

  /** @returns the webhooks that it disabled */
  function commit(records: readonly DeliveryRecord[], tickets: readonly Ticket[]): Promise<readonly DisabledWebhook[]> {
    const results = records.flatMap((record) => (record.kind === 'result' ? [record.result] : []));
    // The database may have been away for long: what lapsed meanwhile may be under way at another worker.
    const holds = records.flatMap((record) =>
      record.kind === 'hold' && !hasLapsed(record.ticket) ? [record.hold] : [],
    );
    const canceled = records.flatMap((record) => (record.kind === 'cancel' ? [record.deliveryId] : []));
    const putOff = records.flatMap((record) => (record.kind === 'put-off' ? [record.entry] : []));
    return database.systemTransaction(async (sql) => {
      const applied = await insertOutcomes(sql, results);
      // What another worker recorded meanwhile is its own to retry.
      const own = results.filter(({ attempt }) => applied.has(attempt.request.deliveryId));
      const disabled = await circuits.update(sql, own);
      await holdDeliveries(sql, holds);
      await cancelDeliveries(sql, canceled);
      if (tickets.length > 0) failpoint('before-finish');
      await queue.finish(sql, tickets);
      await queue.insert(sql, own.flatMap(toRetryTicket));
      await queue.insert(sql, await putOffDeliveries(sql, putOff));
      return disabled;
    }, planByKey);
  }

  return {
    record: (record) =>
      new Promise((resolve) => {
        waiting.push({ record, resolve });
        schedule();
      }),
    finishTicket(ticket) {
      finished.push(ticket);
      schedule();
    },
    async drain(timeoutMs) {
      const timeout = setTimeout(() => (abandoned = true), timeoutMs);
      while (flushing !== undefined || timer !== undefined || waiting.length > 0 || finished.length > 0) {
        if (flushing === undefined) begin();
        await flushing;
      }
      clearTimeout(timeout);
    },
  };
}

function toRetryTicket({ attempt, transition }: AttemptResult): NewTicket[] {
  if (transition.retryDelayMs === undefined) return [];
  const { deliveryId, number, event, webhook } = attempt.request;
  return [
    {
      entries: [{ deliveryId, eventId: event.id, webhookId: webhook.id, attemptNumber: number + 1 }],
      delayMs: transition.retryDelayMs,
    },
  ];
}
