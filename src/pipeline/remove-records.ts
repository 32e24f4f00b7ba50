/**
 * The end of records: row by row for a tenant that keeps them for less than others, in whole days for all. Every statement
 * reads a bounded part of an index: ids are in the order of time, so that what is old is a range of them.
 */
import { partsOf, type Chore } from '../database/chore.ts';
import type { Sql } from '../database/sql.ts';
import { firstUuidAt, timeOfUuid } from '../domain/ids.ts';

/** Rows removed, or looked at, by one statement. */
const ROWS = 2_000;
const LOOKED_AT = 10_000;
/** Within it all deliveries have got their ids that are made with their event. */
const SOON_AFTER_MS = 60_000;

/** @param cut what sorts before every event that stays */
export async function removeOldRecords(sql: Sql, tenantId: string, cut: string, { isStopped }: Chore): Promise<void> {
  await untilFew(isStopped, async () => (await sql.query(deleteDeliveries, [tenantId, cut])).length);
  await removeLateDeliveries(sql, tenantId, cut, isStopped);
  await untilFew(isStopped, async () => (await sql.query(deleteEvents, [tenantId, cut])).length);
}

/**
 * Whole days, oldest first, when they have been over for so many.
 * @param tenantIds whose later deliveries of those days' events are not gone yet
 */
export async function removeOldDays(sql: Sql, days: number, tenantIds: readonly string[], chore: Chore): Promise<void> {
  const { isStopped } = chore;
  const doPart = partsOf(chore);
  const [row] = await sql.query<{ cut: string }>(firstKept, [days]);
  const cut = row?.cut ?? '';
  for (const id of tenantIds) {
    await doPart(`Removing late deliveries of ${id}`, () => removeLateDeliveries(sql, id, cut, isStopped));
  }
  await doPart('Clearing troubled_delivery', () =>
    untilFew(isStopped, async () => (await sql.query(deleteTroubled, [cut])).length),
  );
  await doPart('Dropping old days', async () => {
    for (let name: string | null | undefined = ''; name != null && !isStopped();) {
      const [dropped] = await sql.query<{ name: string | null }>(`select dockhook.drop_oldest_day($1) as name`, [days]);
      name = dropped?.name;
    }
  });
  for (const parent of ['attempt', 'delivery', 'event']) {
    await doPart(`Clearing ${parent}_default`, () =>
      untilFew(isStopped, async () => {
        const [cleared] = await sql.query<{ gone: number }>(clearDefault, [parent, days, ROWS]);
        return cleared?.gone ?? 0;
      }),
    );
  }
}

/** Deliveries made later than their event, which goes: by hand, or in the moments after the cut. */
async function removeLateDeliveries(sql: Sql, tenantId: string, cut: string, isStopped: () => boolean): Promise<void> {
  const soonAfter = firstUuidAt(new Date(timeOfUuid(cut).getTime() + SOON_AFTER_MS));
  await untilFew(isStopped, async () => (await sql.query(deleteSoonAfter, [tenantId, cut, soonAfter])).length);
  for (let last: string | null | undefined = cut; last != null && !isStopped();) {
    const [row]: { last: string | null }[] = await sql.query(deleteByHand, [tenantId, cut, last]);
    last = row?.last;
  }
}

async function untilFew(isStopped: () => boolean, step: () => Promise<number>): Promise<void> {
  while (!isStopped() && (await step()) >= ROWS);
}

/** Bounds spare PostgreSQL the partitions that cannot have any of them. */
const deleteOld = (by: '<' | '>=') => `
attempts as (
  delete from dockhook.attempt a using old where a.delivery_id = old.id and a.delivery_id ${by} $2::uuid
), troubled as (
  delete from dockhook.troubled_delivery t using old where t.delivery_id = old.id
), gone as (
  delete from dockhook.delivery d using old where d.id = old.id and d.id ${by} $2::uuid returning d.id
)`;

/** A delivery is never older than its event. */
const deleteDeliveries = `
with old as (
  select id from dockhook.delivery where tenant_id = $1 and id < $2::uuid order by id limit ${ROWS}
), ${deleteOld('<')}
select id from gone`;

/** An event's own deliveries get their ids moments after it. */
const deleteSoonAfter = `
with old as (
  select id from dockhook.delivery
  where tenant_id = $1 and id >= $2::uuid and id < $3::uuid and event_id < $2::uuid limit ${ROWS}
), ${deleteOld('>=')}
select id from gone`;

/** The few that no event made have an index of their own, which is walked along. */
const deleteByHand = `
with looked_at as (
  select id, event_id from dockhook.delivery
  where tenant_id = $1 and trigger <> 'EVENT' and id > $3::uuid order by id limit ${LOOKED_AT}
), old as (
  select id from looked_at where event_id < $2::uuid
), ${deleteOld('>=')}
select (select id from looked_at order by id desc limit 1) as last`;

const deleteEvents = `
delete from dockhook.event where id < $2::uuid and id in (
  select id from dockhook.event where tenant_id = $1 and id < $2::uuid order by id limit ${ROWS})
returning id`;

const deleteTroubled = `
delete from dockhook.troubled_delivery where delivery_id in (
  select delivery_id from dockhook.troubled_delivery where delivery_id < $1::uuid order by delivery_id limit ${ROWS})
returning delivery_id`;

/** The start of the first day that drop_oldest_day leaves. */
const firstKept = `
select dockhook.uuid_at(((now() at time zone 'UTC')::date - greatest($1::int, 1))::timestamp at time zone 'UTC') as cut`;

const clearDefault = `select dockhook.clear_default($1, $2, $3) as gone`;
