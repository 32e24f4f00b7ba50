/**
 * The job queue of the pipeline, on pg-boss. A job is a *ticket*: a wake-up that names up to 50
 * deliveries. Our own tables are the truth; a ticket that is lost or repeated costs time, not data.
 */
import { PgBoss, type Db, type JobAttempt, type JobWithMetadata } from 'pg-boss';
import { z } from 'zod';
import type { Pool } from 'pg';
import { newUuid } from '../domain/ids.ts';
import type { Sql } from './sql.ts';

export const JOB_SCHEMA = 'pgboss';
export const DELIVERY_QUEUE = 'deliver';

/**
 * A crash must never use up a receiver's attempts, so the queue's own retry limit is out of reach and
 * the retry schedule lives in `delivery`. A worker that died is noticed by its missing heartbeat.
 */
export const deliveryQueueOptions = {
  partition: true,
  notify: false,
  retryLimit: 1_000_000,
  retryDelay: 0,
  heartbeatSeconds: 10,
  expireInSeconds: 3600,
  deleteAfterSeconds: 60,
  // Waiting tickets live as long as the longest delay, with room; the default would do, said here plainly.
  retentionSeconds: 14 * 24 * 3600,
} as const;

/** Most deliveries in one ticket. */
export const TICKET_SIZE = 50;

const ticketData = z.object({
  /** The one delivery that asks whether an open circuit may close. */
  isProbe: z.boolean().optional(),
  isRepeated: z.boolean().optional(),
  /** [delivery id, event id, webhook id, attempt number] */
  deliveries: z
    .array(z.tuple([z.uuid(), z.uuid(), z.uuid(), z.int().positive()]))
    .min(1)
    .max(TICKET_SIZE),
});

/** One delivery that a ticket asks to attempt. */
export interface TicketEntry {
  readonly deliveryId: string;
  readonly eventId: string;
  readonly webhookId: string;
  /** Number of the attempt to make, from 1. */
  readonly attemptNumber: number;
}

export interface Ticket {
  readonly id: string;
  /** By the database's clock, of the transaction that made it; without the microseconds. */
  readonly createdAt: Date;
  /** Above 0 when an earlier worker took this ticket and did not finish it. */
  readonly retryCount: number;
  readonly entries: readonly TicketEntry[];
  /** Whether it goes through although the webhook's circuit is not closed. */
  readonly isProbe: boolean;
  /** Whether its deliveries may have been in an earlier ticket that was lost, or whose worker ended. */
  readonly isRepeated: boolean;
}

/** A ticket to insert; `delayMs` counts from now by the database's clock. */
export interface NewTicket {
  readonly entries: readonly TicketEntry[];
  readonly delayMs?: number;
  readonly isProbe?: boolean;
  readonly isRepeated?: boolean;
  /** Taken only when nothing else is due. */
  readonly yields?: boolean;
}

export interface DeliveryQueue {
  /** Adds tickets inside the caller's transaction. */
  insert(sql: Sql, tickets: readonly NewTicket[]): Promise<void>;
  /** Takes up to `limit` due tickets. What is no ticket is cancelled and logged, and not among them. */
  fetch(limit: number): Promise<Ticket[]>;
  /** Tells the queue that these tickets are still being worked on. */
  touch(tickets: readonly Ticket[]): Promise<void>;
  /** Ends tickets inside the caller's transaction; one taken by another worker meanwhile is left alone. */
  finish(sql: Sql, tickets: readonly Ticket[]): Promise<void>;
  /** Gives tickets back at once, for a worker that stops. */
  giveBack(tickets: readonly Ticket[]): Promise<void>;
  stop(): Promise<void>;
}

export interface DeliveryQueueOptions {
  readonly pool: Pool;
  /** Whether this process watches over tickets of dead workers; needed in at least one process. */
  readonly supervise: boolean;
  readonly onError: (error: Error) => void;
}

/** Starts the queue's client on the given pool. */
export async function startDeliveryQueue({ pool, supervise, onError }: DeliveryQueueOptions): Promise<DeliveryQueue> {
  const db: Db = { executeSql: async (text, values) => pool.query(text, values as unknown[]) };
  const boss = new PgBoss({
    db,
    schema: JOB_SCHEMA,
    migrate: false,
    createSchema: false,
    schedule: false,
    supervise,
    superviseIntervalSeconds: 1,
    monitorIntervalSeconds: 1,
    reindex: false,
    monitorVacuum: false,
    warningQueueSize: 1_000_000,
  });
  boss.on('error', onError);
  await boss.start();

  /** A job that is no ticket stops no others. It would come back for ever; the sweeper finds the deliveries it was for. */
  async function putAside(jobs: readonly JobWithMetadata<unknown>[]): Promise<void> {
    const ids = jobs.map(({ id }) => id);
    onError(new Error(`${ids.length} job(s) in the queue are no tickets and were cancelled: ${ids.join(', ')}`));
    await boss.cancel(DELIVERY_QUEUE, ids).catch(onError); // else they come back when their heartbeat is missed
  }

  return {
    async insert(sql, tickets) {
      if (tickets.length === 0) return;
      await boss.insert(DELIVERY_QUEUE, tickets.map(toJob), { db: adapt(sql, 'insert-tickets') });
    },
    async fetch(limit) {
      const jobs = await boss.fetch<unknown>(DELIVERY_QUEUE, { batchSize: limit, includeMetadata: true });
      const tickets = jobs.map(toTicket);
      const unreadable = jobs.filter((_, index) => tickets[index] === undefined);
      if (unreadable.length > 0) await putAside(unreadable);
      return tickets.filter((ticket) => ticket !== undefined);
    },
    async touch(tickets) {
      if (tickets.length > 0) await boss.touch(DELIVERY_QUEUE, tickets.map(toAttempt));
    },
    async finish(sql, tickets) {
      if (tickets.length > 0) await boss.deleteJob(DELIVERY_QUEUE, tickets.map(toAttempt), { db: adapt(sql) });
    },
    async giveBack(tickets) {
      if (tickets.length > 0) await boss.fail(DELIVERY_QUEUE, tickets.map(toAttempt));
    },
    stop: () => boss.stop({ graceful: false, close: false }),
  };
}

/** @param name when the client's statement is always the same: planning it takes longer than inserting a few tickets */
const adapt = (sql: Sql, name?: string): Db => ({
  executeSql: async (text, values) => ({
    rows: await sql.query(name === undefined ? text : { name, text }, values as unknown[]),
  }),
});

const toAttempt = ({ id, retryCount }: Ticket): JobAttempt => ({ id, retryCount });

/** With an id that sorts by time: among tickets of one transaction, which are due together, the first is taken first. */
const toJob = ({ entries, delayMs, isProbe, isRepeated, yields }: NewTicket) => ({
  id: newUuid(),
  data: {
    ...(isProbe === true ? { isProbe } : {}),
    ...(isRepeated === true ? { isRepeated } : {}),
    deliveries: entries.map((e) => [e.deliveryId, e.eventId, e.webhookId, e.attemptNumber]),
  },
  ...(delayMs === undefined ? {} : { startAfter: delayMs / 1000 }),
  ...(yields === true ? { priority: -1 } : {}),
});

/** @returns undefined for a job that another version, or somebody's hand, has put there */
function toTicket(job: JobWithMetadata<unknown>): Ticket | undefined {
  const parsed = ticketData.safeParse(job.data);
  if (!parsed.success) return undefined;
  const { deliveries, isProbe = false, isRepeated = false } = parsed.data;
  return {
    id: job.id,
    createdAt: job.createdOn,
    retryCount: job.retryCount,
    isProbe,
    isRepeated,
    entries: deliveries.map(([deliveryId, eventId, webhookId, attemptNumber]) => ({
      deliveryId,
      eventId,
      webhookId,
      attemptNumber,
    })),
  };
}
