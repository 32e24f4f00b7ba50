/**
 * The dispatcher: takes due tickets as long as there are free slots, and sees each delivery in them through
 * attempt and record. It wakes by signal, by the time of the next retry that this process planned, and
 * once a second in any case.
 */
import type { Database } from '../database/database.ts';
import type { DeliveryQueue, Ticket, TicketEntry } from '../database/delivery-queue.ts';
import type { Signals } from '../database/signals.ts';
import type { Attempter, AttemptRequest } from './attempt.ts';
import { decideTransition } from './decide-transition.ts';
import type { TargetLoader } from './load-targets.ts';
import { createRecorder } from './record.ts';
import { createWebhookLanes } from './webhook-lanes.ts';

export interface DispatcherOptions {
  readonly database: Database;
  readonly queue: DeliveryQueue;
  readonly signals: Signals;
  readonly targets: TargetLoader;
  readonly attempt: Attempter;
  readonly log: DispatchLog;
  /** Multiplies our own retry delays; 1 outside tests. */
  readonly retryTimeScale: number;
}

/** What the dispatcher reports; one wide line per attempt. */
export interface DispatchLog {
  attempted(fields: Record<string, unknown>): void;
  fault(error: unknown, doing: string): void;
}

export interface Dispatcher {
  start(): void;
  /** Takes nothing more, finishes what is in flight (at most `timeoutMs`), gives back the rest. */
  stop(timeoutMs: number): Promise<void>;
}

/** Attempts in flight or waiting in memory, over all webhooks. */
const SLOTS = 400;
/** Attempts in flight per webhook. */
const SLOTS_PER_WEBHOOK = 10;
const MAX_TICKETS = 64;
const POLL_MS = 1_000;
const TOUCH_MS = 4_000;

/** A ticket being worked on, and how many of its deliveries are not recorded yet. */
interface OpenTicket {
  readonly ticket: Ticket;
  remaining: number;
  givenBack: boolean;
}

interface Work {
  readonly open: OpenTicket;
  readonly request: AttemptRequest;
}

/** What is known of a delivery whose ticket is not the first one. */
interface DeliveryState {
  id: string;
  attempt_count: number;
  is_due: boolean;
}

export function createDispatcher(options: DispatcherOptions): Dispatcher {
  const { database, queue, signals, targets, log } = options;
  const openTickets = new Set<OpenTicket>();
  let inFlight = 0;
  let taken = 0;
  let averageTicket = 1;
  let running = false;
  let pumping: Promise<void> | undefined;
  let pumpAgain = false;
  let timers: NodeJS.Timeout[] = [];
  let stopListening = () => {};

  const lanes = createWebhookLanes<Work>(SLOTS_PER_WEBHOOK, attemptAndRecord);
  const recorder = createRecorder({
    database,
    queue,
    signals,
    inFlight: () => inFlight,
    onRetryPlanned: (delayMs) => void setTimeout(wake, delayMs + 1).unref(),
    onError: (error) => log.fault(error, 'recording outcomes'),
  });

  function wake(): void {
    if (!running) return;
    pumpAgain = true;
    pumping ??= pump().finally(() => {
      pumping = undefined;
    });
  }

  async function pump(): Promise<void> {
    while (running && pumpAgain) {
      pumpAgain = false;
      try {
        await takeDueTickets();
      } catch (error) {
        log.fault(error, 'taking tickets'); // the poll comes back to it
      }
    }
  }

  async function takeDueTickets(): Promise<void> {
    while (running && taken <= SLOTS / 2) {
      const limit = Math.min(MAX_TICKETS, Math.max(1, Math.floor((SLOTS - taken) / averageTicket)));
      const tickets = await queue.fetch(limit);
      if (tickets.length === 0) return;
      const entries = tickets.reduce((sum, ticket) => sum + ticket.entries.length, 0);
      averageTicket = Math.max(1, (averageTicket * 3 + entries / tickets.length) / 4);
      await open(tickets);
      if (tickets.length < limit) return;
    }
  }

  async function open(tickets: readonly Ticket[]): Promise<void> {
    const opened = tickets.map((ticket): OpenTicket => ({
      ticket,
      remaining: ticket.entries.length,
      givenBack: false,
    }));
    for (const ticket of opened) openTickets.add(ticket);
    const entries = tickets.flatMap((ticket) => ticket.entries);
    taken += entries.length;
    try {
      const [events, webhooks, states] = await Promise.all([
        targets.events(entries.map((entry) => entry.eventId)),
        targets.webhooks(entries.map((entry) => entry.webhookId)),
        readStates(tickets),
      ]);
      for (const ticket of opened) {
        for (const entry of ticket.ticket.entries) {
          const event = events.get(entry.eventId);
          const webhook = webhooks.get(entry.webhookId);
          const wanted = isWanted(entry, states.get(entry.deliveryId), ticket.ticket);
          if (event === undefined || webhook === undefined || webhook.status !== 'ACTIVE' || !wanted) {
            settle(ticket);
            continue;
          }
          const request = { deliveryId: entry.deliveryId, number: entry.attemptNumber, event, webhook };
          lanes.add(webhook.id, { open: ticket, request });
        }
      }
    } catch (error) {
      taken -= entries.length;
      for (const ticket of opened) openTickets.delete(ticket);
      await queue.giveBack(tickets).catch(() => {}); // else their heartbeat runs out, and they come back by themselves
      throw error;
    }
  }

  /** First tickets are trusted; later ones are compared with what was recorded or cancelled meanwhile. */
  async function readStates(tickets: readonly Ticket[]): Promise<Map<string, DeliveryState>> {
    const ids = tickets.flatMap((ticket) =>
      ticket.entries.filter((entry) => needsState(entry, ticket)).map((entry) => entry.deliveryId),
    );
    if (ids.length === 0) return new Map();
    const rows = await database.system.query<DeliveryState>(
      {
        name: 'dispatch-states',
        text: `select id, attempt_count, status in ('PENDING', 'RETRYING') as is_due
               from dockhook.delivery where id = any($1)`,
      },
      [ids],
    );
    return new Map(rows.map((row) => [row.id, row]));
  }

  async function attemptAndRecord({ open: ticket, request }: Work): Promise<void> {
    if (ticket.givenBack) return;
    inFlight += 1;
    try {
      const attempt = await options.attempt(request);
      const transition = decideTransition({
        mayRetry: true,
        attemptNumber: request.number,
        exchange: attempt.exchange,
        retryPolicy: request.webhook.retryPolicy,
        now: new Date(),
        random: Math.random(),
        timeScale: options.retryTimeScale,
      });
      inFlight -= 1;
      log.attempted(describe(attempt, transition.status, transition.retryDelayMs));
      // The lane is free again now; the slot only when the result is stored, so that memory stays bounded.
      void recorder.record({ attempt, transition }).then(() => settle(ticket));
    } catch (error) {
      // Not the receiver's doing: the ticket stays open, its heartbeat stops, and it is taken again.
      inFlight -= 1;
      taken -= 1;
      openTickets.delete(ticket);
      log.fault(error, 'attempting a delivery');
    }
  }

  function settle(ticket: OpenTicket): void {
    taken -= 1;
    ticket.remaining -= 1;
    if (ticket.remaining === 0) {
      openTickets.delete(ticket);
      recorder.finishTicket(ticket.ticket);
    }
    if (taken <= SLOTS / 2) wake();
  }

  return {
    start() {
      running = true;
      stopListening = signals.on('tickets', wake);
      timers = [
        setInterval(wake, POLL_MS),
        setInterval(() => {
          queue
            .touch([...openTickets].map(({ ticket }) => ticket))
            .catch((error: unknown) => log.fault(error, 'touching tickets'));
        }, TOUCH_MS),
      ];
      wake();
    },

    async stop(timeoutMs) {
      running = false;
      stopListening();
      await pumping;
      const unstarted = new Set(lanes.clear().map((work) => work.open));
      const deadline = Date.now() + timeoutMs;
      while (inFlight > 0 && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 10));
      await recorder.drain();
      for (const timer of timers) clearInterval(timer);
      for (const ticket of unstarted) ticket.givenBack = true;
      await queue.giveBack([...openTickets].map(({ ticket }) => ticket));
    },
  };
}

const needsState = (entry: TicketEntry, ticket: Ticket): boolean => ticket.retryCount > 0 || entry.attemptNumber > 1;

function isWanted(entry: TicketEntry, state: DeliveryState | undefined, ticket: Ticket): boolean {
  if (!needsState(entry, ticket)) return true;
  return state !== undefined && state.is_due && state.attempt_count < entry.attemptNumber;
}

function describe(
  { request, exchange }: Awaited<ReturnType<Attempter>>,
  status: string,
  retryDelayMs: number | undefined,
): Record<string, unknown> {
  return {
    tenantId: request.webhook.tenantId,
    eventId: request.event.id,
    eventType: request.event.type,
    webhookId: request.webhook.id,
    deliveryId: request.deliveryId,
    attempt: request.number,
    outcome: exchange.outcome,
    statusCode: exchange.response?.statusCode,
    durationMs: Math.round(exchange.timings.totalMs * 10) / 10,
    status,
    retryDelayMs,
  };
}
