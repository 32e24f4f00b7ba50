/** What people want of a webhook: activate, pause, disable. */
import { recordAudit } from '../database/audit-log.ts';
import type { Database } from '../database/database.ts';
import type { Signals } from '../database/signals.ts';
import type { Sql } from '../database/sql.ts';
import type { Caller } from '../domain/caller.ts';
import type { WebhookStatus } from '../domain/webhook-status.ts';
import { cancelWaiting } from '../pipeline/cancel-waiting.ts';
import { countCanceled, markNow } from '../pipeline/count-canceled.ts';
import { webhookTarget } from './describe-webhook.ts';
import { noSuchWebhook, requireWebhook, type WebhookRef } from './find-webhook.ts';
import { checkNote } from './check-webhook.ts';
import { DomainError } from '../domain/domain-error.ts';

interface WebhookState {
  status: WebhookStatus;
  note: string | null;
}

export interface StatusChange {
  /** UUID. */
  readonly webhookId: string;
  /** Held deliveries that go on, or deliveries that were cancelled. */
  readonly affectedDeliveryCount: number;
}

/**
 * Repeating it changes nothing but the note. `note` is what the person says about it; without one, what was said stays.
 * @throws DomainError when there is no such webhook or the note is too long
 */
export type SetWebhookStatus = (
  caller: Caller,
  ref: WebhookRef,
  status: WebhookStatus,
  note?: string | null,
) => Promise<StatusChange>;

export function createSetWebhookStatus(database: Database, signals: Signals): SetWebhookStatus {
  return async (caller, ref, status, note = null) => {
    const problem = checkNote(note);
    if (problem !== undefined) throw new DomainError(problem);
    const webhook = await requireWebhook(database.forTenant(caller), caller, ref);
    const { id } = webhook;
    const before = status === 'DISABLED' ? await markNow(database) : undefined;
    // What still waited when it was disabled is not brought by activating it, however soon that comes.
    if (status === 'ACTIVE' && webhook.status === 'DISABLED') await cancelAll(id);
    const held = await database.tenantTransaction(caller, async (sql) => {
      // The circuit before the webhook, as in the recorder: no deadlock.
      await sql.query(`select 1 from dockhook.webhook_circuit where webhook_id = $1 for update`, [id]);
      const [found] = await sql.query<WebhookState>(lockWebhook, [id]);
      if (found === undefined) throw noSuchWebhook();
      const [after] = await sql.query<WebhookState>(setStatus, [id, status, note]);
      if (after !== undefined) {
        await recordAudit(sql, caller, { action: actions[status], ...webhookTarget(webhook), before: found, after });
      }
      if (status !== 'ACTIVE') return 0;
      const waiting = await countWaiting(sql, id);
      await sql.query(closeCircuit, [id, found.status !== 'ACTIVE' && waiting.count > 0]);
      return waiting.held;
    });
    if (before !== undefined) await cancelAll(id);
    const affectedDeliveryCount = before === undefined ? held : await countCanceled(database, id, before);
    signals.send(status === 'ACTIVE' ? 'tickets' : 'changes');
    return { webhookId: id, affectedDeliveryCount };
  };

  async function cancelAll(webhookId: string): Promise<void> {
    await cancelWaiting(database, webhookId);
    signals.send('cancellations');
  }
}

const actions = { ACTIVE: 'activateWebhook', PAUSED: 'pauseWebhook', DISABLED: 'disableWebhook' } as const;

const lockWebhook = `
select status, status_note as note from dockhook.webhook where id = $1 and deleted_at is null for update`;

/** A note about the status that a webhook has already is kept with it; why and since when it has it does not change. */
const setStatus = `
update dockhook.webhook
set status = $2::dockhook.webhook_status,
    status_reason = case when status = $2::dockhook.webhook_status then status_reason
                         when $2 <> 'ACTIVE' then 'MANUAL'::dockhook.webhook_status_reason end,
    status_changed_at = case when status = $2::dockhook.webhook_status then status_changed_at else now() end,
    status_note = $3, updated_at = now(), revision = revision + 1
where id = $1 and (status <> $2::dockhook.webhook_status or status_note is distinct from coalesce($3, status_note))
returning status, status_note as note`;

/** After an open circuit, or with deliveries that piled up while it was paused ($2), they come gently at first. */
const closeCircuit = `
update dockhook.webhook_circuit
set state = 'CLOSED', changed_at = case when state = 'CLOSED' then changed_at else now() end, next_probe_at = null,
    recovering_since = case when state <> 'CLOSED' or $2 then now() else recovering_since end,
    consecutive_failures = 0, failing_since = null, failed_attempts = 0, exhausted_deliveries = 0
where webhook_id = $1 and (state <> 'CLOSED' or consecutive_failures > 0 or $2)`;

/** Parked deliveries do not show as held. */
async function countWaiting(sql: Sql, webhookId: string): Promise<{ count: number; held: number }> {
  const text = `select count(*)::int as count, (count(*) filter (where reason <> 'PARKED'))::int as held
                from dockhook.held_delivery where webhook_id = $1`;
  const [row] = await sql.query<{ count: number; held: number }>(text, [webhookId]);
  return row ?? { count: 0, held: 0 };
}
