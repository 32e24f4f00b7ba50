/**
 * Takes due tickets from the queue as long as there is room for their deliveries, one fetch at a time: as soon as it
 * is woken when little happens, after a short rest when tickets come in a few at a time.
 */
import { TICKET_SIZE, type DeliveryQueue, type Ticket } from '../database/delivery-queue.ts';
import type { Failpoint } from './failpoints.ts';
import { createPacer } from './pacer.ts';

export interface TicketTakerOptions {
  readonly queue: DeliveryQueue;
  readonly failpoint: Failpoint;
  /** Deliveries for which there is room; tickets are taken while at least half of `slots` is free. */
  readonly freeSlots: () => number;
  readonly slots: number;
  /** Sees to tickets; resolves when their deliveries are on their way. */
  readonly open: (tickets: readonly Ticket[], askedAtMs: number) => Promise<void>;
  readonly onError: (error: unknown) => void;
}

export interface TicketTaker {
  /** There may be due tickets, or room again. */
  wake(): void;
  /** Takes nothing more. */
  stop(): void;
  isBusy(): boolean;
}

/** Tickets in one fetch at most. */
const MAX_TICKETS = 64;
const LONGEST_REST_MS = 5;

export function createTicketTaker(options: TicketTakerOptions): TicketTaker {
  const { queue, failpoint, freeSlots, slots } = options;
  const pacer = createPacer(LONGEST_REST_MS);
  /** Deliveries in a ticket: at first as many as there can be, so that no fetch brings more than there is room for. */
  let averageTicket = TICKET_SIZE;
  let stopped = false;
  let pumping = false;
  let pumpAgain = false;

  async function pump(): Promise<void> {
    while (!stopped && pumpAgain) {
      const restMs = pacer.waitMs();
      if (restMs > 0) await new Promise((resolve) => setTimeout(resolve, restMs));
      pumpAgain = false;
      const end = pacer.begin();
      try {
        await takeDue();
      } catch (error) {
        options.onError(error); // the poll comes back to it
      }
      end();
    }
    pumping = false;
  }

  async function takeDue(): Promise<void> {
    while (!stopped && freeSlots() >= slots / 2) {
      const limit = Math.min(MAX_TICKETS, Math.max(1, Math.floor(freeSlots() / averageTicket)));
      failpoint('before-claim');
      const askedAtMs = performance.now();
      const tickets = await queue.fetch(limit);
      failpoint('after-claim');
      if (tickets.length === 0) return;
      const entries = tickets.reduce((sum, ticket) => sum + ticket.entries.length, 0);
      // Up at once, down by and by.
      averageTicket = Math.max(1, entries / tickets.length, (averageTicket * 3 + entries / tickets.length) / 4);
      await options.open(tickets, askedAtMs);
      if (tickets.length < limit) return;
    }
  }

  return {
    wake() {
      if (stopped) return;
      pumpAgain = true;
      if (pumping) return;
      pumping = true;
      void pump();
    },
    stop() {
      stopped = true;
    },
    isBusy: () => pumping,
  };
}
