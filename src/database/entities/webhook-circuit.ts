/** Rows of `webhook_circuit`: made with the webhook, moved by record and release. */
import { defineEntity, p, type InferEntity } from '@mikro-orm/core';
import { circuitStates } from '../../domain/circuit.ts';

export const WebhookCircuitEntity = defineEntity({
  name: 'WebhookCircuit',
  tableName: 'webhook_circuit',
  properties: {
    webhookId: p.uuid().primary(),
    tenantId: p.text(),
    state: p.enum(circuitStates).nativeEnumName('circuit_state').default('CLOSED'),
    changedAt: p.datetime().defaultRaw('now()'),
    nextProbeAt: p.datetime().nullable(),
    /** When deliveries began to come back after they had to wait. */
    recoveringSince: p.datetime().nullable(),
    probeDelayMs: p.double().$type<number>().nullable(),
    consecutiveFailures: p.integer().default(0),
    failingSince: p.datetime().nullable(),
    failedAttempts: p.integer().default(0),
    exhaustedDeliveries: p.integer().default(0),
    windowStartedAt: p.datetime().nullable(),
    windowAttempts: p.integer().default(0),
    windowFailures: p.integer().default(0),
    earlierAttempts: p.integer().default(0),
    earlierFailures: p.integer().default(0),
  },
});

export type WebhookCircuitRow = InferEntity<typeof WebhookCircuitEntity>;
