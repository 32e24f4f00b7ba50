/**
 * The end of payloads, with the copies that receivers sent back: by retention or by an erasure. Events, deliveries and
 * outcomes stay. What is not sent by then never will be, so it is cancelled in the same transaction.
 */
import { announce } from '../database/signals.ts';
import type { Sql } from '../database/sql.ts';
import { blankAnswers, expectLateAnswers } from './blank-late-answers.ts';
import { distrustTickets } from './distrust-tickets.ts';
import { cancelDeliveries } from './hold-deliveries.ts';

export interface RemoveOptions {
  /** Also what the events are found by, and what their producer called them. */
  readonly forgetKeys: boolean;
}

/**
 * Tells every worker, whoever asked for it: what waits in their memory is not sent after the commit.
 * @returns how many deliveries were cancelled. An attempt that has begun is finished.
 */
export async function removePayloads(
  sql: Sql,
  eventIds: readonly string[],
  { forgetKeys }: RemoveOptions,
): Promise<number> {
  if (eventIds.length === 0) return 0;
  // First, so that whoever locks an event before storing more about it finds the payload gone, or is found below.
  await sql.query(blankEvents, [eventIds]);
  const unfinished = await sql.query<Unfinished>(unfinishedOf, [eventIds]);
  const canceled = await endUnfinished(sql, unfinished);
  await blankAnswers(sql, eventIds);
  // What is in flight is among the unfinished; a redelivery that was made meanwhile may not be.
  await expectLateAnswers(sql, forgetKeys ? eventIds : unfinished.map((delivery) => delivery.event_id));
  if (forgetKeys) {
    await sql.query(deleteIdempotencyKeys, [eventIds]);
    await sql.query(blankKeys, [eventIds]);
    await announce(sql, 'erasures');
  }
  if (canceled > 0) {
    await announce(sql, 'cancellations');
    await announce(sql, 'changes');
  }
  return canceled;
}

interface Unfinished {
  readonly id: string;
  readonly event_id: string;
  readonly webhook_id: string;
}

/** @returns how many deliveries were cancelled */
async function endUnfinished(sql: Sql, unfinished: readonly Unfinished[]): Promise<number> {
  if (unfinished.length === 0) return 0;
  const ids = unfinished.map(({ id }) => id);
  // What is held first, then the delivery: the order in which the releaser takes them.
  await sql.query(deleteHeld, [unfinished.map((delivery) => delivery.webhook_id), ids]);
  const canceled = await cancelDeliveries(sql, ids, 'PAYLOAD_REMOVED');
  await distrustTickets(sql, ids);
  return canceled;
}

const deleteHeld = `
delete from dockhook.held_delivery h using unnest($1::uuid[], $2::uuid[]) d(webhook_id, id)
where h.webhook_id = d.webhook_id and h.delivery_id = d.id`;

const unfinishedOf = `
select id, event_id, webhook_id from dockhook.delivery where event_id = any($1) and status in ('PENDING', 'RETRYING', 'HELD') order by id`;

const blankEvents = `
update dockhook.event set payload = '', payload_removed_at = now()
where id = any($1) and payload_removed_at is null`;

/** By their own key: nothing finds them by event. */
const deleteIdempotencyKeys = `
delete from dockhook.idempotency_key k using dockhook.event e
where e.id = any($1) and k.tenant_id = e.tenant_id and k.key = e.idempotency_key and k.event_id = e.id`;

const blankKeys = `
update dockhook.event set key_hashes = '{}', idempotency_key = null, correlation_id = null where id = any($1)`;
