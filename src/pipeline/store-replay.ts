/** Storing a replay that was asked for: the row, and what it will send. A short transaction, whatever its size. */
import { recordAudit } from '../database/audit-log.ts';
import type { Database } from '../database/database.ts';
import { claimRequest, type RepeatableRequest } from '../database/repeatable-request.ts';
import type { Sql } from '../database/sql.ts';
import type { Caller } from '../domain/caller.ts';
import { DomainError } from '../domain/domain-error.ts';
import { toPublicId } from '../domain/ids.ts';
import { replayLimits } from '../domain/replay-status.ts';
import type { Scope } from '../domain/scope.ts';
import type { ReplayCandidate } from './find-replay-candidates.ts';

export interface NewReplay {
  readonly id: string;
  readonly caller: Caller;
  /** Shared by all its webhooks. */
  readonly scope: Scope;
  /** As people may read it. */
  readonly selection: object;
  readonly webhookIds: readonly string[];
  readonly candidates: readonly ReplayCandidate[];
  readonly maxPerSecond: number;
  readonly request: RepeatableRequest;
}

/** Candidates kept in one row. */
export const BATCH_SIZE = 500;

/**
 * @returns the UUID of the replay: an earlier one when the idempotency key is repeated
 * @throws DomainError when the tenant has too many unfinished ones, or the key was used for something else
 */
export async function storeReplay(database: Database, replay: NewReplay): Promise<string> {
  const { id, caller, scope, candidates } = replay;
  return database.tenantTransaction(caller, async (sql) => {
    const first = await claimRequest(sql, replay.request);
    if (first !== undefined) return first;
    await refuseTooMany(sql);
    await sql.query(insertReplay, [
      id,
      scope.tenantId,
      scope.companyId,
      scope.fulfillmentCenterId,
      JSON.stringify(replay.selection),
      replay.webhookIds,
      replay.maxPerSecond,
      candidates.length,
      caller.keyId,
    ]);
    for (let start = 0; start < candidates.length; start += BATCH_SIZE) {
      const batch = candidates.slice(start, start + BATCH_SIZE);
      await sql.query({ name: 'insert-replay-batch', text: insertBatch }, [
        id,
        start / BATCH_SIZE,
        scope.tenantId,
        batch.map((candidate) => candidate.eventId),
        batch.map((candidate) => candidate.webhookId),
        batch.map((candidate) => candidate.deliveryId),
      ]);
    }
    await recordAudit(sql, caller, {
      action: 'startReplay',
      targetType: 'REPLAY',
      targetId: toPublicId('replay', id),
      companyId: scope.companyId,
      fulfillmentCenterId: scope.fulfillmentCenterId,
      after: { ...replay.selection, total: candidates.length },
    });
    return id;
  });
}

const insertReplay = `
insert into dockhook.replay (id, tenant_id, company_id, fulfillment_center_id, selection, webhook_ids, max_per_second,
  total_count, created_by)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`;

const insertBatch = `
insert into dockhook.replay_batch (replay_id, number, tenant_id, event_ids, webhook_ids, delivery_ids)
values ($1, $2, $3, $4, $5, $6)`;

async function refuseTooMany(sql: Sql): Promise<void> {
  const limit = replayLimits.unfinishedPerTenant;
  const unfinished = await sql.query(`select 1 from dockhook.replay where status in ('QUEUED', 'RUNNING') limit $1`, [
    limit,
  ]);
  if (unfinished.length < limit) return;
  const message = `A tenant can have ${limit} replays under way: wait until one ends, or cancel one.`;
  throw new DomainError({ code: 'LIMIT_EXCEEDED', message, limit });
}
