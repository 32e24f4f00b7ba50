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

/**
 * How deliveries come back that had to wait: when a circuit closed, or a paused webhook was resumed with deliveries
 * waiting. Times and rates in earnest, for all workers together.
 */
export const recovery = {
  /** Attempts begun in the first second; so many more in each second that follows. */
  perSecond: 50,
  /** Afterwards there is no limit but the webhook's own. */
  forMs: 60_000,
} as const;

/** Attempts that may begin per second, so long after deliveries began to come back. */
export const recoveryRate = (sinceMs: number): number =>
  sinceMs >= recovery.forMs ? Infinity : recovery.perSecond * (1 + Math.floor(Math.max(0, sinceMs) / 1_000));
