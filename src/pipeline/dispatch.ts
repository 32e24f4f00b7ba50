/**
 * The dispatcher: takes due tickets as long as there are free slots, and sees each delivery in them through
 * attempt and record. It wakes by signal, by the time of the next retry that this process planned, and
 * once a second in any case.
 */
import type { Database } from '../database/database.ts';
import type { DatabaseClock } from '../database/database-clock.ts';
import type { DeliveryQueue, Ticket, TicketEntry } from '../database/delivery-queue.ts';
import type { Signals } from '../database/signals.ts';
import type { Attempter } from './attempt.ts';
import { decideTransition } from './decide-transition.ts';
import { describeAttempt, type DispatchLog } from './describe-attempt.ts';
import { dropCanceled } from './drop-canceled.ts';
import type { Failpoint } from './failpoints.ts';
import { reasonToHold, type HoldReason } from './hold-deliveries.ts';
import { isSealed, type TargetLoader, type TargetWebhook } from './load-targets.ts';
import { createOwnFaults, NotAttemptedError } from './own-faults.ts';
import { createLaneRecheck } from './recheck-lanes.ts';
import { createRecorder, type Record as DeliveryRecord } from './record.ts';
import { createReleaser } from './release-held.ts';
import { isRepeated, needsLook, resumeTickets } from './resume-tickets.ts';
import { hasLapsed, touchTickets, type OpenTicket } from './ticket-lease.ts';
import { createTicketTaker } from './take-tickets.ts';
import { createCircuitUpdater } from './update-circuits.ts';
import { createWebhookLanes } from './webhook-lanes.ts';
import type { Known, Unaddressed, Work } from './work-in-hand.ts';
import { createWorkerReport } from './worker-report.ts';

export interface DispatcherOptions {
  readonly database: Database;
  readonly clock: Pick<DatabaseClock, 'now'>;
  readonly queue: DeliveryQueue;
  readonly signals: Signals;
  readonly targets: TargetLoader;
  readonly attempt: Attempter;
  readonly log: DispatchLog;
  readonly failpoint: Failpoint;
  /** Multiplies the delays of our own retries and of circuits; 1 outside tests. */
  readonly timeScale: number;
}

export interface Dispatcher {
  start(): void;
  /** Takes nothing more, finishes what is in flight (at most `timeoutMs`), gives back the rest. */
  stop(timeoutMs: number): Promise<void>;
}

/** Deliveries in hand: in flight, waiting in a lane, or not recorded yet. */
const SLOTS = 800;
const POLL_MS = 1_000;
/** Nothing begins for a webhook that was paused, disabled or deleted longer ago than twice this. */
const RECHECK_MS = 400;
const TOUCH_MS = 4_000;
/** Storing what came last gets this long at least when the process ends. */
const RECORD_MS = 2_000;

export function createDispatcher(options: DispatcherOptions): Dispatcher {
  const { database, clock, queue, signals, targets, log, failpoint } = options;
  const fault = (doing: string) => (error: unknown) => log.fault(error, doing);
  const openTickets = new Set<OpenTicket>();
  const inFlight = new Map<string, { number: number; startedAt: Date }>();
  let taken = 0;
  let running = false;
  let timers: NodeJS.Timeout[] = [];
  let stopListening = () => {};

  const taker = createTicketTaker({
    queue,
    failpoint,
    freeSlots: () => SLOTS - taken,
    slots: SLOTS,
    open,
    onError: fault('taking tickets'),
  });
  const report = createWorkerReport(database, inFlight, fault('reporting'));
  const lanes = createWebhookLanes<Work>(
    attemptAndRecord,
    (webhookId) => {
      if (running) releaser.release(webhookId);
    },
    () => report.workerCount(),
  );
  const tryLater = createOwnFaults<Work>({
    timeScale: options.timeScale,
    onError: fault('attempting a delivery'),
    isOver: ({ open: ticket }) => !running || ticket.abandoned,
    tryAgain: async (work) => {
      const { id } = work.request.webhook;
      reconsider(work, (await targets.webhooks([id])).get(id));
    },
    putAside: (work) => park(work),
  });
  const recheck = createLaneRecheck({
    lanes,
    targets,
    decide: reconsider,
    onError: fault('looking at webhooks again'),
  });
  const releaser = createReleaser({
    database,
    queue,
    signals,
    sizeOf: (webhookId) => lanes.sizeOf(webhookId),
    stillSealed: targets.stillSealed,
    onError: fault('releasing deliveries'),
  });
  const recorder = createRecorder({
    database,
    queue,
    signals,
    circuits: createCircuitUpdater(options.timeScale),
    failpoint,
    inFlight: () => inFlight.size,
    onRetryPlanned: (delayMs) => {
      // Longer delays are the poll's; a timer for each would only take memory.
      if (delayMs < 60_000) setTimeout(taker.wake, delayMs + 1).unref();
    },
    onDisabled: (webhookIds) => releaser.end(webhookIds),
    onError: fault('recording outcomes'),
  });

  async function open(tickets: readonly Ticket[], askedAtMs: number): Promise<void> {
    const opened = tickets.map((ticket): OpenTicket => ({
      ticket,
      remaining: ticket.entries.length,
      abandoned: false,
      aliveAtMs: askedAtMs,
    }));
    for (const ticket of opened) openTickets.add(ticket);
    const entries = tickets.flatMap((ticket) => ticket.entries);
    taken += entries.length;
    try {
      const webhookIds = entries.map((entry) => entry.webhookId);
      const [events, first, resumed] = await Promise.all([
        targets.events(entries.map((entry) => entry.eventId)),
        targets.webhooks(webhookIds),
        resumeTickets(database, queue, tickets, options.timeScale),
      ]);
      const isLate = performance.now() - askedAtMs > RECHECK_MS;
      const webhooks = isLate ? await targets.webhooks(webhookIds) : first;
      for (const ticket of opened) {
        for (const entry of ticket.ticket.entries) begin(ticket, entry, { events, webhooks, resumed });
      }
    } catch (error) {
      taken -= entries.length;
      for (const ticket of opened) openTickets.delete(ticket);
      await queue.giveBack(tickets).catch(() => {}); // else their heartbeat runs out, and they come back by themselves
      throw error;
    }
  }

  /** Sends one delivery of a ticket on its way: to its lane, aside, or nowhere. */
  function begin(ticket: OpenTicket, entry: TicketEntry, { events, webhooks, resumed }: Known): void {
    const state = resumed.get(entry.deliveryId);
    if (state === undefined && needsLook(entry, ticket.ticket)) return settle(ticket);
    const event = events.get(entry.eventId);
    const webhook = webhooks.get(entry.webhookId);
    if (event === undefined || webhook === undefined || webhook.status === 'DISABLED') {
      return store(ticket, { kind: 'cancel', deliveryId: entry.deliveryId });
    }
    const number = state?.attemptNumber ?? entry.attemptNumber;
    const request = { deliveryId: entry.deliveryId, number, event, abortedCount: state?.abortedCount ?? 0 };
    enter({ open: ticket, entry: { ...entry, attemptNumber: number }, request }, webhook);
  }

  /** Puts a delivery into its webhook's lane, or aside when the webhook takes none now. */
  function enter({ request, ...rest }: Unaddressed, webhook: TargetWebhook): void {
    const holdReason = reasonToHold(webhook, rest.open.ticket.isProbe);
    if (holdReason !== undefined || isSealed(webhook))
      return hold(rest.open, rest.entry, webhook, holdReason ?? 'SECRETS');
    const work = { ...rest, request: { ...request, webhook } };
    if (!lanes.add(webhook.id, webhook, work)) hold(work.open, work.entry, webhook, 'PARKED');
  }

  /** Decides anew about a delivery that waits in a lane. */
  function reconsider(work: Work, webhook: TargetWebhook | undefined): void {
    const { open: ticket, entry } = work;
    if (hasLapsed(ticket)) drop(ticket);
    else if (webhook === undefined || webhook.status === 'DISABLED') {
      store(ticket, { kind: 'cancel', deliveryId: entry.deliveryId });
    } else enter(work, webhook);
  }

  function hold(ticket: OpenTicket, entry: TicketEntry, { tenantId }: TargetWebhook, reason: HoldReason): void {
    store(ticket, { kind: 'hold', hold: { entry, tenantId, reason } });
  }

  function store(ticket: OpenTicket, record: DeliveryRecord): void {
    void recorder.record(record).then(() => settle(ticket));
  }

  /** One delivery of a ticket is stored or needs nothing. */
  function settle(ticket: OpenTicket): void {
    taken -= 1;
    ticket.remaining -= 1;
    if (ticket.remaining === 0) {
      openTickets.delete(ticket);
      recorder.finishTicket(ticket.ticket);
    }
    if (taken <= SLOTS / 2) taker.wake();
  }

  /** @returns whether it went well, for the lane */
  async function attemptAndRecord(work: Work): Promise<boolean> {
    const { open: ticket, request } = work;
    if (ticket.abandoned) return false;
    if (hasLapsed(ticket)) {
      drop(ticket);
      return false;
    }
    inFlight.set(request.deliveryId, { number: request.number, startedAt: clock.now() });
    try {
      // What was there when a worker ended may end this one too: it is known before it begins.
      if (isRepeated(ticket.ticket)) await report.written();
      failpoint('before-send');
      const attempt = await options.attempt(request, () => !hasLapsed(ticket));
      failpoint('after-send');
      if (attempt.exchange.outcome === 'ABORTED') {
        // No failure of the receiver: the delivery is attempted again under this number.
        inFlight.delete(request.deliveryId);
        const { ownFault, errorMessage } = attempt.exchange;
        if (ownFault === undefined)
          drop(ticket); // the process ends, or the ticket is another worker's
        else await tryLater(work, new NotAttemptedError(ownFault, errorMessage));
        return false;
      }
      const transition = decideTransition({
        isTest: false,
        attemptNumber: request.number,
        abortedCount: request.abortedCount,
        exchange: attempt.exchange,
        retryPolicy: request.webhook.retryPolicy,
        now: clock.now(),
        random: Math.random(),
        timeScale: options.timeScale,
      });
      inFlight.delete(request.deliveryId);
      log.attempted(describeAttempt(attempt, transition));
      // Its webhook will be disabled when that is stored: until then, nothing more begins from memory.
      if (attempt.exchange.response?.statusCode === 410) lanes.take(request.webhook.id).forEach(park);
      // The lane has room again now; the slot only when the result is stored, so that memory stays bounded.
      store(ticket, { kind: 'result', result: { attempt, transition } });
      return attempt.exchange.outcome === 'SUCCESS';
    } catch (error) {
      inFlight.delete(request.deliveryId);
      await tryLater(work, error);
      return false;
    }
  }

  /** One delivery of a ticket is left alone: the ticket is, or will be, another worker's, who sees to the rest of it. */
  function drop(ticket: OpenTicket): void {
    taken -= 1;
    openTickets.delete(ticket);
    if (taken <= SLOTS / 2) taker.wake();
  }

  const letGo = ({ open: ticket }: Work): void => (hasLapsed(ticket) ? drop(ticket) : settle(ticket));
  const park = ({ open: ticket, entry, request }: Work): void =>
    hasLapsed(ticket) ? drop(ticket) : hold(ticket, entry, request.webhook, 'PARKED');

  return {
    start() {
      running = true;
      const stops = [
        signals.on('tickets', taker.wake),
        signals.on('webhooks', recheck),
        dropCanceled({ database, signals, lanes, letGo, onError: fault('dropping cancelled deliveries') }),
      ];
      stopListening = () => stops.forEach((stop) => stop());
      report.start();
      timers = [
        setInterval(taker.wake, POLL_MS),
        setInterval(() => lanes.shed().forEach(park), POLL_MS),
        setInterval(recheck, RECHECK_MS),
        setInterval(() => void releaser.releaseAll().catch(fault('releasing deliveries')), POLL_MS),
        setInterval(() => void touchTickets(queue, openTickets).catch(fault('touching tickets')), TOUCH_MS),
      ];
      taker.wake();
    },

    async stop(timeoutMs) {
      running = false;
      taker.stop();
      stopListening();
      const deadline = performance.now() + timeoutMs;
      while (taker.isBusy() && performance.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 10));
      lanes.clear();
      while (inFlight.size > 0 && performance.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 10));
      await recorder.drain(Math.max(RECORD_MS, deadline - performance.now()));
      for (const timer of timers) clearInterval(timer);
      await releaser.stop();
      for (const ticket of openTickets) ticket.abandoned = true;
      // Before their tickets are given back: whoever takes those repeats under the next number what is broken off here.
      await report.stop().catch(fault('reporting'));
      // Should the database be away, the missing heartbeat does the same a little later.
      await queue.giveBack([...openTickets].map(({ ticket }) => ticket)).catch(fault('giving back tickets'));
    },
  };
}
