/**
 * What is kept only for a while: payloads for days, records of deliveries for longer, each tenant as it says. Every
 * process does it every hour; doing it twice, or at once, does no harm.
 */
import type { Database } from '../database/database.ts';
import type { Sql } from '../database/sql.ts';
import { removePayloads } from './remove-payloads.ts';

export interface Retention {
  /** Days from the acceptance of an event. */
  readonly payloadDays: number;
  /** Days of events, deliveries and attempts. Their payloads never stay longer. */
  readonly recordDays: number;
}

const INTERVAL_MS = 3_600_000;
/** Events of one transaction. */
const EVENTS = 200;
const ROWS = 2_000;

/** Runs now and then once an hour; `stop` resolves when what runs has ended. */
export function startRetention(database: Database, defaults: Retention, onError: (error: unknown) => void) {
  const stopping = new AbortController();
  let running: Promise<void> | undefined;
  const run = (): void => {
    running ??= applyRetention(database, defaults, stopping.signal)
      .catch(onError)
      .finally(() => {
        running = undefined;
      });
  };
  run();
  const timer = setInterval(run, INTERVAL_MS);
  return {
    async stop() {
      stopping.abort();
      clearInterval(timer);
      await running;
    },
  };
}

interface TenantRow {
  readonly id: string;
  readonly payload_days: number | null;
  readonly record_days: number | null;
}

/** @param signal ends it after the transaction that runs */
export async function applyRetention(database: Database, defaults: Retention, signal?: AbortSignal): Promise<void> {
  const tenants = await database.system.query<TenantRow>(`select id, payload_days, record_days from dockhook.tenant`);
  const wanted = tenants.map(({ id, payload_days, record_days }) => {
    const recordDays = record_days ?? defaults.recordDays;
    return { id, recordDays, payloadDays: Math.min(payload_days ?? defaults.payloadDays, recordDays) };
  });
  const isStopped = () => signal?.aborted === true;
  for (const { id, payloadDays } of wanted) {
    while (!isStopped() && (await removeOldPayloads(database, id, payloadDays)) === EVENTS);
  }
  const longest = Math.max(defaults.recordDays, ...wanted.map(({ recordDays }) => recordDays));
  for (const { id, recordDays } of wanted) {
    if (recordDays < longest) await removeOldRecords(database, id, recordDays, isStopped);
  }
  await dropOldDays(database.system, longest, isStopped);
}

/** @returns how many events it came past */
function removeOldPayloads(database: Database, tenantId: string, days: number): Promise<number> {
  return database.systemTransaction(async (sql) => {
    // The row lock keeps two processes from doing the same.
    const [mark] = await sql.query<{ at: string }>(
      `select payloads_removed_to as at from dockhook.tenant where id = $1 for update`,
      [tenantId],
    );
    const events = await sql.query<{ id: string }>(
      `select id from dockhook.event
       where tenant_id = $1 and id > $2 and id < dockhook.uuid_at(now() - $3 * interval '1 day')
       order by id limit ${EVENTS}`,
      [tenantId, mark?.at, days],
    );
    const ids = events.map(({ id }) => id);
    await removePayloads(sql, ids, { forgetKeys: false });
    if (ids.length > 0) {
      await sql.query(`update dockhook.tenant set payloads_removed_to = $2 where id = $1`, [tenantId, ids.at(-1)]);
    }
    return ids.length;
  });
}

/** Of a tenant that keeps them for less than others: row by row. */
async function removeOldRecords(
  database: Database,
  tenantId: string,
  days: number,
  isStopped: () => boolean,
): Promise<void> {
  for (const text of [deleteDeliveries, deleteEvents]) {
    for (let gone = ROWS; gone === ROWS && !isStopped();) {
      gone = (await database.system.query(text, [tenantId, days])).length;
    }
  }
}

/** A delivery goes with its event at the latest. */
const deleteDeliveries = `
with old as (
  select id from dockhook.delivery
  where tenant_id = $1 and event_id < dockhook.uuid_at(now() - $2 * interval '1 day') order by id limit ${ROWS}
), attempts as (
  delete from dockhook.attempt a using old where a.delivery_id = old.id
), troubled as (
  delete from dockhook.troubled_delivery t using old where t.delivery_id = old.id
)
delete from dockhook.delivery d using old where d.id = old.id returning d.id`;

const deleteEvents = `
delete from dockhook.event where id in (
  select id from dockhook.event
  where tenant_id = $1 and id < dockhook.uuid_at(now() - $2 * interval '1 day') order by id limit ${ROWS})
returning id`;

/** Whole days, oldest first. What is left over of their events' later deliveries goes before them. */
async function dropOldDays(sql: Sql, days: number, isStopped: () => boolean): Promise<void> {
  for (let gone = ROWS; gone === ROWS && !isStopped();) gone = (await sql.query(deleteLateDeliveries, [days])).length;
  await sql.query(`delete from dockhook.troubled_delivery where delivery_id < ${daysAgo}`, [days]);
  for (let name: string | null | undefined = ''; name != null && !isStopped();) {
    const [row] = await sql.query<{ name: string | null }>(`select dockhook.drop_oldest_day($1) as name`, [days]);
    name = row?.name;
  }
}

const daysAgo = `dockhook.uuid_at((now() - $1 * interval '1 day'))`;

/** Deliveries made later than the day of their event, which goes. */
const deleteLateDeliveries = `
with old as (
  select id from dockhook.delivery where event_id < ${daysAgo} and id >= ${daysAgo} limit ${ROWS}
), attempts as (
  delete from dockhook.attempt a using old where a.delivery_id = old.id
), troubled as (
  delete from dockhook.troubled_delivery t using old where t.delivery_id = old.id
)
delete from dockhook.delivery d using old where d.id = old.id returning d.id`;
