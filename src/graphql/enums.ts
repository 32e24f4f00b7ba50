/** The enums of the API, each from the list that the code below uses, with a meaning for every member. */
import { registerEnumType } from 'type-graphql';
import { roles } from '../access/viewer.ts';
import { cancelReasons } from '../domain/cancel-reason.ts';
import { deliveryStatuses, deliveryTriggers } from '../domain/delivery-status.ts';
import { userErrorCodes } from '../domain/domain-error.ts';
import { shownHoldReasons } from '../domain/hold-reason.ts';
import { attemptOutcomes } from '../domain/outcome.ts';
import { webhookStatuses, webhookStatusReasons } from '../domain/webhook-status.ts';

type Members<T extends string> = { readonly [Member in T]: Member };

export function register<T extends string>(
  name: string,
  members: readonly T[],
  description: string,
  meanings: Record<T, string>,
): Members<T> {
  const values = Object.fromEntries(members.map((member) => [member, member])) as Members<T>;
  const valuesConfig = Object.fromEntries(members.map((member) => [member, { description: meanings[member] }]));
  registerEnumType(values, { name, description, valuesConfig: valuesConfig as never });
  return values;
}

export const RoleEnum = register('Role', roles, 'What an authenticated caller is allowed to do.', {
  ADMINISTRATOR: "Full control inside the caller's scope.",
  VIEWER: 'Read-only: dashboards.',
  PUBLISHER: 'May publish events and read event types; sees no webhook or secret.',
});

export const WebhookStatusEnum = register('WebhookStatus', webhookStatuses, 'Operator intent for a webhook.', {
  ACTIVE: 'Matching events are delivered.',
  PAUSED: 'Matching events are recorded and held; they are delivered in order on resume.',
  DISABLED: 'Matching events produce no delivery.',
});

export const WebhookStatusReasonEnum = register(
  'WebhookStatusReason',
  webhookStatusReasons,
  'Why a webhook is not ACTIVE.',
  {
    MANUAL: 'A person or API key changed it.',
    FAILURE_POLICY: 'Failure policy tripped (nothing but failures for too long).',
    ENDPOINT_GONE: 'The endpoint answered 410 Gone.',
    EGRESS_POLICY: 'The target host became disallowed by egress policy.',
    UNVERIFIED: 'The endpoint has not passed verification yet.',
  },
);

export const DeliveryStatusEnum = register('DeliveryStatus', deliveryStatuses, 'Life cycle of a delivery.', {
  PENDING: 'Accepted, waiting for its first attempt.',
  HELD: 'Held because the webhook is paused, its circuit is open or its secrets cannot be opened: see holdReason.',
  IN_PROGRESS: 'An attempt is in flight. Not kept in the history: such a delivery reads as PENDING or RETRYING.',
  RETRYING: 'Failed at least once; nextAttemptAt is set.',
  SUCCEEDED: 'An attempt got a 2xx.',
  FAILED: 'All attempts used or a permanent failure: the dead letter.',
  CANCELED: 'Cancelled by an operator, or the webhook was deleted or disabled.',
});

export const HoldReasonEnum = register('HoldReason', shownHoldReasons, 'Why a delivery is HELD.', {
  PAUSED: 'The webhook is paused: it goes on with activateWebhook.',
  CIRCUIT: 'The circuit of the webhook is not closed: it goes on as soon as the receiver is back.',
  SECRETS:
    'The service has no key for the secrets of the webhook: it goes on when the operator gives that key back, or when ' +
    'the secret was rotated without overlap and sensitive headers were set anew.',
});

export const CancelReasonEnum = register('CancelReason', cancelReasons, 'Why a delivery was cancelled.', {
  PERSON: 'A person or API key cancelled it.',
  WEBHOOK_DISABLED: 'Its webhook was disabled.',
  WEBHOOK_DELETED: 'Its webhook was deleted.',
  FAILURE_POLICY: 'Its webhook was disabled by the failure policy (nothing but failures for too long).',
  ENDPOINT_GONE: 'Its webhook was disabled because the endpoint answered 410 Gone.',
  PAYLOAD_REMOVED: 'The payload of its event was removed, by retention or by an erasure.',
});

export const DeliveryTriggerEnum = register('DeliveryTrigger', deliveryTriggers, 'What caused a delivery.', {
  EVENT: 'A published event matched.',
  TEST: 'testWebhook.',
  REDELIVERY: 'redeliver.',
  REPLAY: 'A replay job.',
});

export const AttemptOutcomeEnum = register('AttemptOutcome', attemptOutcomes, 'How one HTTP attempt ended.', {
  SUCCESS: '2xx.',
  HTTP_ERROR: 'Non-2xx status.',
  REDIRECT_REFUSED: '3xx: redirects are never followed.',
  TIMEOUT: 'No complete response within the timeout.',
  DNS_ERROR: 'Host name did not resolve.',
  CONNECTION_ERROR: 'TCP refused, reset or unreachable.',
  TLS_ERROR: 'Handshake or certificate failure.',
  BLOCKED_ADDRESS: 'Resolved to an address that egress policy forbids (SSRF guard).',
  RESPONSE_TOO_LARGE: 'More header bytes, body bytes or socket bytes than the limits allow, without a usable status.',
  PROTOCOL_ERROR: 'The answer is not valid HTTP.',
  ABORTED: 'The worker stopped mid-attempt; the attempt is repeated.',
});

export const EventTypeOriginEnum = register(
  'EventTypeOrigin',
  ['BUILT_IN', 'CUSTOM'] as const,
  'Who produced an event type.',
  { BUILT_IN: 'Shipped with the WMS.', CUSTOM: 'Defined by this tenant.' },
);

export const CountPrecisionEnum = register(
  'CountPrecision',
  ['EXACT', 'AT_LEAST'] as const,
  'Whether a count is exact.',
  {
    EXACT: 'count is exact.',
    AT_LEAST:
      'Counting stopped at the limit, or a search for rare rows at what one request may read; there are at least count rows.',
  },
);

export const StreamResetReasonEnum = register(
  'StreamResetReason',
  ['CURSOR_EXPIRED', 'BACKPRESSURE'] as const,
  'Why a stream was reset.',
  { CURSOR_EXPIRED: 'Older than the retained change log.', BACKPRESSURE: 'The client fell too far behind.' },
);

export const UserErrorCodeEnum = register(
  'UserErrorCode',
  userErrorCodes,
  'Machine-readable code of a UserError. New codes may be added: clients must keep a default branch.',
  {
    INVALID: 'A field failed validation.',
    NOT_FOUND: "Referenced object does not exist in the caller's scope.",
    TAKEN: 'A unique value is taken.',
    STALE_REVISION: 'expectedRevision is stale.',
    URL_NOT_ALLOWED: 'Target URL refused by egress policy.',
    IDEMPOTENCY_MISMATCH: 'Same idempotency key, different input.',
    LIMIT_EXCEEDED: 'A quota would be exceeded.',
    INVALID_STATE: "The object's state forbids the change.",
    SCHEMA_MISMATCH: "Payload does not match the event type's JSON Schema.",
    SCOPE_NOT_ALLOWED: "Scope wider than the caller's own.",
  },
);
