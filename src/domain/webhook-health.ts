/** How the receiver of a webhook does, as far as its latest deliveries tell; independent of what people want of it. */
import { circuitLimits } from './circuit.ts';

export const webhookHealths = ['UNKNOWN', 'HEALTHY', 'DEGRADED', 'FAILING'] as const;

/**
 * FAILING: its circuit is not closed, or will soon be open. DEGRADED: the last attempt failed, or one of the latest
 * deliveries is not delivered. HEALTHY: none of these. UNKNOWN: nothing was sent lately.
 */
export type WebhookHealth = (typeof webhookHealths)[number];

export const healthLimits = {
  /** Failures in a row from which it counts as failing: half of what opens the circuit. */
  failingFrom: circuitLimits.consecutiveFailures / 2,
  /** Deliveries looked at, newest first … */
  latestDeliveries: 20,
  /** … none older than this. */
  withinHours: 24,
} as const;
