/** The enums of history. */
import { failureCategories, type FailureCategory } from '../domain/failure-category.ts';
import { failureTexts } from '../domain/failure-texts.ts';
import { replayStatuses } from '../domain/replay-status.ts';
import { statsGrains } from '../domain/stats-grain.ts';
import { deliveryVerdicts } from '../pipeline/explain-fan-out.ts';
import { register } from './enums.ts';

export const DeliveryVerdictEnum = register('DeliveryVerdict', deliveryVerdicts, 'Why an event was or was not sent.', {
  MATCHED: 'A delivery exists.',
  TYPE_NOT_SUBSCRIBED: 'The webhook is not subscribed to this type.',
  OUT_OF_SCOPE: "The event is outside the webhook's company or fulfillment center.",
  CONDITION_FALSE: 'The condition was false.',
  CONDITION_ERROR: 'The condition could not be evaluated (a field was missing).',
  WEBHOOK_DISABLED: 'The webhook was disabled at that time.',
  WEBHOOK_CREATED_LATER: 'The webhook was created later.',
  UNKNOWN: 'What would decide is not kept any more; the explanation says what is known.',
});

const traceStates = ['DELIVERED', 'FAILED', 'WAITING', 'CANCELED', 'NOT_SENT'] as const;
export type TraceState = (typeof traceStates)[number];

export const TraceStateEnum = register('TraceState', traceStates, 'What became of an event for a webhook.', {
  DELIVERED: 'The receiver answered with 2xx.',
  FAILED: 'No attempt is left.',
  WAITING: 'An attempt is still to come, or the delivery is held.',
  CANCELED: 'Cancelled by a person, or with its webhook.',
  NOT_SENT: 'There is no delivery; the verdict says why.',
});

export const StatsIntervalEnum = register('StatsInterval', statsGrains, 'Width of a statistics bucket, in UTC.', {
  MINUTE: 'One minute; kept for 14 days.',
  HOUR: 'One hour; kept for 400 days.',
  DAY: 'One day; kept for good.',
});

export const ReplayStatusEnum = register('ReplayStatus', replayStatuses, 'State of a replay.', {
  QUEUED: 'Waiting to start.',
  RUNNING: 'Making deliveries.',
  COMPLETED: 'All matching events were dealt with; their deliveries may still be under way.',
  CANCELED: 'Stopped by a person.',
  FAILED: 'Stopped because it could not go on; statusNote says why.',
});

export const FailureCategoryEnum = register(
  'FailureCategory',
  failureCategories,
  'Kind of a failure. New ones may be added: clients must keep a default branch.',
  Object.fromEntries(failureCategories.map((category) => [category, failureTexts[category].cause])) as Record<
    FailureCategory,
    string
  >,
);
