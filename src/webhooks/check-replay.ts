/** The rules for what people ask a replay for, all problems at once. Pure. */
import { isFinal, type DeliveryStatus } from '../domain/delivery-status.ts';
import type { Problem } from '../domain/domain-error.ts';
import { isEventTypePattern } from '../domain/event-type-pattern.ts';
import { replayLimits as limits } from '../domain/replay-status.ts';
import type { WebhookRef } from './find-webhook.ts';
import { webhookLimits } from './webhook-limits.ts';

export interface ReplayInput {
  readonly webhooks: readonly WebhookRef[];
  readonly from: Date | null;
  readonly to: Date | null;
  /** `null`: every type. */
  readonly eventTypes: readonly string[] | null;
  readonly statuses: readonly DeliveryStatus[];
  /** Whether deliveries that a person cancelled are left alone. */
  readonly sparesStopped: boolean;
  readonly includeMissing: boolean;
  readonly maxDeliveries: number;
  readonly maxPerSecond: number;
  /** Count only. */
  readonly dryRun: boolean;
  readonly idempotencyKey: string | null;
}

/** Paths relative to the input. */
export function checkReplay(input: ReplayInput): Problem[] {
  return [
    ...checkCount('webhooks', input.webhooks.length, limits.webhooks),
    ...checkRange(input),
    ...checkTypes(input.eventTypes),
    ...checkStatuses(input),
    ...checkNumber('maxDeliveries', input.maxDeliveries, 1, limits.maxDeliveries),
    ...checkNumber('maxPerSecond', input.maxPerSecond, limits.minPerSecond, limits.maxPerSecond),
  ];
}

function checkRange({ from, to }: ReplayInput): Problem[] {
  const missing = (['from', 'to'] as const)
    .filter((end) => ({ from, to })[end] === null)
    .map((end) => invalid(['receivedAt', end], 'required', 'A replay needs both ends of its time range.'));
  if (from === null || to === null || from < to) return missing;
  return [invalid(['receivedAt'], 'range', 'from must lie before to.')];
}

function checkTypes(patterns: readonly string[] | null): Problem[] {
  if (patterns === null) return [];
  const message = 'An event type is a dotted name such as shipment.closed, a prefix such as shipment.*, or *.';
  return [
    ...checkCount('eventTypes', patterns.length, webhookLimits.eventTypes),
    ...patterns.flatMap((pattern, index) =>
      isEventTypePattern(pattern) ? [] : [invalid(['eventTypes', String(index)], 'format', message)],
    ),
  ];
}

function checkStatuses({ statuses, includeMissing }: ReplayInput): Problem[] {
  if (statuses.length === 0 && !includeMissing) {
    return [invalid(['status'], 'count', 'Name at least one status, or ask for includeMissing.')];
  }
  return statuses.flatMap((status, index) =>
    isFinal(status)
      ? []
      : [invalid(['status', String(index)], 'final', `A delivery that is ${status} goes on by itself.`)],
  );
}

const checkCount = (field: string, count: number, most: number): Problem[] =>
  count >= 1 && count <= most ? [] : [invalid([field], 'count', `${field} needs 1 to ${most} entries.`)];

const checkNumber = (field: string, value: number, least: number, most: number): Problem[] =>
  value >= least && value <= most ? [] : [invalid([field], 'range', `${field} must lie between ${least} and ${most}.`)];

const invalid = (path: string[], rule: string, message: string): Problem => ({ code: 'INVALID', message, path, rule });
