/** Where candidates for a page of deliveries come from, by what the filter names. Each is bounded and uses an index. */
import { DeliveryEntity } from '../../database/entities/delivery.ts';
import { columnsOf, selectList } from '../../database/select-list.ts';
import type { DeliveryStatus, DeliveryTrigger } from '../../domain/delivery-status.ts';
import type { AttemptOutcome } from '../../domain/outcome.ts';
import { historySource, numbered, type HistoryParameters } from './history-page.ts';

/** `null`: whatever. */
export interface DeliveryParameters extends HistoryParameters {
  readonly statuses: readonly DeliveryStatus[] | null;
  readonly webhookIds: readonly string[] | null;
  readonly eventIds: readonly string[] | null;
  readonly typePatterns: readonly string[] | null;
  readonly triggers: readonly DeliveryTrigger[] | null;
  readonly outcomes: readonly AttemptOutcome[] | null;
  readonly statusCodeMin: number | null;
  readonly statusCodeMax: number | null;
  readonly attemptsMin: number | null;
  readonly attemptsMax: number | null;
  readonly createdFrom: Date | null;
  readonly createdTo: Date | null;
  readonly replayId: string | null;
  /** These four are the event's. */
  readonly companyId: string | null;
  readonly fulfillmentCenterId: string | null;
  readonly keyHash: string | null;
  readonly correlationId: string | null;
  /** Only for the source `ids`. */
  readonly ids: readonly string[] | null;
  /** Only for `unsettled`: statuses in which a delivery stands among the troubled ones. */
  readonly troubledStatuses: readonly DeliveryStatus[] | null;
  /** Only for `unsettled`: why it waits without a ticket. */
  readonly holdReasons: readonly string[] | null;
}

/** Without `id`, which candidates have from elsewhere. */
const columns = columnsOf(DeliveryEntity, 'd').replace('d.id, ', '');
const selected = selectList(DeliveryEntity, 'd');

/** An event is looked up only when something of it is asked for; a scalar sub-select is never turned into a join. */
const matches = `
  (:statuses::dockhook.delivery_status[] is null or d.status = any(:statuses::dockhook.delivery_status[]))
  and (:webhookIds::uuid[] is null or d.webhook_id = any(:webhookIds::uuid[]))
  and (:eventIds::uuid[] is null or d.event_id = any(:eventIds::uuid[]))
  and (:typePatterns::text[] is null or d.event_type like any(:typePatterns::text[]))
  and (:triggers::dockhook.delivery_trigger[] is null or d.trigger = any(:triggers::dockhook.delivery_trigger[]))
  and (:outcomes::dockhook.attempt_outcome[] is null or d.last_outcome = any(:outcomes::dockhook.attempt_outcome[]))
  and (:statusCodeMin::int is null or d.last_status_code >= :statusCodeMin::int)
  and (:statusCodeMax::int is null or d.last_status_code <= :statusCodeMax::int)
  and (:attemptsMin::int is null or d.attempt_count >= :attemptsMin::int)
  and (:attemptsMax::int is null or d.attempt_count <= :attemptsMax::int)
  and (:createdFrom::timestamptz is null or d.created_at >= :createdFrom::timestamptz)
  and (:createdTo::timestamptz is null or d.created_at < :createdTo::timestamptz)
  and (:replayId::uuid is null or d.replay_id = :replayId::uuid)
  and ((:companyId::text is null and :fulfillmentCenterId::text is null and :keyHash::bigint is null
        and :correlationId::text is null)
    or coalesce((
      select (:companyId::text is null or e.company_id = :companyId::text)
        and (:fulfillmentCenterId::text is null or e.fulfillment_center_id = :fulfillmentCenterId::text)
        and (:keyHash::bigint is null or e.key_hashes @> array[:keyHash::bigint])
        and (:correlationId::text is null or e.correlation_id = :correlationId::text)
      from dockhook.event e where e.id = d.event_id and e.tenant_id = :tenantId), false))`;

const source = (
  name: string,
  candidates: (direction: string) => string,
  options?: Parameters<typeof historySource>[4],
) => historySource<DeliveryParameters>(`deliveries-by-${name}`, selected, matches, candidates, options);

/** Walks along an index that is in the order of the page, and stops when the page is full. */
const walk = (condition: string) => (direction: string) => numbered(step(condition)(direction), direction);

const step = (condition: string) => (direction: string) => `
  select d.id, ${columns} from dockhook.delivery d
  where ${condition} and d.tenant_id = :tenantId and d.id > :low::uuid and d.id < :high::uuid
  order by d.id ${direction} limit :budget`;

const inOrder = (ids: string) => (direction: string) => `
  select i.id from (${ids.replaceAll('{direction}', direction)}) i
  where i.id > :low::uuid and i.id < :high::uuid order by i.id ${direction} limit :budget`;

/** Goes from ids in order to their deliveries, one by one. */
const look = (name: string, ids: string, options?: Parameters<typeof source>[2]) =>
  source(
    name,
    (direction) => `
      select c.id, c.seen, ${columns}
      from (${numbered(inOrder(ids)(direction), direction)}) c
      left join lateral (select * from dockhook.delivery where id = c.id and tenant_id = :tenantId limit 1) d on true
      order by c.id ${direction}`,
    options,
  );

const troubled = (from: string, condition: string) => `
  select t.delivery_id as id
  from ${from} cross join lateral (
    select delivery_id from dockhook.troubled_delivery
    where ${condition} and status = s.status and tenant_id = :tenantId
      and delivery_id > :low::uuid and delivery_id < :high::uuid
    order by delivery_id {direction} limit :budget) t`;

const statuses = `unnest(:troubledStatuses::dockhook.delivery_status[]) s(status)`;

const ofTenant = troubled(statuses, 'true');
const ofWebhooks = troubled(`unnest(:webhookIds::uuid[]) w(id) cross join ${statuses}`, 'webhook_id = w.id');

const heldAndTicketed = `
  select h.delivery_id
  from dockhook.webhook w cross join lateral (
    select delivery_id from dockhook.held_delivery
    where webhook_id = w.id and reason = any(:holdReasons::dockhook.hold_reason[])
      and delivery_id > :low::uuid and delivery_id < :high::uuid
    order by delivery_id {direction} limit :budget) h
  where cardinality(:holdReasons::dockhook.hold_reason[]) > 0 and w.tenant_id = :tenantId
    and (:webhookIds::uuid[] is null or w.id = any(:webhookIds::uuid[]))
  union
  select unnest(:ids::uuid[])`;

export const deliverySources = {
  tenant: source('tenant', walk('true')),
  /** One webhook. */
  webhook: source('webhook', walk(`d.webhook_id = (:webhookIds::uuid[])[1]`)),
  /** Several, when all of their deliveries match: each gives a page, of which the first make the page. */
  webhooks: source(
    'webhooks',
    (direction) =>
      numbered(
        `
      select d.* from unnest(:webhookIds::uuid[]) w(id) cross join lateral (${step('d.webhook_id = w.id')(direction)}) d
      order by d.id ${direction} limit :budget`,
        direction,
      ),
    {
      counted: `
        select d.id from unnest(:webhookIds::uuid[]) w(id) cross join lateral (
          ${step('d.webhook_id = w.id')('desc')}) d limit :budget`,
    },
  ),
  /**
   * All deliveries of some events, sorted: they are not many. Tenant and range are compared afterwards, or PostgreSQL
   * takes the tenant's index for the better one.
   */
  events: source(
    'events',
    (direction) => `
      with c as materialized (
        select d.id, ${columns} from dockhook.delivery d where d.event_id = any(:eventIds::uuid[]))
      ${numbered(
        `
      select * from c where tenant_id = :tenantId and id > :low::uuid and id < :high::uuid
      order by id ${direction} limit :budget`,
        direction,
      )}`,
  ),
  replay: source('replay', walk(`d.replay_id = :replayId::uuid and d.replay_id is not null`)),
  /** Those that no event made. */
  byHand: source('hand', walk(`d.trigger <> 'EVENT'`)),
  ids: look('ids', `select unnest(:ids::uuid[]) as id`),
  /** What has not succeeded: from the troubled, the held, and what stands in tickets. */
  unsettled: look('unsettled', `${ofTenant} union ${heldAndTicketed}`, { isAskedAsSystem: true }),
  unsettledOfWebhooks: look('unsettled-of-webhooks', `${ofWebhooks} union ${heldAndTicketed}`, {
    isAskedAsSystem: true,
  }),
  /** What has ended without success, and nothing else is asked for: the side table alone knows how many. */
  ended: look('ended', ofTenant, { isAskedAsSystem: true, counted: inOrder(ofTenant)('desc') }),
  endedOfWebhooks: look('ended-of-webhooks', ofWebhooks, {
    isAskedAsSystem: true,
    counted: inOrder(ofWebhooks)('desc'),
  }),
};
