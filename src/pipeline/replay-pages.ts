/**
 * The statements by which a replay finds what it would send, a page at a time. $1 webhooks, $4 rows of a page, $5 and $6 from
 * when to when events were received, $7 to $9 the caller's scope, $10 whether what a person cancelled is left alone.
 */
import type { Statement } from '../database/sql.ts';
import type { DeliveryStatus } from '../domain/delivery-status.ts';

/** Whether a delivery is left alone because a person cancelled it. */
const isSpared = (d: string): string => `$10::boolean and coalesce(${d}.cancel_reason = 'PERSON', false)`;

/** What of an event `e` is the caller's; the webhooks are already. */
const inScope = `(e.tenant_id = $7 and ($8::text is null or e.company_id is not distinct from $8)
    and ($9::text is null or e.fulfillment_center_id is not distinct from $9))`;

/** The other columns are null when the delivery is not a candidate: its id is still where the next page begins. */
export interface TroubleRow {
  id: string;
  event_id: string | null;
  webhook_id: string | null;
  event_type: string | null;
  is_removed: boolean | null;
}

/**
 * Each candidate by itself, by its ids: the limits keep PostgreSQL from joining whole tables, and the offset of nothing
 * keeps the search for a newer delivery on the event's index, as a busy webhook has very many that are newer.
 */
export const troublePage: Statement = {
  name: 'replay-trouble',
  text: `
select t.delivery_id as id, c.event_id, c.webhook_id, c.event_type, c.is_removed
from (
  select t.delivery_id
  from unnest($1::uuid[]) w(id) cross join unnest($2::dockhook.delivery_status[]) s(status)
  cross join lateral (
    select delivery_id from dockhook.troubled_delivery
    where webhook_id = w.id and status = s.status and delivery_id > $3
    order by delivery_id limit $4
  ) t
  order by t.delivery_id limit $4
) t
left join lateral (
  select d.event_id, d.webhook_id, d.event_type, e.payload_removed_at is not null as is_removed
  from (select * from dockhook.delivery where id = t.delivery_id limit 1) d
  cross join lateral (select * from dockhook.event where id = d.event_id limit 1) e
  where d.status = any($2::dockhook.delivery_status[]) and d.trigger <> 'TEST' and ${inScope}
    and not (${isSpared('d')})
    and e.received_at >= $5 and e.received_at < $6
    and not exists (
      select 1 from (
        select webhook_id, trigger from dockhook.delivery where event_id = d.event_id and id > d.id offset 0) n
      where n.webhook_id = d.webhook_id and n.trigger <> 'TEST')
) c on true
order by t.delivery_id`,
};

/** A join, because only a join's key picks the day's partition while it runs. */
export const replayPayloads: Statement = {
  name: 'replay-payloads',
  text: `
select e.id, e.payload from unnest($1::uuid[]) i(id)
join dockhook.event e on e.id = i.id and e.payload_removed_at is null`,
};

export interface EventPageRow {
  id: string;
  type: string;
  company_id: string | null;
  fulfillment_center_id: string | null;
  is_wanted: boolean;
  /** Made by testWebhook: nobody published it. */
  is_test: boolean;
  is_removed: boolean;
  newest: [webhookId: string, id: string, status: DeliveryStatus, isSpared: boolean][];
}

/**
 * Ids grow with time, so the events of a page are a range, and their deliveries a short range of each day's index. What
 * else they must be is compared afterwards, or PostgreSQL reads all deliveries of the webhooks for every page.
 */
export const eventsPage: Statement = {
  name: 'replay-events',
  text: `
with page as materialized (
  select id, type, company_id, fulfillment_center_id, received_at, idempotency_key, payload_removed_at, ${inScope} as is_ours
  from dockhook.event e where tenant_id = $7 and id > $3 and id < $2 order by id limit $4
), near as materialized (
  select event_id, webhook_id, id, status, trigger, ${isSpared('delivery')} as is_spared from dockhook.delivery
  where event_id >= (select id from page order by id limit 1) and event_id <= (select id from page order by id desc limit 1)
), newest as (
  select distinct on (event_id, webhook_id) event_id, webhook_id, id, status, is_spared from near
  where webhook_id = any($1::uuid[]) and trigger <> 'TEST'
  order by event_id, webhook_id, id desc
)
select p.id, p.type, p.company_id, p.fulfillment_center_id,
       p.is_ours and p.received_at >= $5 and p.received_at < $6 as is_wanted, p.payload_removed_at is not null as is_removed,
       p.idempotency_key is null
         and exists (select 1 from dockhook.delivery t where t.event_id = p.id and t.trigger = 'TEST') as is_test,
       coalesce(n.newest, '[]') as newest
from page p
left join (
  select event_id, json_agg(json_build_array(webhook_id, id, status, is_spared)) as newest from newest group by event_id
) n on n.event_id = p.id
order by p.id`,
};
