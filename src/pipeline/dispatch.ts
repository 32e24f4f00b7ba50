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
import { createBodiesInHand } from './bodies-in-hand.ts';
import type { DispatchLog } from './describe-attempt.ts';
import { createCanceledWatch, type CanceledWatch } from './drop-canceled.ts';
import type { Failpoint } from './failpoints.ts';
import { createGiveBack, waitUntil } from './give-back.ts';
import { reasonToHold, type HoldReason } from './hold-deliveries.ts';
import { isSealed, type TargetLoader, type TargetWebhook } from './load-targets.ts';
import { createMakeAttempt } from './make-attempt.ts';
import { createOwnFaults } from './own-faults.ts';
import type { AttemptResult } from './insert-outcomes.ts';
import { createLaneRecheck } from './recheck-lanes.ts';
import { createRecorder, type Record as DeliveryRecord } from './record.ts';
import { readTickets } from './read-tickets.ts';
import { createReleaser } from './release-held.ts';
import { needsLook } from './resume-tickets.ts';
import { createSlots, newSeat } from './slots.ts';
import { hasLapsed, openTicket, touchTickets, type OpenTicket } from './ticket-lease.ts';
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

const POLL_MS = 1_000;
/** How often slow requests give their slots up, and lanes that stand still what waits in them. */
const AGE_MS = 50;
/** Nothing begins for a webhook that was paused, disabled or deleted longer ago than twice this. */
const RECHECK_MS = 400;
const TOUCH_MS = 4_000;
/** While there are slots for all, so many may wait in a lane that stands still: to go on at once, and to be HELD at a pause. */
const KEPT_WAITING = 10;
/** Storing what came last gets this long at least when the process ends. */
const RECORD_MS = 2_000;

export function createDispatcher(options: DispatcherOptions): Dispatcher {
  const { database, queue, signals, targets, log, failpoint } = options;
  const fault = (doing: string) => (error: unknown) => log.fault(error, doing);
  const openTickets = new Set<OpenTicket>();
  const inFlight = new Map<string, { readonly number: number; readonly startedAt: Date }>();
  const slots = createSlots();
  const bodies = createBodiesInHand();
  /** Fetched, and neither in a lane nor settled yet; of the slots taken. */
  let opening = 0;
  let agedMs = 0;
  const late: Work[] = []; // came too late, while the dispatcher stops
  let running = false;
  let timers: NodeJS.Timeout[] = [];
  let touching: NodeJS.Timeout | undefined;
  let stopListening = () => {};

  const taker = createTicketTaker({
    queue,
    failpoint,
    freeSlots: slots.free,
    slots: slots.size,
    open,
    onError: fault('taking tickets'),
  });
  const report = createWorkerReport(database, inFlight, fault('reporting'));
  const tryLater = createOwnFaults<Work>({
    timeScale: options.timeScale,
    onError: fault('attempting a delivery'),
    isOver: () => !running,
    tryAgain: async (work) => {
      const { id } = work.request.webhook;
      const [webhooks, unwanted] = await Promise.all([targets.webhooks([id]), canceled.among([work.entry], 0)]);
      slots.end(work.seat);
      if (unwanted.size > 0) letGo(work);
      else reconsider(work, webhooks.get(id), false);
    },
    putAside: (work) => park(work),
  });
  const attempt = createMakeAttempt({ ...options, report, slots, inFlight, store: storeResult, drop, tryLater });
  const lanes = createWebhookLanes<Work>({
    run: (work, isSlow) => canceled.begin(work, () => attempt(work, isSlow)),
    onRoom: (webhookId) => {
      if (running) releaser.release(webhookId);
    },
    freeSlots: () => slots.free() + opening,
    workerCount: () => report.workerCount(),
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
    roomOf: (webhookId) => Math.min(lanes.roomOf(webhookId), bodies.roomOf(webhookId)),
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
    const opened = tickets.map((ticket) => openTicket(ticket, askedAtMs));
    for (const ticket of opened) openTickets.add(ticket);
    const entries = tickets.flatMap((ticket) => ticket.entries);
    slots.take(entries.length);
    opening = entries.length;
    const known = await readTickets({ ...options, bodies, canceled, tickets, askedAtMs }).catch(
      async (error: unknown) => {
        entries.forEach(() => slots.leave());
        opening = 0;
        for (const ticket of opened) openTickets.delete(ticket);
        await queue.giveBack(tickets).catch(() => {}); // else their heartbeat runs out, and they come back by themselves
        throw error;
      },
    );
    for (const ticket of opened) {
      for (const entry of ticket.ticket.entries) {
        opening -= 1;
        begin(ticket, entry, known);
      }
    }
  }

  /** Sends one delivery of a ticket on its way: to its lane, aside, or nowhere. */
  function begin(ticket: OpenTicket, entry: TicketEntry, { events, webhooks, resumed, unwanted }: Known): void {
    releaser.arrived(entry.webhookId);
    const state = resumed.get(entry);
    if (unwanted.has(entry.deliveryId) || (state === undefined && needsLook(entry, ticket.ticket)))
      return settle(ticket);
    const webhook = webhooks.get(entry.webhookId);
    const event = events.found.get(entry.eventId);
    const isLeftOut = event === undefined && events.leftOut.has(entry.eventId);
    if (webhook === undefined || webhook.status === 'DISABLED' || (event === undefined && !isLeftOut)) {
      return store(ticket, { kind: 'cancel', deliveryId: entry.deliveryId });
    }
    const number = state?.attemptNumber ?? entry.attemptNumber;
    const own = { ...entry, attemptNumber: number };
    if (event === undefined || !bodies.take(webhook.id, event.body.length)) {
      const reason = reasonToHold(webhook, ticket.ticket.isProbe) ?? 'PARKED';
      return store(ticket, { kind: 'hold', hold: { entry: own, tenantId: webhook.tenantId, reason } });
    }
    const request = { deliveryId: entry.deliveryId, number, event, abortedCount: state?.abortedCount ?? 0 };
    enter({ open: ticket, entry: own, request, seat: newSeat() }, webhook);
  }

  /** Puts a delivery into its webhook's lane, or aside when the webhook takes none now. */
  function enter(unaddressed: Unaddressed, webhook: TargetWebhook, isBack = false): void {
    const holdReason = reasonToHold(webhook, unaddressed.open.ticket.isProbe);
    if (holdReason !== undefined || isSealed(webhook)) return hold(unaddressed, webhook, holdReason ?? 'SECRETS');
    const work = { ...unaddressed, request: { ...unaddressed.request, webhook } };
    if (!running) late.push(work);
    else if (!lanes.add(webhook.id, webhook, work, isBack)) hold(work, webhook, 'PARKED');
  }

  /** Decides anew about a delivery that waits in a lane. */
  function reconsider(work: Work, webhook: TargetWebhook | undefined, isBack = true): void {
    const { open: ticket, entry } = work;
    if (hasLapsed(ticket)) drop(work);
    else if (webhook === undefined || webhook.status === 'DISABLED') {
      store(ticket, { kind: 'cancel', deliveryId: entry.deliveryId }, work);
    } else enter(work, webhook, isBack);
  }

  function hold(work: Unaddressed, { tenantId }: TargetWebhook, reason: HoldReason): void {
    store(work.open, { kind: 'hold', hold: { entry: work.entry, tenantId, reason } }, work);
  }

  function storeResult(work: Work, result: AttemptResult): void {
    // Its webhook will be disabled when that is stored: until then, nothing more begins from memory.
    if (result.attempt.exchange.response?.statusCode === 410) lanes.take(work.entry.webhookId).forEach(park);
    store(work.open, { kind: 'result', result }, work);
  }

  function store(ticket: OpenTicket, record: DeliveryRecord, work?: Unaddressed): void {
    void recorder.record(record).then(() => {
      settle(ticket, work);
      if (!running || record.kind !== 'hold' || record.hold.reason !== 'PARKED') return;
      // The releaser need not find out by itself; but what had no room for its body waits until it comes by.
      const { webhookId } = record.hold.entry;
      releaser.expect(webhookId);
      if (work !== undefined && lanes.sizeOf(webhookId) === 0) releaser.release(webhookId);
    });
  }

  /** One delivery of a ticket is stored or needs nothing. */
  function settle(ticket: OpenTicket, work?: Unaddressed): void {
    ticket.remaining -= 1;
    if (ticket.remaining === 0) {
      openTickets.delete(ticket);
      recorder.finishTicket(ticket.ticket);
    }
    leave(work);
  }

  function leave(work: Unaddressed | undefined): void {
    slots.leave(work?.seat);
    if (work !== undefined) bodies.leave(work.entry.webhookId, work.request.event.body.length);
    wakeTaker();
  }

  /** One delivery of a ticket is left alone: the ticket is, or will be, another worker's, who sees to the rest of it. */
  function drop(work: Work): void {
    openTickets.delete(work.open);
    leave(work);
  }

  const letGo = (work: Work): void => (hasLapsed(work.open) ? drop(work) : settle(work.open, work));
  const canceled: CanceledWatch<Work> = createCanceledWatch({ ...options, lanes, letGo, onError: fault('cancelling') });
  const park = (work: Work): void => (hasLapsed(work.open) ? drop(work) : hold(work, work.request.webhook, 'PARKED'));

  /** Requests that take long give their slots up; when there are too few, so does what waits behind them. */
  function age(): void {
    const now = performance.now();
    const isLate = now - agedMs > 3 * AGE_MS;
    agedMs = now;
    if (slots.age()) wakeTaker();
    // When this thread itself stood still, nothing says that the lanes did.
    if (!hasRoom() && !isLate) lanes.shed(0).forEach(park);
  }

  const hasRoom = (): boolean => slots.free() >= slots.size / 2;
  const wakeTaker = (): void => void (hasRoom() && taker.wake());
  const giveBack = createGiveBack({ queue, signals, openTickets, park, onError: fault('giving back tickets') });

  return {
    start() {
      running = true;
      const stops = [signals.on('tickets', taker.wake), signals.on('webhooks', recheck.lookAtAll), canceled.start()];
      stopListening = () => stops.forEach((stop) => stop());
      report.start();
      timers = [
        setInterval(taker.wake, POLL_MS),
        setInterval(age, AGE_MS),
        setInterval(() => lanes.shed(KEPT_WAITING).forEach(park), POLL_MS),
        setInterval(recheck.look, RECHECK_MS),
        setInterval(() => void releaser.releaseAll().catch(fault('releasing deliveries')), POLL_MS),
      ];
      touching = setInterval(() => void touchTickets(queue, openTickets).catch(fault('touching tickets')), TOUCH_MS);
      taker.wake();
    },

    async stop(timeoutMs) {
      running = false;
      taker.stop();
      stopListening();
      for (const timer of timers) clearInterval(timer);
      const deadline = performance.now() + timeoutMs;
      await giveBack(lanes.clear());
      await waitUntil(deadline, () => !taker.isBusy());
      await giveBack(late);
      await waitUntil(deadline, () => inFlight.size === 0);
      await recorder.drain(Math.max(RECORD_MS, deadline - performance.now()));
      await releaser.stop();
      clearInterval(touching);
      // Before their tickets are given back: whoever takes those repeats under the next number what is broken off here.
      await report.stop().catch(fault('reporting'));
      // Should the database be away, the missing heartbeat does the same a little later.
      await queue.giveBack([...openTickets].map(({ ticket }) => ticket)).catch(fault('giving back tickets'));
    },
  };
}
