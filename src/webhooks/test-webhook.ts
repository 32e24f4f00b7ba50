/**
 * Testing a webhook: one real request through the same guard, signer and sender as real traffic, answered
 * with the finished attempt and never retried. Event, delivery and attempt are stored together afterwards,
 * so that a test can leave nothing unfinished behind.
 */
import { eventTypes, findEventType, type EventTypeDefinition } from '../catalogue/event-types.ts';
import { preparePayload, type PreparedPayload } from '../catalogue/prepare-payload.ts';
import type { Database } from '../database/database.ts';
import { WebhookEntity } from '../database/entities/webhook.ts';
import type { Signals } from '../database/signals.ts';
import type { Sql } from '../database/sql.ts';
import { businessKeyHash } from '../domain/business-key-hash.ts';
import { DomainError } from '../domain/domain-error.ts';
import { matchesEventType } from '../domain/event-type-pattern.ts';
import { newUuid } from '../domain/ids.ts';
import type { Attempter } from '../pipeline/attempt.ts';
import { decideTransition } from '../pipeline/decide-transition.ts';
import { insertOutcomes } from '../pipeline/insert-outcomes.ts';
import type { TargetLoader } from '../pipeline/load-targets.ts';

export interface TestWebhookDeps {
  readonly database: Database;
  readonly targets: TargetLoader;
  readonly attempt: Attempter;
  readonly signals: Signals;
}

/** What to send: the example of a type, or a payload of the caller's. Without it the example of the webhook's first type. */
export interface TestSample {
  readonly eventType: string;
  /** JSON text; without it the type's example. */
  readonly payloadText?: string;
}

export interface TestWebhookRequest {
  readonly tenantId: string;
  /** UUID. */
  readonly webhookId: string;
  readonly sample?: TestSample | undefined;
}

/**
 * @returns the UUID of the finished delivery
 * @throws DomainError when there is no such webhook or the sample is not valid
 */
export type TestWebhook = (request: TestWebhookRequest) => Promise<string>;

export function createTestWebhook({ database, targets, attempt, signals }: TestWebhookDeps): TestWebhook {
  return async ({ tenantId, webhookId, sample }) => {
    const row = await database.forTenant(tenantId).findOne(WebhookEntity, { id: webhookId, deletedAt: null });
    const webhook = row === null ? undefined : (await targets.webhooks([webhookId])).get(webhookId);
    if (row === null || webhook === undefined) {
      throw new DomainError({ code: 'NOT_FOUND', message: 'There is no such webhook.', path: ['webhook'] });
    }
    const type = typeToTest(sample, row.eventTypes);
    const payload = payloadToTest(type, sample?.payloadText ?? exampleFor(type, tenantId));
    if (payload.tenantId !== tenantId) throw otherTenant();

    const event = { id: newUuid(), type: type.name, body: payload.text };
    const deliveryId = newUuid();
    const finished = await attempt({ deliveryId, number: 1, event, webhook, abortedCount: 0 });
    const transition = decideTransition({
      isTest: true,
      attemptNumber: 1,
      abortedCount: 0,
      exchange: finished.exchange,
      retryPolicy: webhook.retryPolicy,
      now: new Date(),
      random: 0,
      timeScale: 1,
    });
    await database.systemTransaction(async (sql) => {
      await insertTestDelivery(sql, tenantId, webhookId, deliveryId, event, type, payload);
      await insertOutcomes(sql, [{ attempt: finished, transition }]);
    });
    signals.send('changes');
    return deliveryId;
  };
}

function typeToTest(sample: TestSample | undefined, patterns: readonly string[]): EventTypeDefinition {
  const wanted = sample?.eventType;
  const type =
    wanted === undefined
      ? eventTypes.find((candidate) => matchesEventType(patterns, candidate.name))
      : findEventType(wanted);
  if (type !== undefined) return type;
  const message = `There is no event type "${wanted ?? patterns[0]}".`;
  throw new DomainError({
    code: 'NOT_FOUND',
    message,
    path: ['sample', ...(sample?.payloadText === undefined ? ['eventType'] : ['custom', 'type'])],
  });
}

const otherTenant = () =>
  new DomainError({
    code: 'SCOPE_NOT_ALLOWED',
    message: 'The payload belongs to another tenant.',
    path: ['sample', 'custom', 'payloadText', 'tenantId'],
  });

/** The example names a tenant of its own; a test belongs to the caller's. */
const exampleFor = (type: EventTypeDefinition, tenantId: string): string =>
  type.exampleText.replace(/("tenantId"\s*:\s*)"[^"]*"/, (_, name: string) => name + JSON.stringify(tenantId));

function payloadToTest(type: EventTypeDefinition, text: string): PreparedPayload {
  const prepared = preparePayload(type, { text });
  if (prepared.ok) return prepared.payload;
  const [first, ...rest] = prepared.problems.map(({ path, rule, message }) => ({
    code: 'SCHEMA_MISMATCH' as const,
    message,
    rule,
    path: ['sample', 'custom', 'payloadText', ...path],
  }));
  if (first === undefined) throw new Error('a refused payload without a problem');
  throw new DomainError(first, ...rest);
}

async function insertTestDelivery(
  sql: Sql,
  tenantId: string,
  webhookId: string,
  deliveryId: string,
  event: { id: string; type: string; body: string },
  type: EventTypeDefinition,
  payload: PreparedPayload,
): Promise<void> {
  await sql.query(
    `insert into dockhook.event (id, tenant_id, type, schema_version, company_id, fulfillment_center_id, payload,
       key_hashes, occurred_at, matched_webhook_count)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1)`,
    [
      event.id,
      tenantId,
      event.type,
      type.schemaVersion,
      payload.companyId,
      payload.fulfillmentCenterId,
      event.body,
      payload.businessKeys.map(({ value }) => businessKeyHash(tenantId, value)),
      payload.occurredAt,
    ],
  );
  await sql.query(
    `insert into dockhook.delivery (id, tenant_id, event_id, webhook_id, event_type, trigger, status)
     values ($1, $2, $3, $4, $5, 'TEST', 'PENDING')`,
    [deliveryId, tenantId, event.id, webhookId, event.type],
  );
}
