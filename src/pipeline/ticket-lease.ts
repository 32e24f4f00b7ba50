/**
 * How long a worker may trust that a ticket is its own. The queue gives a ticket away when its heartbeat is missing;
 * a worker that stood still (frozen, swapped out, cut off from the database) must notice that before it sends.
 */
import type { DeliveryQueue, Ticket } from '../database/delivery-queue.ts';

/** A ticket being worked on, and how many of its deliveries are not stored yet. */
export interface OpenTicket {
  readonly ticket: Ticket;
  remaining: number;
  /** When the last heartbeat that arrived in time was sent, by this process's clock. */
  aliveAtMs: number;
}

export const openTicket = (ticket: Ticket, askedAtMs: number): OpenTicket => ({
  ticket,
  remaining: ticket.entries.length,
  aliveAtMs: askedAtMs,
});

/** Without a heartbeat for 10 s a ticket is given to another worker; a little earlier nothing more of it is begun. */
const LEASE_MS = 9_000;

/** Whether the ticket may be another worker's by now. */
export const hasLapsed = ({ aliveAtMs }: OpenTicket): boolean => performance.now() - aliveAtMs > LEASE_MS;

/** Sends the heartbeat of those that have not lapsed. */
export async function touchTickets(queue: DeliveryQueue, tickets: Iterable<OpenTicket>): Promise<void> {
  const alive = [...tickets].filter((ticket) => !hasLapsed(ticket));
  const sentAtMs = performance.now();
  await queue.touch(alive.map(({ ticket }) => ticket));
  // A heartbeat that came too late is none: the ticket may have been given away before it arrived.
  for (const ticket of alive) if (!hasLapsed(ticket)) ticket.aliveAtMs = sentAtMs;
}
