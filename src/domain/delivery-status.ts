/**
 * The life of a delivery. Each status says who moves a delivery into it and out of it;
 * `docs/delivery-lifecycle.md` tells the same as a story.
 */

export const deliveryStatuses = [
  /** In: publish. Out: the dispatcher's first attempt. */
  'PENDING',
  /** In: publish to a paused webhook, or an open circuit. Out: resume or recovery. */
  'HELD',
  /** Never stored, so that a crash cannot strand a delivery in it: docs/decisions/0003. Kept for clients that name it. */
  'IN_PROGRESS',
  /** In: record, after a failed attempt with attempts left. Out: the attempt at nextAttemptAt. */
  'RETRYING',
  /** In: record, after a 2xx. Final. */
  'SUCCEEDED',
  /** In: record, when no attempt is left or another one cannot help. Final; may be sent again by a person. */
  'FAILED',
  /** In: a person, or the webhook was deleted or disabled. Final. */
  'CANCELED',
] as const;

export type DeliveryStatus = (typeof deliveryStatuses)[number];

/** Statuses in which nothing more happens by itself. */
export const isFinal = (status: DeliveryStatus): boolean =>
  status === 'SUCCEEDED' || status === 'FAILED' || status === 'CANCELED';

export const deliveryTriggers = ['EVENT', 'TEST', 'REDELIVERY', 'REPLAY'] as const;

/** What caused a delivery. */
export type DeliveryTrigger = (typeof deliveryTriggers)[number];
