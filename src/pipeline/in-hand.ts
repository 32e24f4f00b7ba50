/**
 * What a worker has in hand: tickets, and of each delivery in them a slot and its body. A delivery leaves in one of two ways.
 * It is *settled* once what came of it is stored, or nothing had to be done; with the last one its ticket is finished.
 * It is *dropped* when its ticket is, or will be, another worker's, who sees to it.
 */
import type { Ticket } from '../database/delivery-queue.ts';
import { createBodiesInHand, type BodiesInHand } from './bodies-in-hand.ts';
import { createSlots, type Slots } from './slots.ts';
import { hasLapsed, openTicket, type OpenTicket } from './ticket-lease.ts';
import type { Work } from './work-in-hand.ts';

export interface InHand {
  /** Those that have deliveries left. */
  readonly tickets: Set<OpenTicket>;
  readonly slots: Slots;
  readonly bodies: BodiesInHand;
  /** Tickets were fetched: each of their deliveries takes a slot. */
  open(tickets: readonly Ticket[], askedAtMs: number): readonly OpenTicket[];
  /** They could not be read: they are in hand no more. */
  giveUp(opened: readonly OpenTicket[]): void;
  /** The next delivery of those that were opened last is placed. */
  placed(): void;
  /** Slots that are free, and those of deliveries that were fetched but are not placed yet. */
  unplaced(): number;
  /** Whether there are slots for many more. */
  hasRoom(): boolean;
  /** @param work when the delivery was placed, with its body */
  settle(ticket: OpenTicket, work?: Work): void;
  drop(work: Work): void;
  /** It is not wanted any more: settled, if the ticket is still ours. */
  letGo(work: Work): void;
  /** Requests that take long give their slots up. */
  age(): void;
}

export interface InHandOptions {
  readonly finishTicket: (ticket: Ticket) => void;
  /** A slot is free again, and there is room for many more. */
  readonly onRoom: () => void;
}

export function createInHand({ finishTicket, onRoom }: InHandOptions): InHand {
  const tickets = new Set<OpenTicket>();
  const slots = createSlots();
  const bodies = createBodiesInHand();
  /** Fetched and not placed yet; of the slots taken. */
  let opening = 0;

  const hasRoom = (): boolean => slots.free() >= slots.size / 2;

  function leave(work: Work | undefined): void {
    slots.leave(work?.seat);
    if (work !== undefined) bodies.leave(work.entry.webhookId, work.request.event.body.length);
    if (hasRoom()) onRoom();
  }

  function settle(ticket: OpenTicket, work?: Work): void {
    ticket.remaining -= 1;
    if (ticket.remaining === 0) {
      tickets.delete(ticket);
      finishTicket(ticket.ticket);
    }
    leave(work);
  }

  function drop(work: Work): void {
    tickets.delete(work.open);
    leave(work);
  }

  return {
    tickets,
    slots,
    bodies,
    open(fetched, askedAtMs) {
      const opened = fetched.map((ticket) => openTicket(ticket, askedAtMs));
      for (const ticket of opened) tickets.add(ticket);
      opening = countEntries(opened);
      slots.take(opening);
      return opened;
    },
    giveUp(opened) {
      for (let left = countEntries(opened); left > 0; left--) slots.leave();
      opening = 0;
      for (const ticket of opened) tickets.delete(ticket);
    },
    placed: () => void (opening -= 1),
    unplaced: () => slots.free() + opening,
    hasRoom,
    settle,
    drop,
    letGo: (work) => (hasLapsed(work.open) ? drop(work) : settle(work.open, work)),
    age: () => void (slots.age() && hasRoom() && onRoom()),
  };
}

const countEntries = (tickets: readonly OpenTicket[]): number =>
  tickets.reduce((sum, { ticket }) => sum + ticket.entries.length, 0);
