/**
 * The dispatcher trusts first tickets of first attempts; a repeated one it compares with the tables. So whoever ends
 * deliveries marks the tickets that name them as repeated, in the same transaction.
 */
import type { Sql } from '../database/sql.ts';
import { entriesOf, IN_QUEUE, JOBS } from '../database/ticket-sql.ts';

/** Marks tickets that nobody has taken yet; a condition may follow. */
export const markRepeated = `
update ${JOBS} set retry_count = 1 where ${IN_QUEUE} and state = 'created' and retry_count = 0`;

/** Looks through all tickets that nobody has taken yet. */
export async function distrustTickets(sql: Sql, deliveryIds: readonly string[]): Promise<void> {
  if (deliveryIds.length > 0) await sql.query(distrust, [deliveryIds]);
}

const distrust = `${markRepeated}
  and exists (select from ${entriesOf('data')} e where e.delivery_id = any($1::text[]))`;
