/** Where candidates for a page of events come from, by what the filter names. Each is bounded and uses an index. */
import { EventEntity, eventCasts } from '../../database/entities/event.ts';
import { columnsOf, selectList } from '../../database/select-list.ts';
import { historySource, numbered, type HistoryParameters } from './history-page.ts';

/** `null`: whatever. */
export interface EventParameters extends HistoryParameters {
  readonly typePatterns: readonly string[] | null;
  readonly keyHash: string | null;
  readonly correlationId: string | null;
  readonly idempotencyKey: string | null;
  readonly receivedFrom: Date | null;
  readonly receivedTo: Date | null;
  readonly companyId: string | null;
  readonly fulfillmentCenterId: string | null;
  /** Only for the source `ids`. */
  readonly ids: readonly string[] | null;
}

/** Without `id`, which candidates have from elsewhere. */
const columns = columnsOf(EventEntity, 'd').replace('d.id, ', '');
const selected = selectList(EventEntity, 'd', eventCasts);

const matches = `
  (:typePatterns::text[] is null or d.type like any(:typePatterns::text[]))
  and (:keyHash::bigint is null or d.key_hashes @> array[:keyHash::bigint])
  and (:correlationId::text is null or d.correlation_id = :correlationId::text)
  and (:idempotencyKey::text is null or d.idempotency_key = :idempotencyKey::text)
  and (:receivedFrom::timestamptz is null or d.received_at >= :receivedFrom::timestamptz)
  and (:receivedTo::timestamptz is null or d.received_at < :receivedTo::timestamptz)
  and (:companyId::text is null or d.company_id = :companyId::text)
  and (:fulfillmentCenterId::text is null or d.fulfillment_center_id = :fulfillmentCenterId::text)`;

const source = (name: string, candidates: (direction: string) => string) =>
  historySource<EventParameters>(`events-by-${name}`, selected, matches, candidates);

const walk = (condition: string) => (direction: string) =>
  numbered(
    `
  select d.id, ${columns} from dockhook.event d
  where ${condition} and d.tenant_id = :tenantId and d.id > :low::uuid and d.id < :high::uuid
  order by d.id ${direction} limit :budget`,
    direction,
  );

export const eventSources = {
  tenant: source('tenant', walk('true')),
  correlation: source('correlation', walk('d.correlation_id = :correlationId::text and d.correlation_id is not null')),
  ids: source(
    'ids',
    (direction) => `
      select c.id, c.seen, ${columns}
      from (${numbered(
        `select i.id from unnest(:ids::uuid[]) i(id) where i.id > :low::uuid and i.id < :high::uuid
            order by i.id ${direction} limit :budget`,
        direction,
      )}) c
      left join lateral (select * from dockhook.event where id = c.id and tenant_id = :tenantId limit 1) d on true
      order by c.id ${direction}`,
  ),
};
