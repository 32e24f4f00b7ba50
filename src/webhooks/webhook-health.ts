/** Reading the health of webhooks: the circuit's row, and a glance at the latest deliveries of each. */
import type { Database } from '../database/database.ts';
import type { Scope } from '../domain/scope.ts';
import { healthLimits, type WebhookHealth } from '../domain/webhook-health.ts';

/**
 * One statement, whatever the number of webhooks.
 * @param ids of the webhooks; `null` for all of the tenant
 */
export async function readHealth(
  database: Database,
  scope: Scope,
  ids: readonly string[] | null,
): Promise<Map<string, WebhookHealth>> {
  const rows = await database.tenantRead(scope, (sql) =>
    sql.query<{ id: string; health: WebhookHealth }>({ name: 'webhook-health', text: statement }, [
      scope.tenantId,
      ids,
    ]),
  );
  return new Map(rows.map(({ id, health }) => [id, health]));
}

/** When all that is looked at waits for its first attempt, the circuit's silence says that nothing failed. */
const statement = `
select w.id,
  case when c.state <> 'CLOSED' or c.consecutive_failures >= ${healthLimits.failingFrom} then 'FAILING'
       when c.consecutive_failures > 0 or latest.failed > 0 then 'DEGRADED'
       when latest.attempted > 0 or latest.seen = ${healthLimits.latestDeliveries} then 'HEALTHY'
       else 'UNKNOWN' end as health
from dockhook.webhook w
left join dockhook.webhook_circuit c on c.webhook_id = w.id
cross join lateral (
  select count(*) as seen,
         count(*) filter (where d.attempt_count > 0) as attempted,
         count(*) filter (where d.attempt_count > 0 and d.status in ('RETRYING', 'HELD', 'FAILED')) as failed
  from (
    select attempt_count, status from dockhook.delivery
    where webhook_id = w.id and trigger <> 'TEST'
      and id > dockhook.uuid_at(now() - interval '${healthLimits.withinHours} hours')
    order by id desc limit ${healthLimits.latestDeliveries}
  ) d
) latest
where w.tenant_id = $1 and ($2::uuid[] is null or w.id = any($2)) and w.deleted_at is null`;
