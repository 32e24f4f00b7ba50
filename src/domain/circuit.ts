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
