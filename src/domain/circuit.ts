/**
 * When a receiver counts as down. The circuit of a webhook opens after too many failures; while it is open
 * its deliveries wait and spend no attempts; one real delivery at a time probes whether it is back.
 */

export const circuitStates = ['CLOSED', 'HALF_OPEN', 'OPEN'] as const;

/** CLOSED: requests flow. OPEN: none until the next probe. HALF_OPEN: a probe is under way. */
export type CircuitState = (typeof circuitStates)[number];

export const circuitLimits = {
  /** Failures in a row that open it. */
  consecutiveFailures: 10,
  /** Share of failures in the window that opens it … */
  failureShare: 0.5,
  /** … when the window has at least so many attempts. */
  windowAttempts: 20,
  windowMs: 60_000,
  firstProbeMs: 30_000,
  /** Probe delays double up to this. */
  maxProbeMs: 15 * 60_000,
} as const;

/** A webhook is disabled when all three hold since its last success. */
export const autoDisableLimits = {
  failingForMs: 5 * 24 * 3_600_000,
  failedAttempts: 10,
  exhaustedDeliveries: 1,
} as const;

/** Counts a webhook's attempts over the last minute, as far as this process made them. */
export interface FailureWindow {
  /** Adds an attempt; true when the share of failures says that the receiver is down. */
  add(failed: boolean, nowMs: number): boolean;
}

/** Two half-windows: the older one counts until the younger is full of time, which bounds memory to four numbers. */
export function createFailureWindow(timeScale = 1): FailureWindow {
  const halfMs = (circuitLimits.windowMs * timeScale) / 2;
  let startedMs = Number.NEGATIVE_INFINITY;
  let young = { total: 0, failed: 0 };
  let old = { total: 0, failed: 0 };

  return {
    add(failed, nowMs) {
      if (nowMs - startedMs >= halfMs) {
        old = nowMs - startedMs >= 2 * halfMs ? { total: 0, failed: 0 } : young;
        young = { total: 0, failed: 0 };
        startedMs = nowMs;
      }
      young.total += 1;
      if (failed) young.failed += 1;
      const total = young.total + old.total;
      return (
        failed &&
        total >= circuitLimits.windowAttempts &&
        young.failed + old.failed >= total * circuitLimits.failureShare
      );
    },
  };
}
