/**
 * The dispatcher: takes due tickets as long as there are free slots, and sees each delivery in them through
 * attempt and record. It wakes by signal, by the time of the next retry that this process planned, and
 * once a second in any case.
 */
import type { Database } from '../database/database.ts';
import type { DatabaseClock } from '../database/database-clock.ts';
import type { DeliveryQueue, Ticket } from '../database/delivery-queue.ts';
import type { Signals } from '../database/signals.ts';
import { toPublicId } from '../domain/ids.ts';
import type { Attempter } from './attempt.ts';
import type { DispatchLog } from './describe-attempt.ts';
import { createCanceledWatch, type CanceledWatch } from './drop-canceled.ts';
import type { Failpoint } from './failpoints.ts';
import { createGiveBack, waitUntil } from './give-back.ts';
import { createInHand } from './in-hand.ts';
import type { TargetLoader } from './load-targets.ts';
import { createMakeAttempt } from './make-attempt.ts';
import { createOwnFaults } from './own-faults.ts';
import { createPlacer, type Placer } from './place-deliveries.ts';
import { createLaneRecheck } from './recheck-lanes.ts';
import { createRecorder } from './record.ts';
import { readTickets } from './read-tickets.ts';
import { createReleaser } from './release-held.ts';
import { createTicketTaker } from './take-tickets.ts';
import { touchTickets } from './ticket-lease.ts';
import { createCircuitUpdater } from './update-circuits.ts';
import { createWebhookLanes } from './webhook-lanes.ts';
import type { Work } from './work-in-hand.ts';
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
  const { database, queue, signals, targets, log, failpoint, timeScale } = options;
  const fault = (doing: string) => (error: unknown) => log.fault(error, doing);
  const inFlight = new Map<string, { readonly number: number; readonly startedAt: Date }>();
  let agedMs = 0;
  let running = false;
  let timers: NodeJS.Timeout[] = [];
  let touching: NodeJS.Timeout | undefined;
  let stopListening = () => {};

  const hand = createInHand({
    finishTicket: (ticket) => recorder.finishTicket(ticket),
    onRoom: () => taker.wake(),
  });
  const taker = createTicketTaker({
    queue,
    failpoint,
    freeSlots: hand.slots.free,
    slots: hand.slots.size,
    open,
    onError: fault('taking tickets'),
  });
  const report = createWorkerReport(database, inFlight, fault('reporting'));
  const lanes = createWebhookLanes<Work>({
    run: (work, isSlow) => canceled.begin(work, () => attempt(work, isSlow)),
    onRoom: (webhookId) => {
      if (running) releaser.release(webhookId);
    },
    freeSlots: hand.unplaced,
    workerCount: () => report.workerCount(),
  });
  const releaser = createReleaser({
    database,
    queue,
    signals,
    roomOf: (webhookId) => Math.min(lanes.roomOf(webhookId), hand.bodies.roomOf(webhookId)),
    stillSealed: targets.stillSealed,
    onError: fault('releasing deliveries'),
  });
  const recorder = createRecorder({
    database,
    queue,
    signals,
    circuits: createCircuitUpdater(timeScale),
    failpoint,
    inFlight: () => inFlight.size,
    onRetryPlanned: (delayMs) => {
      // Longer delays are the poll's; a timer for each would only take memory.
      if (delayMs < 60_000) setTimeout(taker.wake, delayMs + 1).unref();
    },
    onDisabled(webhooks) {
      for (const { id, tenantId, reason } of webhooks)
        log.disabled({ tenantId, webhookId: toPublicId('webhook', id), reason });
      releaser.end(webhooks.map(({ id }) => id));
    },
    onError: fault('recording outcomes'),
  });
  const placer: Placer = createPlacer({ hand, lanes, recorder, releaser, isRunning: () => running });
  const canceled: CanceledWatch<Work> = createCanceledWatch({
    database,
    signals,
    lanes,
    letGo: hand.letGo,
    onError: fault('cancelling'),
  });
  const tryLater = createOwnFaults<Work>({
    timeScale,
    onError: fault('attempting a delivery'),
    isOver: () => !running,
    tryAgain: async (work) => {
      const { id } = work.request.webhook;
      const [webhooks, unwanted] = await Promise.all([targets.webhooks([id]), canceled.among([work.entry], 0)]);
      hand.slots.end(work.seat);
      if (unwanted.size > 0) hand.letGo(work);
      else placer.placeAgain(work, webhooks.get(id), false);
    },
    putAside: placer.park,
  });
  const attempt = createMakeAttempt({
    ...options,
    report,
    slots: hand.slots,
    inFlight,
    store: placer.storeResult,
    drop: hand.drop,
    tryLater,
  });
  const recheck = createLaneRecheck({
    lanes,
    targets,
    decide: (work, webhook) => placer.placeAgain(work, webhook, true),
    onError: fault('looking at webhooks again'),
  });
  const giveBack = createGiveBack({
    queue,
    signals,
    openTickets: hand.tickets,
    park: placer.park,
    onError: fault('giving back tickets'),
  });

  async function open(tickets: readonly Ticket[], askedAtMs: number): Promise<void> {
    const opened = hand.open(tickets, askedAtMs);
    const known = await readTickets({
      database,
      queue,
      targets,
      canceled,
      timeScale,
      tickets,
      askedAtMs,
      bodies: hand.bodies,
    }).catch(async (error: unknown) => {
      hand.giveUp(opened);
      await queue.giveBack(tickets).catch(() => {}); // else their heartbeat runs out, and they come back by themselves
      throw error;
    });
    for (const ticket of opened) {
      for (const entry of ticket.ticket.entries) {
        hand.placed();
        placer.place(ticket, entry, known);
      }
    }
  }

  /** Requests that take long give their slots up; when there are too few, so does what waits behind them. */
  function age(): void {
    const now = performance.now();
    const isLate = now - agedMs > 3 * AGE_MS;
    agedMs = now;
    hand.age();
    // When this thread itself stood still, nothing says that the lanes did.
    if (!hand.hasRoom() && !isLate) lanes.shed(0).forEach(placer.park);
  }

  return {
    start() {
      running = true;
      const stops = [signals.on('tickets', taker.wake), signals.on('webhooks', recheck.lookAtAll), canceled.start()];
      stopListening = () => stops.forEach((stop) => stop());
      report.start();
      timers = [
        setInterval(taker.wake, POLL_MS),
        setInterval(age, AGE_MS),
        setInterval(() => lanes.shed(KEPT_WAITING).forEach(placer.park), POLL_MS),
        setInterval(recheck.look, RECHECK_MS),
        setInterval(() => void releaser.releaseAll().catch(fault('releasing deliveries')), POLL_MS),
      ];
      touching = setInterval(() => void touchTickets(queue, hand.tickets).catch(fault('touching tickets')), TOUCH_MS);
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
      await giveBack(placer.takeLate());
      await waitUntil(deadline, () => inFlight.size === 0);
      await recorder.drain(Math.max(RECORD_MS, deadline - performance.now()));
      await releaser.stop();
      clearInterval(touching);
      // Before their tickets are given back: whoever takes those repeats under the next number what is broken off here.
      await report.stop().catch(fault('reporting'));
      // Should the database be away, the missing heartbeat does the same a little later.
      await queue.giveBack([...hand.tickets].map(({ ticket }) => ticket)).catch(fault('giving back tickets'));
    },
  };
}
