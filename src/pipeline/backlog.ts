/**
 * How far deliveries are behind: when too many wait, publishing is refused with a clear error instead of accepting what
 * could not be delivered in time. Who fills the queue is refused first: a tenant that has less waiting than its share is
 * still accepted. What waits for one receiver alone (held, parked, retrying) does not count.
 */
import type { Sql } from '../database/sql.ts';
import { firstWebhookOf, IN_QUEUE, JOBS, listOf } from '../database/ticket-sql.ts';

export interface Backlog {
  /** Whether a tenant's publishing must wait; a look-up at most every half second, for all tenants together. */
  isFullFor(tenantId: string): Promise<boolean>;
  readonly limit: number;
}

/** After this publishers may try again. */
export const BACKLOG_RETRY_MS = 5_000;
const LOOK_MS = 500;
/** A look-up that takes long, because very many wait, is made at longer intervals: so many times as long as it took. */
const REST = 10;

/** What waits for a worker. */
interface Waiting {
  readonly deliveries: number;
  /** Tickets looked at; the others are not counted. */
  readonly tickets: number;
  /** Deliveries of each tenant; looked at only when all together are as many as may wait. */
  readonly byTenant: ReadonlyMap<string, number>;
}

/** @param limit deliveries that are due and wait for a worker */
export function createBacklog(sql: Sql, limit: number): Backlog {
  /** A tenant that is accepted beyond the limit must be seen to fill its share, so as many tickets again are looked at. */
  const most = 2 * limit;
  let looking: Promise<Waiting> | undefined;
  let nextLookMs = 0;
  /** Whether too many waited when last looked: then tenants are told apart at once. */
  let wasFull = false;

  async function look(): Promise<Waiting> {
    const startMs = performance.now();
    nextLookMs = Number.POSITIVE_INFINITY;
    try {
      const waiting = (wasFull ? undefined : await lookAtAll()) ?? (await lookAtTenants());
      wasFull = waiting.deliveries >= limit;
      return waiting;
    } finally {
      nextLookMs = startMs + Math.max(LOOK_MS, REST * (performance.now() - startMs));
    }
  }

  /** @returns nothing when too many wait */
  async function lookAtAll(): Promise<Waiting | undefined> {
    const [row] = await sql.query<{ deliveries: string | null }>({ name: 'backlog', text: ofAll }, [limit]);
    const deliveries = Number(row?.deliveries ?? 0);
    return deliveries < limit ? { deliveries, tickets: 0, byTenant: new Map() } : undefined;
  }

  async function lookAtTenants(): Promise<Waiting> {
    const rows = await sql.query<{ tenant_id: string; deliveries: number; tickets: number }>(
      { name: 'backlog-of-tenants', text: ofTenants },
      [most],
    );
    const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
    return {
      deliveries: sum(rows.map(({ deliveries }) => deliveries)),
      tickets: sum(rows.map(({ tickets }) => tickets)),
      byTenant: new Map(rows.map(({ tenant_id, deliveries }) => [tenant_id, deliveries])),
    };
  }

  return {
    limit,
    async isFullFor(tenantId) {
      if (looking === undefined || performance.now() > nextLookMs) looking = look();
      const { deliveries, tickets, byTenant } = await looking;
      if (deliveries < limit) return false;
      const own = byTenant.get(tenantId) ?? 0;
      const tenants = byTenant.size + (own === 0 ? 1 : 0);
      return own >= limit / tenants || tickets >= most;
    },
  };
}

const due = `from ${JOBS} where ${IN_QUEUE} and state < 'active' and start_after <= now() limit $1`;

/** A job that is no ticket counts nothing, and stops nobody from publishing. */
const ofAll = `
select sum(case jsonb_typeof(deliveries) when 'array' then jsonb_array_length(deliveries) end) as deliveries
from (select ${listOf('data')} as deliveries ${due}) t`;

/**
 * A ticket is of the tenant to whose webhook its first delivery goes: publishing, retrying, releasing and replaying make
 * tickets for one tenant each. Few webhooks stand against many tickets, so tickets are added up before tenants are found.
 */
const ofTenants = `
select coalesce(w.tenant_id, '') as tenant_id, sum(due.deliveries)::int as deliveries, sum(due.tickets)::int as tickets
from (
  select ${firstWebhookOf('t.deliveries')} as webhook_id, sum(jsonb_array_length(t.deliveries)) as deliveries, count(*) as tickets
  from (select ${listOf('data')} as deliveries ${due}) t where jsonb_typeof(t.deliveries) = 'array'
  group by 1
) due
left join dockhook.webhook w on w.id::text = due.webhook_id
group by 1`;
