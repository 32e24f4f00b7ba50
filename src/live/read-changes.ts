/** The statements that read the change log. */
import type { Sql } from '../database/sql.ts';
import type { DeliveryStatus, DeliveryTrigger } from '../domain/delivery-status.ts';
import type { StreamPosition } from './stream-position.ts';

/** A delivery changed status or gained an attempt. */
export interface DeliveryChange {
  readonly position: StreamPosition;
  readonly tenantId: string;
  readonly deliveryId: string;
  readonly webhookId: string;
  readonly eventType: string;
  readonly trigger: DeliveryTrigger;
  /** The replay that made the delivery, if one did. */
  readonly replayId: string | null;
  readonly previousStatus: DeliveryStatus | null;
  readonly status: DeliveryStatus;
  /** The attempt that caused the change, if one did. */
  readonly attemptNumber: number | null;
  readonly occurredAt: Date;
}

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

export interface ReadRange {
  readonly after: StreamPosition;
  /** Inclusive; without it up to the oldest transaction still running. */
  readonly upTo?: StreamPosition | undefined;
  /** Only this tenant's changes. */
  readonly tenantId?: string | undefined;
  readonly limit: number;
}

/** The next changes of a range, in order. */
export async function readChanges(sql: Sql, { after, upTo, tenantId, limit }: ReadRange): Promise<DeliveryChange[]> {
  const rows = await sql.query<ChangeRow>(
    {
      name: 'read-changes',
      text: `
        select c.xid::text, c.seq::text, tenant_id, delivery_id, webhook_id, event_type, trigger, replay_id,
               previous_status, status, attempt_number, occurred_at
        from dockhook.delivery_change c
        where (c.xid, c.seq) > ($1::xid8, $2::bigint)
          and c.xid < pg_snapshot_xmin(pg_current_snapshot())
          and ($3::xid8 is null or (c.xid, c.seq) <= ($3::xid8, $4::bigint))
          and ($5::text is null or tenant_id = $5)
        order by c.xid, c.seq limit $6`, // c.: a bare name would be the text of the select list, where 10 sorts before 9
    },
    [
      String(after.xid),
      String(after.seq),
      upTo ? String(upTo.xid) : null,
      String(upTo?.seq ?? 0),
      tenantId ?? null,
      limit,
    ],
  );
  return rows.map(toChange);
}

const toChange = (row: ChangeRow): DeliveryChange => ({
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
});
