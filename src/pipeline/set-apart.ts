/**
 * A delivery that was in flight each time its worker ended may be what ends it. It is never given up: it comes back in
 * a ticket of its own, later each time, so that what else is in flight goes on in peace meanwhile.
 */
import type { DeliveryQueue } from '../database/delivery-queue.ts';
import type { Sql } from '../database/sql.ts';
import type { AbortedDelivery } from './close-aborted.ts';

/** So many crashes may be chance; from then on a delivery is set apart. */
export const QUICK_CRASHES = 3;

const FIRST_DELAY_MS = 5_000;
const GROWTH = 3;
const LONGEST_DELAY_MS = 15 * 60_000;
/** Between those that are set apart together: when one of them ends the worker, the next is not taken yet. */
const SPACING_MS = 500;

export interface CrashedDelivery extends AbortedDelivery {
  /** How often its worker ended with it in flight. */
  readonly crashes: number;
}

/** Milliseconds until a delivery comes back after so many crashes: 5 s after the third, three times longer each time, at most 15 min. */
export const apartDelayMs = (crashes: number): number =>
  Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * GROWTH ** (crashes - QUICK_CRASHES));

/**
 * Gives those that crashed too often tickets of their own, in the transaction that closed their attempts.
 * @param timeScale multiplies the delays; 1 outside tests
 * @returns the ids of these
 */
export async function setApart(
  sql: Sql,
  queue: Pick<DeliveryQueue, 'insert'>,
  closed: readonly CrashedDelivery[],
  timeScale: number,
): Promise<Set<string>> {
  const apart = closed.filter(({ crashes }) => crashes >= QUICK_CRASHES);
  if (apart.length === 0) return new Set();
  const delays = apart.map(({ crashes }, place) => Math.ceil((apartDelayMs(crashes) + place * SPACING_MS) * timeScale));
  await sql.query(
    `update dockhook.delivery d set next_attempt_at = now() + a.delay_ms * interval '1 millisecond'
     from unnest($1::uuid[], $2::float8[]) a(id, delay_ms) where d.id = a.id`,
    [apart.map(({ id }) => id), delays],
  );
  await queue.insert(
    sql,
    apart.map(({ id, eventId, webhookId, attemptCount }, place) => ({
      entries: [{ deliveryId: id, eventId, webhookId, attemptNumber: attemptCount + 1 }],
      delayMs: delays[place] as number,
      isRepeated: true,
    })),
  );
  return new Set(apart.map(({ id }) => id));
}
