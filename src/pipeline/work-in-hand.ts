/** A delivery in the hands of the dispatcher, and what is known when it comes there. */
import type { TicketEntry } from '../database/delivery-queue.ts';
import type { AttemptRequest } from './attempt.ts';
import type { LoadedEvents } from './load-events.ts';
import type { TargetWebhook } from './load-targets.ts';
import type { ResumedDelivery } from './resume-tickets.ts';
import type { Seat } from './slots.ts';
import type { OpenTicket } from './ticket-lease.ts';

export interface Work {
  readonly open: OpenTicket;
  readonly entry: TicketEntry;
  readonly request: AttemptRequest;
  /** The same, however often it is decided anew. */
  readonly seat: Seat;
  /** How often a fault of ours kept it from being sent, lately and in this worker. */
  readonly ownFaults?: number;
}

/** Everything known about a batch of tickets. */
export interface Known {
  readonly events: LoadedEvents;
  readonly webhooks: ReadonlyMap<string, TargetWebhook>;
  /** Those that are still wanted, of those that needed a look. */
  readonly resumed: ReadonlyMap<TicketEntry, ResumedDelivery>;
  /** Deliveries that were cancelled while they were being read. */
  readonly unwanted: ReadonlySet<string>;
}
