/**
 * How much one key may ask for, kept in this process: a counter in the database would cost every request a statement.
 * So the limit holds per process. (See docs/decisions/0020-rate-limits-in-memory.md.)
 */

export interface RateLimit {
  readonly perSecond: number;
  /**
   * Takes `count` from what a key has; 1 unless told otherwise. A big batch is let through while there is anything
   * left, and then paid off.
   * @returns 0, or how many milliseconds to wait when nothing was taken
   */
  take(key: string, count?: number): number;
}

export interface RateLimitOptions {
  readonly perSecond: number;
  /** Taken at once after a time of silence; default what one second brings. */
  readonly burst?: number;
  /** Milliseconds of a clock that never goes back. */
  readonly now?: () => number;
}

export interface RateLimitSettings {
  /** Of one key, per second. */
  readonly requests: number;
  /** Of one key, per second. */
  readonly events: number;
  readonly testsPerMinute: number;
}

/** Keys that are remembered before those are forgotten that have everything again. */
const KEYS = 10_000;

export function createRateLimit({
  perSecond,
  burst = perSecond,
  now = () => performance.now(),
}: RateLimitOptions): RateLimit {
  const intervalMs = 1_000 / perSecond;
  const burstMs = burst * intervalMs;
  /** When a key will have paid for all it took. */
  const paidAt = new Map<string, number>();

  function forgetPaid(at: number): void {
    for (const [key, time] of paidAt) if (time <= at) paidAt.delete(key);
  }

  return {
    perSecond,
    take(key, count = 1) {
      const at = now();
      const from = Math.max(at, paidAt.get(key) ?? 0);
      const debtMs = from - at;
      if (debtMs + intervalMs > burstMs) return Math.max(1, Math.ceil(debtMs + intervalMs - burstMs));
      if (paidAt.size >= KEYS) forgetPaid(at);
      paidAt.set(key, from + count * intervalMs);
      return 0;
    },
  };
}

/** What a key may do in this process. */
export interface RateLimits {
  readonly requests: RateLimit;
  readonly events: RateLimit;
  /** Of one webhook; not by key. */
  readonly tests: RateLimit;
}

/** @param testsPerMinute of one webhook, all of which may come at once */
export const createRateLimits = ({ requests, events, testsPerMinute }: RateLimitSettings) => ({
  requests: createRateLimit({ perSecond: requests }),
  events: createRateLimit({ perSecond: events }),
  tests: createRateLimit({ perSecond: testsPerMinute / 60, burst: testsPerMinute }),
});
