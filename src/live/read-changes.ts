/** The statements that read the change log. */
import type { Sql } from '../database/sql.ts';
import type { DeliveryStatus, DeliveryTrigger } from '../domain/delivery-status.ts';
import { inBatches } from './change-batch.ts';
import type { DeliveryChange } from './delivery-change.ts';
import type { StreamPosition } from './stream-position.ts';

interface ChangeRow {
  xid: string;
  seq: string;
  tenant_id: string;
  delivery_id: string;
  webhook_id: string;
  event_type: string;
  trigger: DeliveryTrigger;
  replay_id: string | null;
  previous_status: DeliveryStatus | null;
  status: DeliveryStatus;
  attempt_number: number | null;
  occurred_at: Date;
  company_id: string | null;
  fulfillment_center_id: string | null;
}

/** Where the log ends now: everything below has happened, everything later lies above. */
export async function readEnd(sql: Sql): Promise<StreamPosition> {
  const [row] = await sql.query<{ xid: string }>(`select pg_snapshot_xmin(pg_current_snapshot())::text as xid`);
  return { xid: BigInt(row?.xid ?? 0), seq: 0n };
}

/** Whether the log still has everything after a position, and the position is one that this log can have given. */
export async function isResumable(sql: Sql, { xid, seq }: StreamPosition): Promise<boolean> {
  const [row] = await sql.query<{ resumable: boolean }>(
    `select (h.xid, h.seq) <= ($1::xid8, $2::bigint) and $1::xid8 <= pg_snapshot_xmax(pg_current_snapshot()) as resumable
       from dockhook.change_log_horizon h`,
    [String(xid), String(seq)],
  );
  return row?.resumable === true;
}

const columns = `c.xid::text, c.seq::text, c.tenant_id, c.delivery_id, c.webhook_id, c.event_type, c.trigger,
  c.previous_status, c.status, c.attempt_number, c.occurred_at, w.company_id, w.fulfillment_center_id, c.replay_id`;

/** Rows are numbered by the log, not by the texts of the select list, where 10 sorts before 9. */
const order = 'order by c.xid, c.seq';

const settled = 'c.xid < pg_snapshot_xmin(pg_current_snapshot())';

/** The next changes of every tenant, in order, up to the oldest transaction still running. */
export async function readChanges(sql: Sql, after: StreamPosition, limit: number): Promise<DeliveryChange[]> {
  const rows = await sql.query<ChangeRow>({ name: 'read-changes', text: changesAfter }, [
    String(after.xid),
    String(after.seq),
    limit,
  ]);
  return inBatches(rows.map(toChange));
}

const changesAfter = `
select ${columns}
from (
  select c.* from dockhook.delivery_change c
  where (c.xid, c.seq) > ($1::xid8, $2::bigint) and ${settled} ${order} limit $3
) c left join dockhook.webhook w on w.id = c.webhook_id ${order}`;

export interface HistoryRange {
  readonly after: StreamPosition;
  /** Inclusive; without it up to the oldest transaction still running. */
  readonly upTo?: StreamPosition | undefined;
  readonly tenantId: string;
  /** Rows of the log that are looked at, of whichever tenant: what a page costs is bounded by it. */
  readonly limit: number;
}

export interface HistoryPage {
  readonly changes: DeliveryChange[];
  /** Up to where the log has been looked at. */
  readonly reached: StreamPosition;
  /** Whether that is the end of the range. */
  readonly isAll: boolean;
}

/** The next changes of one tenant. */
export async function readHistory(sql: Sql, range: HistoryRange): Promise<HistoryPage> {
  const { after, upTo, tenantId, limit } = range;
  const rows = await sql.query<ChangeRow & { seen: number; is_gone: boolean }>(
    { name: 'read-history', text: historyAfter },
    [String(after.xid), String(after.seq), upTo ? String(upTo.xid) : null, String(upTo?.seq ?? 0), tenantId, limit],
  );
  const last = rows.at(-1);
  return {
    changes: inBatches(rows.filter((row) => row.tenant_id === tenantId && !row.is_gone).map(toChange)),
    reached: last === undefined ? after : { xid: BigInt(last.xid), seq: BigInt(last.seq) },
    isAll: (last?.seen ?? 0) < limit,
  };
}

/**
 * The last row that was looked at comes along whosever it is, for its position. A delivery may be gone before its changes
 * are, where records are kept for a day or two; an offset of nothing keeps the search for it on its key.
 */
const historyAfter = `
select ${columns}, c.seen, d.id is null as is_gone
from (
  select p.*, count(*) over ()::int as seen, row_number() over (order by p.xid, p.seq) as place
  from (
    select c.* from dockhook.delivery_change c
    where (c.xid, c.seq) > ($1::xid8, $2::bigint) and ${settled}
      and ($3::xid8 is null or (c.xid, c.seq) <= ($3::xid8, $4::bigint))
    ${order} limit $6
  ) p
) c left join dockhook.webhook w on w.id = c.webhook_id
left join lateral (select id from dockhook.delivery where id = c.delivery_id offset 0) d on true
where c.tenant_id = $5 or c.place = c.seen
${order}`;

const toChange = (row: ChangeRow): Omit<DeliveryChange, 'batch'> => ({
  position: { xid: BigInt(row.xid), seq: BigInt(row.seq) },
  tenantId: row.tenant_id,
  deliveryId: row.delivery_id,
  webhookId: row.webhook_id,
  eventType: row.event_type,
  trigger: row.trigger,
  replayId: row.replay_id,
  previousStatus: row.previous_status,
  status: row.status,
  attemptNumber: row.attempt_number,
  occurredAt: row.occurred_at,
  companyId: row.company_id,
  fulfillmentCenterId: row.fulfillment_center_id,
});
