/** What changes about webhooks, and the statement that reads its log. */
import type { Sql } from '../database/sql.ts';
import type { StreamPosition } from './stream-position.ts';

export const webhookChangeKinds = ['CREATED', 'CONFIGURATION', 'STATUS', 'CIRCUIT', 'HEALTH', 'DELETED'] as const;
export type WebhookChangeKind = (typeof webhookChangeKinds)[number];

export interface LoggedWebhookChange {
  readonly position: StreamPosition;
  readonly tenantId: string;
  readonly webhookId: string;
  /** Never HEALTH, which is not written down. */
  readonly kind: WebhookChangeKind;
  readonly occurredAt: Date;
}

/** What changed about one webhook since the subscriber last heard of it. */
export interface WebhookChange {
  /** UUID. */
  readonly webhookId: string;
  readonly kinds: readonly WebhookChangeKind[];
  /** Of the last change. */
  readonly occurredAt: Date;
}

interface ChangeRow extends Omit<LoggedWebhookChange, 'position'> {
  readonly xid: string;
  readonly seq: string;
}

/** The next changes of every tenant, in order, up to the oldest transaction still running. */
export async function readWebhookChanges(
  sql: Sql,
  after: StreamPosition,
  limit: number,
): Promise<LoggedWebhookChange[]> {
  const rows = await sql.query<ChangeRow>(
    {
      name: 'read-webhook-changes',
      text: `
        select c.xid::text, c.seq::text, c.tenant_id as "tenantId", c.webhook_id as "webhookId", c.kind,
               c.occurred_at as "occurredAt"
        from dockhook.webhook_change c
        where (c.xid, c.seq) > ($1::xid8, $2::bigint) and c.xid < pg_snapshot_xmin(pg_current_snapshot())
        order by c.xid, c.seq limit $3`,
    },
    [String(after.xid), String(after.seq), limit],
  );
  return rows.map(({ xid, seq, ...change }) => ({ ...change, position: { xid: BigInt(xid), seq: BigInt(seq) } }));
}
