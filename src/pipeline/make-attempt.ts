/** One delivery is due in its lane: its attempt is made, and what comes of it handed on. */
import type { DatabaseClock } from '../database/database-clock.ts';
import type { Attempter } from './attempt.ts';
import { decideTransition } from './decide-transition.ts';
import { describeAttempt, type DispatchLog } from './describe-attempt.ts';
import { isSuperseded } from './superseded.ts';
import type { Failpoint } from './failpoints.ts';
import type { AttemptResult } from './insert-outcomes.ts';
import type { TargetLoader } from './load-targets.ts';
import { NotAttemptedError } from './own-faults.ts';
import type { Slots } from './slots.ts';
import { hasLapsed } from './ticket-lease.ts';
import { isRepeated } from './resume-tickets.ts';
import type { Work } from './work-in-hand.ts';
import type { WorkerReport } from './worker-report.ts';

export interface MakeAttemptOptions {
  readonly attempt: Attempter;
  readonly targets: Pick<TargetLoader, 'webhooks'>;
  readonly failpoint: Failpoint;
  readonly timeScale: number;
  readonly clock: Pick<DatabaseClock, 'now'>;
  readonly report: Pick<WorkerReport, 'written'>;
  readonly log: DispatchLog;
  readonly slots: Slots;
  /** By delivery; what has begun is written here, and removed at its end. */
  readonly inFlight: Map<string, { readonly number: number; readonly startedAt: Date }>;
  readonly store: (work: Work, result: AttemptResult) => void;
  /** The process ends, or the ticket is another worker's. */
  readonly drop: (work: Work) => void;
  /** A fault of ours kept it from being sent. */
  readonly tryLater: (work: Work, error: unknown) => Promise<void>;
}

/** @returns resolves to whether it went well, for the lane */
export function createMakeAttempt(options: MakeAttemptOptions): (work: Work, isSlow: boolean) => Promise<boolean> {
  const { failpoint, timeScale, clock, report, log, slots, inFlight, store, drop, tryLater } = options;

  return async (work, isSlow) => {
    const { open: ticket, request, seat } = work;
    if (hasLapsed(ticket)) {
      drop(work);
      return false;
    }
    const flight = { number: request.number, startedAt: clock.now() };
    inFlight.set(request.deliveryId, flight);
    slots.start(seat, isSlow);
    try {
      // What was there when a worker ended may end this one too: it is known before it begins.
      if (isRepeated(ticket.ticket)) await report.written();
      failpoint('before-send');
      const attempt = await options.attempt(request, () => !hasLapsed(ticket));
      failpoint('after-answer');
      const isGone = attempt.exchange.response?.statusCode === 410;
      const isOfAnother = isGone && (await isSuperseded(request.webhook, options.targets));
      land();
      if (attempt.exchange.outcome === 'ABORTED') {
        // No failure of the receiver: the delivery is attempted again under this number.
        const { ownFault, errorMessage } = attempt.exchange;
        if (ownFault === undefined) drop(work);
        else await tryLater(work, new NotAttemptedError(ownFault, errorMessage));
        return false;
      }
      const transition = decideTransition({
        isTest: false,
        attemptNumber: request.number,
        abortedCount: request.abortedCount,
        exchange: attempt.exchange,
        isSuperseded: isOfAnother,
        retryPolicy: request.webhook.retryPolicy,
        now: clock.now(),
        random: Math.random(),
        timeScale,
      });
      log.attempted(describeAttempt(attempt, transition));
      // The lane has room again now; the slot only when the result is stored, so that memory stays bounded.
      slots.end(seat);
      store(work, { attempt, transition });
      return attempt.exchange.outcome === 'SUCCESS';
    } catch (error) {
      land();
      await tryLater(work, error);
      return false;
    }

    function land(): void {
      // A ticket that was lost meanwhile may have come back, and its delivery be under way again.
      if (inFlight.get(request.deliveryId) === flight) inFlight.delete(request.deliveryId);
    }
  };
}
