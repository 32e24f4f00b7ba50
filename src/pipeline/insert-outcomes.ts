/**
 * The statement that records outcomes: attempts, deliveries and the change log, for a whole batch. An
 * attempt that is already there (a repeated ticket) changes nothing further. Only what fails, or recovers, also
 * costs a row among the troubled deliveries, by which the history finds them.
 */
import { plainArray } from '../database/array-literal.ts';
import {
  booleanArray,
  floatArray,
  instantArray,
  intArray,
  jsonArray,
  textArray,
  uuidArray,
} from '../database/binary-array.ts';
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
  const applied = await sql.query<{ delivery_id: string }>(
    { name: 'record-outcomes', text: statement },
    columns.map(({ encode }) => encode(results)),
  );
  return new Set(applied.map((row) => row.delivery_id));
}

interface Column {
  readonly name: string;
  readonly type: string;
  readonly encode: (results: readonly AttemptResult[]) => Buffer | string;
}

const encoders = {
  uuid: uuidArray,
  int: intArray,
  text: textArray,
  json: jsonArray,
  float8: floatArray,
  timestamptz: instantArray,
  boolean: booleanArray,
};
type Encoders = typeof encoders;
type ValueOf<Type extends keyof Encoders> = (result: AttemptResult) => Parameters<Encoders[Type]>[0][number];

function column<Type extends keyof Encoders>(name: string, type: Type, valueOf: ValueOf<Type>): Column {
  const encode = encoders[type] as (values: unknown[]) => Buffer;
  return { name, type, encode: (results) => encode(results.map(valueOf)) };
}

/** Of an enum of ours, whose number in the database nobody knows: as text. */
const enumColumn = (name: string, type: string, valueOf: (result: AttemptResult) => string): Column => ({
  name,
  type: `dockhook.${type}`,
  encode: (results) => plainArray(results.map(valueOf)),
});

const jsonOf = (value: unknown): string | undefined => (value === undefined ? undefined : JSON.stringify(value));

/** Those of the attempt's row. */
const attemptColumns: readonly Column[] = [
  column('delivery_id', 'uuid', ({ attempt }) => attempt.request.deliveryId),
  column('number', 'int', ({ attempt }) => attempt.request.number),
  column('tenant_id', 'text', ({ attempt }) => attempt.request.webhook.tenantId),
  enumColumn('outcome', 'attempt_outcome', ({ attempt }) => attempt.exchange.outcome),
  column('started_at', 'timestamptz', ({ attempt }) => attempt.startedAt),
  column('finished_at', 'timestamptz', ({ attempt }) => attempt.finishedAt),
  column('duration_ms', 'float8', ({ attempt }) => attempt.exchange.timings.totalMs),
  column('dns_ms', 'float8', ({ attempt }) => attempt.exchange.timings.dnsMs),
  column('connect_ms', 'float8', ({ attempt }) => attempt.exchange.timings.connectMs),
  column('tls_ms', 'float8', ({ attempt }) => attempt.exchange.timings.tlsMs),
  column('ttfb_ms', 'float8', ({ attempt }) => attempt.exchange.timings.firstByteMs),
  column('request_url', 'text', ({ attempt }) => attempt.request.webhook.url),
  column('request_headers', 'json', ({ attempt }) => jsonOf(attempt.sentHeaders)),
  column('response_status_code', 'int', ({ attempt }) => attempt.exchange.response?.statusCode),
  column('response_headers', 'json', ({ attempt }) => jsonOf(attempt.exchange.response?.headers)),
  column('response_body', 'text', ({ attempt }) => attempt.exchange.response?.body),
  column('response_body_truncated', 'boolean', ({ attempt }) => attempt.exchange.response?.bodyTruncated),
  column('response_body_bytes', 'int', ({ attempt }) => attempt.exchange.response?.bodyBytes),
  column('remote_address', 'text', ({ attempt }) => attempt.exchange.remoteAddress),
  column('error_message', 'text', ({ attempt }) => attempt.exchange.errorMessage),
  column('transport_failure', 'text', ({ attempt: { exchange } }) =>
    'transportFailure' in exchange ? exchange.transportFailure : undefined,
  ),
];

const columns: readonly Column[] = [
  ...attemptColumns,
  column('webhook_id', 'uuid', ({ attempt }) => attempt.request.webhook.id),
  column('event_type', 'text', ({ attempt }) => attempt.request.event.type),
  enumColumn('previous_status', 'delivery_status', ({ transition }) => transition.previousStatus),
  enumColumn('status', 'delivery_status', ({ transition }) => transition.status),
  column('retry_delay_ms', 'float8', ({ transition }) => transition.retryDelayMs),
];

/** From these a delivery's change is made. */
const changeColumns = [
  'delivery_id',
  'number',
  'tenant_id',
  'outcome',
  'duration_ms',
  'response_status_code',
  'webhook_id',
  'event_type',
  'previous_status',
  'status',
  'retry_delay_ms',
].flatMap((name) => columns.filter((known) => known.name === name));

const attemptColumnNames = attemptColumns.map(({ name }) => name).join(', ');

/** Rows of parameters. As a list of results `unnest` hands on one row after the other; in `from` it writes all of them down first. */
const unnested = (some: readonly Column[]): string =>
  some.map((known) => `unnest($${columns.indexOf(known) + 1}::${known.type}[]) as ${known.name}`).join(', ');

// `is true` keeps the look-up among the new attempts a hash of its own: as a join, planned for an unknown number of
// rows, it compared every result with every other.
const statement = `
with new_attempt as (
  insert into dockhook.attempt (${attemptColumnNames})
  select ${unnested(attemptColumns)}
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
  from (select ${unnested(changeColumns)}) r
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
