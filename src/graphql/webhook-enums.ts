/** The enums about how webhooks do, how they sign, and how they are sorted. */
import { circuitStates } from '../domain/circuit.ts';
import { signingAlgorithms } from '../domain/signing.ts';
import { webhookHealths } from '../domain/webhook-health.ts';
import { webhookChangeKinds } from '../live/read-webhook-changes.ts';
import { register } from './enums.ts';

export const WebhookHealthEnum = register(
  'WebhookHealth',
  webhookHealths,
  'Observed condition of the endpoint, independent of status.',
  {
    UNKNOWN: 'No recent deliveries.',
    HEALTHY: 'Recent deliveries succeed.',
    DEGRADED: 'Some recent deliveries fail.',
    FAILING: 'Most recent deliveries fail; the circuit is or will be open.',
  },
);

export const CircuitStateEnum = register('CircuitState', circuitStates, 'Circuit breaker state of the endpoint.', {
  CLOSED: 'Requests flow.',
  HALF_OPEN: 'Probing with limited traffic.',
  OPEN: 'No requests until nextProbeAt.',
});

export const SigningAlgorithmEnum = register('SigningAlgorithm', signingAlgorithms, 'How deliveries are signed.', {
  HMAC_SHA256: 'With a secret that the receiver shares: v1 of Standard Webhooks.',
  ED25519: 'With a key of which the receiver knows only the public half: v1a of Standard Webhooks.',
});

export const webhookSortFields = ['CREATED_AT', 'UPDATED_AT', 'NAME'] as const;
export type WebhookSortField = (typeof webhookSortFields)[number];

export const WebhookSortFieldEnum = register(
  'WebhookSortField',
  webhookSortFields,
  'Sort keys for webhooks (each backed by an index).',
  { CREATED_AT: 'By creation time.', UPDATED_AT: 'By last change.', NAME: 'By name.' },
);

export const SortDirectionEnum = register('SortDirection', ['ASC', 'DESC'] as const, 'Sort direction.', {
  ASC: 'Ascending.',
  DESC: 'Descending.',
});

export const WebhookChangeKindEnum = register(
  'WebhookChangeKind',
  webhookChangeKinds,
  'What changed about a webhook.',
  {
    CREATED: 'It is new.',
    CONFIGURATION: 'Its settings or its signing secrets.',
    STATUS: 'What people want of it.',
    CIRCUIT: 'Its circuit opened, is being probed, or closed.',
    HEALTH: 'How its receiver does; seen within about five seconds.',
    DELETED: 'It is gone.',
  },
);
