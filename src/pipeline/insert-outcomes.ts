/**
 * The statement that records outcomes: attempts, deliveries and the change log, for a whole batch. An
 * attempt that is already there (a repeated ticket) changes nothing further. Only what fails, or recovers, also
 * costs a row among the troubled deliveries, by which the history finds them.
 */
import type { Sql } from '../database/sql.ts';
import type { FinishedAttempt } from './attempt.ts';
import type { Transition } from './decide-transition.ts';

/** An attempt that ended, and what that means for its delivery. */
export interface AttemptResult {
  readonly attempt: FinishedAttempt;
  readonly transition: Transition;
}

/** @returns the ids of the deliveries whose outcome is new; the others had been recorded before */
export async function insertOutcomes(sql: Sql, results: readonly AttemptResult[]): Promise<Set<string>> {
  if (results.length === 0) return new Set();
  const rows = results.map(toRow);
  const columns = columnNames.map((_, column) => rows.map((row) => row[column]));
  const applied = await sql.query<{ delivery_id: string }>({ name: 'record-outcomes', text: statement }, columns);
  return new Set(applied.map((row) => row.delivery_id));
}

const columnTypes = {
  delivery_id: 'uuid',
  number: 'int',
  tenant_id: 'text',
  webhook_id: 'uuid',
  event_type: 'text',
  previous_status: 'dockhook.delivery_status',
  status: 'dockhook.delivery_status',
  retry_delay_ms: 'float8',
  outcome: 'dockhook.attempt_outcome',
  started_at: 'timestamptz',
  finished_at: 'timestamptz',
  duration_ms: 'float8',
  dns_ms: 'float8',
  connect_ms: 'float8',
  tls_ms: 'float8',
  ttfb_ms: 'float8',
  request_url: 'text',
  request_headers: 'json',
  response_status_code: 'int',
  response_headers: 'json',
  response_body: 'text',
  response_body_truncated: 'boolean',
  response_body_bytes: 'int',
  remote_address: 'text',
  error_message: 'text',
  transport_failure: 'text',
};

const columnNames = Object.keys(columnTypes);

function toRow({ attempt, transition }: AttemptResult): unknown[] {
  const { request, exchange } = attempt;
  const { response } = exchange;
  return [
    request.deliveryId,
    request.number,
    request.webhook.tenantId,
    request.webhook.id,
    request.event.type,
    transition.previousStatus,
    transition.status,
    transition.retryDelayMs ?? null,
    exchange.outcome,
    attempt.startedAt,
    attempt.finishedAt,
    exchange.timings.totalMs,
    exchange.timings.dnsMs ?? null,
    exchange.timings.connectMs ?? null,
    exchange.timings.tlsMs ?? null,
    exchange.timings.firstByteMs ?? null,
    request.webhook.url,
    JSON.stringify(attempt.sentHeaders),
    response?.statusCode ?? null,
    response === undefined ? null : JSON.stringify(response.headers),
    response?.body ?? null,
    response?.bodyTruncated ?? null,
    response?.bodyBytes ?? null,
    exchange.remoteAddress ?? null,
    exchange.errorMessage ?? null,
    'transportFailure' in exchange ? (exchange.transportFailure ?? null) : null,
  ];
}

const attemptColumns = columnNames.filter(
  (name) => !['webhook_id', 'event_type', 'previous_status', 'status', 'retry_delay_ms'].includes(name),
);

// `is true` keeps the look-up among the new attempts a hash of its own: as a join, planned for an unknown number of
// rows, it compared every result with every other.
const statement = `
with result as (
  select * from unnest(${Object.values(columnTypes)
    .map((type, index) => `$${index + 1}::${type}[]`)
    .join(', ')}) as r(${columnNames.join(', ')})
), new_attempt as (
  insert into dockhook.attempt (${attemptColumns.join(', ')})
  select ${attemptColumns.join(', ')} from result
  on conflict (delivery_id, number) do nothing
  returning delivery_id
), changed as (
  update dockhook.delivery d set
    status = case when d.status = 'CANCELED' then d.status else r.status end,
    attempt_count = greatest(d.attempt_count, r.number),
    next_attempt_at = case when r.retry_delay_ms is not null and d.status <> 'CANCELED'
                           then now() + r.retry_delay_ms * interval '1 millisecond' end,
    last_outcome = r.outcome,
    last_status_code = r.response_status_code,
    updated_at = now(),
    completed_at = case when r.status <> 'RETRYING' then now() else d.completed_at end
  from result r
  where d.id = r.delivery_id and (r.delivery_id in (select delivery_id from new_attempt)) is true
  returning d.id, d.status, d.trigger, d.replay_id, r.number, r.tenant_id, r.webhook_id, r.event_type, r.previous_status,
    r.duration_ms
), troubled as (
  insert into dockhook.troubled_delivery (delivery_id, tenant_id, webhook_id, status)
  select id, tenant_id, webhook_id, status from changed where status <> 'SUCCEEDED'
  on conflict (delivery_id) do update set status = excluded.status where troubled_delivery.status <> excluded.status
), recovered as (
  delete from dockhook.troubled_delivery
  where delivery_id = any(array(select id from changed where number > 1 and status = 'SUCCEEDED'))
)
insert into dockhook.delivery_change
  (tenant_id, delivery_id, webhook_id, event_type, trigger, replay_id, previous_status, status, attempt_number,
   occurred_at, duration_ms)
select tenant_id, id, webhook_id, event_type, trigger, replay_id, previous_status, status, number, now(), duration_ms
from changed
returning delivery_id`;
