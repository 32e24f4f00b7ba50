/** Starting a replay: checked, counted, stored. A worker does the rest. */
import type { Database } from '../database/database.ts';
import type { WebhookRow } from '../database/entities/webhook.ts';
import { findRequest, type RepeatableRequest } from '../database/repeatable-request.ts';
import type { Signals } from '../database/signals.ts';
import type { Caller } from '../domain/caller.ts';
import { DomainError, type Problem } from '../domain/domain-error.ts';
import { newUuid } from '../domain/ids.ts';
import { replayLimits as limits } from '../domain/replay-status.ts';
import type { Scope } from '../domain/scope.ts';
import type { FanOutWebhook } from '../pipeline/fan-out.ts';
import { findReplayCandidates } from '../pipeline/find-replay-candidates.ts';
import { storeReplay } from '../pipeline/store-replay.ts';
import { checkReplay, type ReplayInput } from './check-replay.ts';
import { findWebhook, noSuchWebhook } from './find-webhook.ts';

export interface StartedReplay {
  /** UUID; `null` when nothing was started. */
  readonly replayId: string | null;
  readonly matching: { readonly count: number; readonly isExact: boolean };
  /**
   * Deliveries that would match too if the payload of their event were still there; `null` when nothing was counted,
   * because an earlier call with the same idempotency key had started it.
   */
  readonly payloadRemovedCount: number | null;
  /** That there are more deliveries than allowed: the count is worth knowing then too. */
  readonly problems: readonly Problem[];
}

/**
 * @param selection the input as people are to read it again
 * @throws DomainError with every problem, paths relative to the input
 */
export type StartReplay = (caller: Caller, input: ReplayInput, selection: object) => Promise<StartedReplay>;

export function createStartReplay(database: Database, signals: Signals): StartReplay {
  return async (caller, input, selection) => {
    const { tenantId } = caller;
    const webhooks = await findAll(database, caller, input);
    const id = newUuid();
    const webhookIds = webhooks.map((webhook) => webhook.id);
    const request: RepeatableRequest = {
      tenantId,
      operation: 'startReplay',
      key: input.dryRun ? null : input.idempotencyKey,
      content: { ...input, webhooks: webhookIds },
      resultId: id,
      path: ['idempotencyKey'],
    };
    const first = await database.tenantRead(caller, (sql) => findRequest(sql, request));
    if (first !== undefined) return started(database, caller, first);
    refuseDisabled(input, webhooks);

    const { candidates, payloadRemoved } = await findReplayCandidates(
      database,
      { ...input, scope: caller, webhooks: webhooks.map(toFanOut), from: input.from as Date, to: input.to as Date },
      input.maxDeliveries + 1,
    );
    if (candidates.length > input.maxDeliveries) return tooMany(input.maxDeliveries, payloadRemoved);
    const matching = { count: candidates.length, isExact: true };
    if (input.dryRun) return { replayId: null, matching, payloadRemovedCount: payloadRemoved, problems: [] };
    const { maxPerSecond } = input;
    const replayId = await storeReplay(database, {
      id,
      caller,
      scope: sharedScope(tenantId, webhooks),
      selection,
      webhookIds,
      candidates,
      maxPerSecond,
      request,
    });
    if (replayId !== id) return started(database, caller, replayId);
    signals.send('replays');
    return { replayId, matching, payloadRemovedCount: payloadRemoved, problems: [] };
  };
}

/** The webhooks that are meant, each once. Of other tenants, and outside the caller's scope, there are none. */
async function findAll(database: Database, caller: Caller, input: ReplayInput): Promise<WebhookRow[]> {
  const problems = checkReplay(input);
  const found = new Map<string, WebhookRow>();
  if (input.webhooks.length <= limits.webhooks) {
    const em = database.forTenant(caller);
    for (const [index, ref] of input.webhooks.entries()) {
      const row = await findWebhook(em, caller, ref);
      if (row === null) problems.push(...noSuchWebhook(['webhooks', String(index)], ref.key != null).problems);
      else found.set(row.id, row);
    }
  }
  const [problem, ...more] = problems;
  if (problem !== undefined) throw new DomainError(problem, ...more);
  return [...found.values()];
}

function refuseDisabled({ webhooks: refs }: ReplayInput, webhooks: readonly WebhookRow[]): void {
  const disabled = webhooks.filter(({ status }) => status === 'DISABLED');
  const [problem, ...more] = disabled.map((webhook): Problem => {
    const path = refs.length === 1 ? ['webhooks', '0'] : ['webhooks'];
    return { code: 'INVALID_STATE', message: `The webhook "${webhook.name}" is disabled: activate it first.`, path };
  });
  if (problem !== undefined) throw new DomainError(problem, ...more);
}

function tooMany(limit: number, payloadRemovedCount: number): StartedReplay {
  const message = `More than ${limit} deliveries match: narrow the selection, or raise maxDeliveries (to ${limits.maxDeliveries} at most).`;
  return {
    replayId: null,
    matching: { count: limit, isExact: false },
    payloadRemovedCount,
    problems: [{ code: 'LIMIT_EXCEEDED', message, path: ['maxDeliveries'], limit }],
  };
}

/** What an earlier call with the same idempotency key started. */
async function started(database: Database, scope: Scope, replayId: string): Promise<StartedReplay> {
  const [row] = await database.tenantRead(scope, (sql) =>
    sql.query<{ total_count: number }>(`select total_count from dockhook.replay where id = $1`, [replayId]),
  );
  return {
    replayId,
    matching: { count: row?.total_count ?? 0, isExact: true },
    payloadRemovedCount: null,
    problems: [],
  };
}

/** A level belongs to a replay when all its webhooks have the same there. */
function sharedScope(tenantId: string, webhooks: readonly WebhookRow[]): Scope {
  const shared = (level: 'companyId' | 'fulfillmentCenterId') => {
    const values = new Set(webhooks.map((webhook) => webhook[level] ?? null));
    return values.size === 1 ? ([...values][0] ?? null) : null;
  };
  return { tenantId, companyId: shared('companyId'), fulfillmentCenterId: shared('fulfillmentCenterId') };
}

const toFanOut = (row: WebhookRow): FanOutWebhook => ({
  id: row.id,
  eventTypes: row.eventTypes,
  condition: row.condition ?? null,
  status: row.status,
  circuit: 'CLOSED',
  companyId: row.companyId ?? null,
  fulfillmentCenterId: row.fulfillmentCenterId ?? null,
});
