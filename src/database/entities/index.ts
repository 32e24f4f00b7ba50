/** Every entity that MikroORM maps. */
import { ApiKeyEntity } from './api-key.ts';
import { AuditEntryEntity } from './audit-entry.ts';
import { AttemptEntity } from './attempt.ts';
import { DeliveryEntity } from './delivery.ts';
import { EventEntity } from './event.ts';
import { ReplayEntity } from './replay.ts';
import { SigningSecretEntity } from './signing-secret.ts';
import { WebhookCircuitEntity } from './webhook-circuit.ts';
import { WebhookEntity } from './webhook.ts';

export const entities = [
  ApiKeyEntity,
  AttemptEntity,
  AuditEntryEntity,
  DeliveryEntity,
  EventEntity,
  ReplayEntity,
  SigningSecretEntity,
  WebhookCircuitEntity,
  WebhookEntity,
];
