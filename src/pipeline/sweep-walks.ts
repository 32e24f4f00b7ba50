/**
 * Where the sweeper looks for deliveries that may have been forgotten. No index knows a delivery's status, so it walks
 * along keys, a bounded number of rows at a time, and remembers how far it came:
 *
 * - _recent_: every delivery once, soon after it should have been attempted;
 * - _retrying_: those that failed and are to be tried again, which have rows of their own, in a round or two;
 * - _all_: everything from the oldest that is unfinished on, over and over, in what time is left. It finds whatever
 *   the others passed by, however old it is.
 */
import type { Sql } from '../database/sql.ts';
import { HIGHEST_UUID, LOWEST_UUID } from '../domain/ids.ts';

/** Rows that one step goes through. */
export const STEP_ROWS = 2_000;

export const walkNames = ['recent', 'retrying', 'all'] as const;
export type WalkName = (typeof walkNames)[number];

/** What one step of a walk came past. */
export interface WalkStep {
  /** Deliveries that are due, unfinished and not held: forgotten, unless a ticket asks for them. */
  readonly suspects: readonly string[];
  /** Whether it came to the end, for this time. */
  readonly isOver: boolean;
  /** Remembers how far it came; inside the transaction that saw to the suspects. */
  readonly moveOn: () => Promise<unknown>;
}

/** @param forgottenAfterMs how long a delivery must have been due */
export function takeStep(sql: Sql, name: WalkName, forgottenAfterMs: number): Promise<WalkStep> {
  if (name === 'retrying') return stepThroughRetries(sql, forgottenAfterMs);
  return name === 'recent' ? stepThroughRecent(sql, forgottenAfterMs) : stepThroughAll(sql, forgottenAfterMs);
}

interface DeliveryStep {
  suspects: string[];
  passed: number;
  last: string | null;
  first_unfinished: string | null;
}

async function stepThroughRecent(sql: Sql, forgottenAfterMs: number): Promise<WalkStep> {
  const step = await oneRow<DeliveryStep>(sql, 'sweep-recent', recent, [forgottenAfterMs, STEP_ROWS]);
  return {
    suspects: step.suspects,
    isOver: step.passed < STEP_ROWS,
    moveOn: () => sql.query(`update dockhook.sweep_position set recent = coalesce($1, recent)`, [step.last]),
  };
}

async function stepThroughAll(sql: Sql, forgottenAfterMs: number): Promise<WalkStep> {
  const step = await oneRow<DeliveryStep>(sql, 'sweep-all', all, [forgottenAfterMs, STEP_ROWS]);
  const isOver = step.passed < STEP_ROWS;
  return {
    suspects: step.suspects,
    isOver,
    moveOn: () =>
      isOver ? sql.query(startAgain, [step.first_unfinished]) : sql.query(goOn, [step.last, step.first_unfinished]),
  };
}

interface RetryStep {
  suspects: string[];
  passed: number;
  last_tenant: string | null;
  last: string | null;
}

async function stepThroughRetries(sql: Sql, forgottenAfterMs: number): Promise<WalkStep> {
  const step = await oneRow<RetryStep>(sql, 'sweep-retrying', retrying, [forgottenAfterMs, STEP_ROWS]);
  const isOver = step.passed < STEP_ROWS;
  return {
    suspects: step.suspects,
    isOver,
    moveOn: () =>
      sql.query(
        `update dockhook.sweep_position set retrying_tenant = coalesce($1, ''), retrying = coalesce($2::uuid, $3)`,
        isOver ? [null, null, LOWEST_UUID] : [step.last_tenant, step.last, LOWEST_UUID],
      ),
  };
}

async function oneRow<Row extends object>(
  sql: Sql,
  name: string,
  text: string,
  values: readonly unknown[],
): Promise<Row> {
  const [row] = await sql.query<Row>({ name, text }, values);
  if (row === undefined) throw new Error('sweep_position has no row');
  return row;
}

/** Of a delivery `d`: $1 is how long it must have been due. */
const isSuspect = `
  d.status in ('PENDING', 'RETRYING', 'HELD')
  and coalesce(d.next_attempt_at, d.updated_at) < now() - $1::float8 * interval '1 millisecond'
  and not exists (select from dockhook.held_delivery h where h.webhook_id = d.webhook_id and h.delivery_id = d.id)`;

/** The next rows of `delivery` from a position on: the position's own row as well, which was the last of a step or is to be the first. */
const alongDeliveries = (position: string, below: string) => `
with passed as materialized (
  select id, webhook_id, status, next_attempt_at, updated_at from dockhook.delivery
  where id >= (select ${position} from dockhook.sweep_position) ${below} order by id limit $2
)
select array(select id from passed d where ${isSuspect}) as suspects,
       (select count(*)::int from passed) as passed,
       (select id from passed order by id desc limit 1) as last,
       (select id from passed where status in ('PENDING', 'RETRYING', 'HELD') order by id limit 1) as first_unfinished`;

const recent = alongDeliveries('recent', `and id < dockhook.uuid_at(now() - $1::float8 * interval '1 millisecond')`);

const all = alongDeliveries('walk', '');

const goOn = `
update dockhook.sweep_position set walk = coalesce($1, walk), first_unfinished = coalesce(first_unfinished, $2)`;

/**
 * From the first unfinished one on; and from a day ago on in any case, because the clock of the process that makes an id
 * may be slow, and its delivery comes to lie among older ones.
 */
const startAgain = `
update dockhook.sweep_position
set walk = least(first_unfinished, $1, dockhook.uuid_at(now() - interval '1 day')), first_unfinished = null`;

/**
 * One tenant after the other, each in the order of its deliveries. Rows are compared whole, because only one index has
 * that order: by its own key PostgreSQL would go past all that has failed for good.
 */
const retrying = `
with passed as materialized (
  select t.id as tenant_id, r.delivery_id
  from dockhook.sweep_position p
  join dockhook.tenant t on t.id >= p.retrying_tenant
  cross join lateral (
    select delivery_id from dockhook.troubled_delivery
    where (tenant_id, status, delivery_id) > (t.id, 'RETRYING'::dockhook.delivery_status,
            case when t.id = p.retrying_tenant then p.retrying else '${LOWEST_UUID}' end)
      and (tenant_id, status, delivery_id) < (t.id, 'RETRYING'::dockhook.delivery_status, '${HIGHEST_UUID}'::uuid)
    order by tenant_id, status, delivery_id limit $2
  ) r
  order by t.id, r.delivery_id limit $2
)
select array(select d.id from passed r join dockhook.delivery d on d.id = r.delivery_id where ${isSuspect}) as suspects,
       (select count(*)::int from passed) as passed,
       (select tenant_id from passed order by tenant_id desc limit 1) as last_tenant,
       (select delivery_id from passed order by tenant_id desc, delivery_id desc limit 1) as last`;
