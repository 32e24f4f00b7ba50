/** What webhooks asked of payloads when events came: the audit log has every change of a condition. */
import { mayReadPersonalData } from '../../access/personal-data.ts';
import type { EventRow } from '../../database/entities/event.ts';
import type { WebhookRow } from '../../database/entities/webhook.ts';
import { toPublicId } from '../../domain/ids.ts';
import type { ConditionThen } from '../../pipeline/explain-fan-out.ts';
import type { GraphqlContext } from '../context.ts';

/** The condition of a webhook at the time of an event. */
export type ConditionsThen = (webhook: WebhookRow, event: EventRow) => ConditionThen;

/** From then on entries of the audit log may be removed. */
const KEPT_MS = 90 * 24 * 3_600_000;

interface ChangeRow {
  targetId: string;
  occurredAt: Date;
  /** What the change replaced. */
  condition: string | null;
}

export async function loadConditionsThen(
  { services, viewer }: Pick<GraphqlContext, 'services' | 'viewer'>,
  webhooks: readonly WebhookRow[],
  events: readonly EventRow[],
): Promise<ConditionsThen> {
  const showsPersonalData = mayReadPersonalData(viewer);
  const earliest = new Date(Math.min(...events.map(({ receivedAt }) => receivedAt.getTime())));
  const changed = webhooks.filter(({ updatedAt }) => updatedAt > earliest);
  const ids = changed.map(({ id }) => toPublicId('webhook', id));
  const rows =
    ids.length === 0 || events.length === 0
      ? []
      : await services.database.tenantRead(viewer, (sql) =>
          sql.query<ChangeRow>({ name: 'conditions-then', text: changes }, [viewer.tenantId, ids, earliest]),
        );
  const changesOf = Map.groupBy(rows, ({ targetId }) => targetId);
  return (webhook, { receivedAt }) => {
    const later = changesOf.get(toPublicId('webhook', webhook.id)) ?? [];
    const next = later.find(({ occurredAt }) => occurredAt > receivedAt);
    const isLost = webhook.updatedAt > receivedAt && receivedAt.getTime() < Date.now() - KEPT_MS;
    const condition = next === undefined ? (webhook.condition ?? null) : next.condition;
    return { condition, isCertain: !isLost, showsPersonalData };
  };
}

const changes = `
select target_id as "targetId", occurred_at as "occurredAt", before ->> 'condition' as condition
from dockhook.audit_entry
where tenant_id = $1 and target_id = any($2::text[]) and action = 'updateWebhook' and occurred_at > $3
  and before -> 'condition' is not null
order by id`;
