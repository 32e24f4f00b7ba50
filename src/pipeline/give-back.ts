/**
 * What has not begun when a worker stops goes to the others at once, and does not wait for what is under way: whole
 * tickets go back to the queue. Of a ticket with something under way the rest is parked, and brought back by whichever
 * worker comes by: given back whole, it would have what is under way sent a second time.
 */
import type { DeliveryQueue } from '../database/delivery-queue.ts';
import type { Signals } from '../database/signals.ts';
import { hasLapsed, type OpenTicket } from './ticket-lease.ts';

export interface GiveBackOptions<Work> {
  readonly queue: Pick<DeliveryQueue, 'giveBack'>;
  readonly signals: Pick<Signals, 'send'>;
  readonly openTickets: Set<OpenTicket>;
  readonly park: (work: Work) => void;
  readonly onError: (error: unknown) => void;
}

/** @returns gives back deliveries that have not begun; what the database does not take, a missing heartbeat gives back later */
export function createGiveBack<Work extends { readonly open: OpenTicket }>(
  options: GiveBackOptions<Work>,
): (works: readonly Work[]) => Promise<void> {
  const { queue, signals, openTickets, park, onError } = options;
  return async (works) => {
    const byTicket = Map.groupBy(works, ({ open }) => open);
    const whole = new Set<OpenTicket>();
    for (const [open, unstarted] of byTicket) {
      if (unstarted.length === open.remaining && !hasLapsed(open)) whole.add(open);
    }
    for (const work of works) if (!whole.has(work.open)) park(work);
    if (whole.size === 0) return;
    for (const open of whole) openTickets.delete(open);
    await queue.giveBack([...whole].map(({ ticket }) => ticket)).catch(onError);
    signals.send('tickets');
  };
}

/** Resolves when it is done, or late by this process's clock. */
export async function waitUntil(deadlineMs: number, isDone: () => boolean): Promise<void> {
  while (!isDone() && performance.now() < deadlineMs) await new Promise((resolve) => setTimeout(resolve, 10));
}
