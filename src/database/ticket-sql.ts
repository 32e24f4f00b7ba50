/**
 * Tickets as statements see them: fragments of SQL. What another version, or somebody's hand, has put into the queue may be
 * no ticket, and stands there until a worker comes to it. Statements pass over it: they look through what waits of
 * everybody, and one that failed at it would fail for everybody.
 */
import { DELIVERY_QUEUE, JOB_SCHEMA } from './delivery-queue.ts';

/** The table of tickets, and of the jobs of other queues. */
export const JOBS = `${JOB_SCHEMA}.job`;

/** Which of them are tickets. */
export const IN_QUEUE = `name = '${DELIVERY_QUEUE}'`;

/**
 * The entries of a ticket as rows (delivery_id, webhook_id), as text to be compared; no rows of what has none. A text need
 * not be an id: what goes on from here is asked with `isUuid`, or with `asUuid` in SQL.
 * @param data the job's data; read once, because that of a full ticket lies apart
 */
export const entriesOf = (data: string): string => `(
  select entry ->> 0 as delivery_id, entry ->> 2 as webhook_id
  from jsonb_path_query(${data}, 'strict $.deliveries[*]', '{}', true) entry)`;

/** The list of a ticket's entries; of what is no ticket null, or anything. */
export const listOf = (data: string): string => `${data} -> 'deliveries'`;

/** To whose webhook the first entry of a list goes, as text. */
export const firstWebhookOf = (list: string): string => `${list} -> 0 ->> 2`;

/** A text as a UUID, null when it is none. Takes 3 us, so not for every entry that waits. */
export const asUuid = (text: string): string =>
  `(case when ${text} ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then (${text})::uuid end)`;
