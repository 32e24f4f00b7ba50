/** Everything that has to be known about a batch of tickets before their deliveries can go on their way. */
import type { Database } from '../database/database.ts';
import type { DeliveryQueue, Ticket } from '../database/delivery-queue.ts';
import type { BodiesInHand } from './bodies-in-hand.ts';
import type { CanceledWatch } from './drop-canceled.ts';
import type { TargetLoader } from './load-targets.ts';
import { resumeTickets } from './resume-tickets.ts';
import type { Known, Work } from './work-in-hand.ts';

export interface ReadTicketsOptions {
  readonly database: Database;
  readonly queue: DeliveryQueue;
  readonly timeScale: number;
  readonly targets: TargetLoader;
  readonly bodies: BodiesInHand;
  readonly canceled: CanceledWatch<Work>;
  readonly tickets: readonly Ticket[];
  /** When the queue was asked for them, by this process's clock. */
  readonly askedAtMs: number;
}

/** Webhooks that were read longer ago than this are read again before anything begins for them. */
const LATE_MS = 400;

export async function readTickets(options: ReadTicketsOptions): Promise<Known> {
  const { database, queue, targets, bodies, tickets, askedAtMs, timeScale } = options;
  const entries = tickets.flatMap((ticket) => ticket.entries);
  const webhookIds = entries.map((entry) => entry.webhookId);
  const [events, webhooks, resumed] = await Promise.all([
    targets.events(
      entries.map((entry) => entry.eventId),
      bodies.readable(),
    ),
    targets.webhooks(webhookIds),
    resumeTickets(database, queue, tickets, timeScale),
  ]);
  const isLate = performance.now() - askedAtMs > LATE_MS;
  const latest = isLate ? await targets.webhooks(webhookIds) : webhooks;
  return { events, webhooks: latest, resumed, unwanted: await options.canceled.among(entries, askedAtMs) };
}
