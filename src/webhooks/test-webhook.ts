/**
 * Testing a webhook: one real request through the same guard, signer and sender as real traffic, answered
 * with the finished attempt and never retried. Event, delivery and attempt are stored together afterwards,
 * so that a test can leave nothing unfinished behind.
 */
import type { RateLimit } from '../access/rate-limit.ts';
import { recordAudit } from '../database/audit-log.ts';
import type { Database } from '../database/database.ts';
import type { Signals } from '../database/signals.ts';
import type { Sql } from '../database/sql.ts';
import type { Caller } from '../domain/caller.ts';
import { businessKeyHash } from '../domain/business-key-hash.ts';
import { DomainError } from '../domain/domain-error.ts';
import { newUuid, toPublicId } from '../domain/ids.ts';
import type { Attempter } from '../pipeline/attempt.ts';
import { blankAnswers } from '../pipeline/blank-late-answers.ts';
import { decideTransition } from '../pipeline/decide-transition.ts';
import { insertOutcomes } from '../pipeline/insert-outcomes.ts';
import { isSealed, type TargetLoader } from '../pipeline/load-targets.ts';
import { webhookTarget } from './describe-webhook.ts';
import { noSuchWebhook, requireWebhook, type WebhookRef } from './find-webhook.ts';
import { refuseOutside, takeSample, type Sample, type SampleEvent } from './sample-event.ts';

export interface TestWebhookDeps {
  readonly database: Database;
  readonly targets: TargetLoader;
  readonly attempt: Attempter;
  readonly signals: Signals;
  /** By webhook. */
  readonly testLimit: RateLimit;
}

/**
 * @param sample without it the example of the webhook's first type
 * @returns the UUID of the finished delivery
 * @throws DomainError when there is no such webhook, its secrets cannot be opened or the sample is not valid
 */
export type TestWebhook = (caller: Caller, ref: WebhookRef, sample: Sample | undefined) => Promise<string>;

export function createTestWebhook(deps: TestWebhookDeps): TestWebhook {
  const { database, targets, attempt, signals, testLimit } = deps;
  return async (caller, ref, sample) => {
    const row = await requireWebhook(database.forTenant(caller), caller, ref);
    const webhook = (await targets.webhooks([row.id])).get(row.id);
    if (webhook === undefined) throw noSuchWebhook();
    if (isSealed(webhook)) throw secretsUnreadable();
    const sampled = await takeSample(database, caller, sample, row, ['webhook', 'eventTypes']);
    refuseOutside(caller, sampled);

    const waitMs = testLimit.take(row.id);
    if (waitMs > 0) throw tooManyTests(testLimit, waitMs);
    const deliveryId = newUuid();
    const finished = await attempt({
      deliveryId,
      number: 1,
      event: sampled.event,
      webhook,
      abortedCount: 0,
      onNewConnection: true,
    });
    const transition = decideTransition({
      isTest: true,
      attemptNumber: 1,
      abortedCount: 0,
      exchange: finished.exchange,
      retryPolicy: webhook.retryPolicy,
      now: finished.finishedAt,
      random: 0,
      timeScale: 1,
    });
    await database.systemTransaction(async (sql) => {
      await insertEvent(sql, caller.tenantId, sampled);
      // Locked, so that an erasure either is seen here or sees what is stored here.
      const [stored] = await sql.query<{ is_removed: boolean }>(
        `select payload_removed_at is not null as is_removed from dockhook.event where id = $1 for share`,
        [sampled.event.id],
      );
      await sql.query(
        `insert into dockhook.delivery (id, tenant_id, event_id, webhook_id, event_type, trigger, status)
         values ($1, $2, $3, $4, $5, 'TEST', 'PENDING')`,
        [deliveryId, caller.tenantId, sampled.event.id, row.id, sampled.event.type],
      );
      await insertOutcomes(sql, [{ attempt: finished, transition }]);
      if (stored?.is_removed !== false) await blankAnswers(sql, [sampled.event.id]);
      await recordAudit(sql, caller, {
        action: 'testWebhook',
        ...webhookTarget(row),
        after: {
          deliveryId: toPublicId('delivery', deliveryId),
          eventId: toPublicId('event', sampled.event.id),
          eventType: sampled.event.type,
          outcome: finished.exchange.outcome,
        },
      });
    });
    signals.send('changes');
    return deliveryId;
  };
}

/** Which key it is, is the operator's to know. */
function secretsUnreadable(): DomainError {
  const message =
    'The secrets of this webhook cannot be opened with the keys that the service has: nothing can be sent to it. ' +
    'Its deliveries are held. Ask the operator for the missing key, or rotate the secret without overlap and set ' +
    'sensitive headers anew.';
  return new DomainError({ code: 'INVALID_STATE', message, path: ['webhook'] });
}

function tooManyTests({ perSecond }: RateLimit, retryAfterMs: number): DomainError {
  const limit = Math.round(perSecond * 60);
  const message = `A webhook can be tested ${limit} times a minute.`;
  return new DomainError({ code: 'LIMIT_EXCEEDED', message, path: ['webhook'], limit, retryAfterMs });
}

async function insertEvent(sql: Sql, tenantId: string, { event, isNew }: SampleEvent): Promise<void> {
  if (isNew === undefined) return;
  const { type, payload } = isNew;
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
}
