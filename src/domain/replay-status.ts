/** The life of a replay, and the limits on what one may ask for. */

export const replayStatuses = [
  /** In: startReplay. Out: a worker's first step. */
  'QUEUED',
  /** In: a worker's first step. Out: its last one, a person, or because no webhook is left. */
  'RUNNING',
  /** Everything was dealt with. Final; deliveries may still be under way. */
  'COMPLETED',
  /** A person stopped it. Final. */
  'CANCELED',
  /** It could not go on: its webhooks are disabled or deleted. Final. */
  'FAILED',
] as const;

export type ReplayStatus = (typeof replayStatuses)[number];

export const replayLimits = {
  webhooks: 100,
  /** Unless the caller says otherwise. */
  defaultDeliveries: 10_000,
  maxDeliveries: 100_000,
  defaultPerSecond: 100,
  minPerSecond: 0.1,
  maxPerSecond: 1_000,
  /** Replays of one tenant that are not final. */
  unfinishedPerTenant: 20,
  /** Events of the time range that are looked at, when the failed ones alone are not enough. */
  lookedAtEvents: 200_000,
} as const;
