/**
 * Answers to requests that were under way when a payload was removed: they are recorded afterwards, by a recorder that is
 * too busy to ask, and may repeat what they were sent. They are looked for after a minute, and then after twice as long
 * each time, until a day is over.
 */
import type { Database } from '../database/database.ts';
import type { Sql } from '../database/sql.ts';

/** Events of one statement. */
const EVENTS = 500;

/** Remembers, in the transaction that removes the payloads, to look again. */
export async function expectLateAnswers(sql: Sql, eventIds: readonly string[]): Promise<void> {
  if (eventIds.length === 0) return;
  await sql.query(
    `insert into dockhook.late_answer (event_id, look_at)
     select distinct unnest($1::uuid[]), now() + interval '1 minute'
     on conflict (event_id) do update set removed_at = excluded.removed_at, look_at = excluded.look_at`,
    [eventIds],
  );
}

/**
 * Blanks what is due. Doing it twice, or at once, does no harm.
 * @param isStopped ends it after the transaction that runs
 */
export async function blankLateAnswers(database: Database, isStopped = () => false): Promise<void> {
  for (let looked = EVENTS; looked === EVENTS && !isStopped();) {
    looked = await database.systemTransaction(async (sql) => {
      const due = await sql.query<{ id: string }>(takeDue);
      const ids = due.map(({ id }) => id);
      if (ids.length > 0) await blankAnswers(sql, ids);
      await sql.query(`delete from dockhook.late_answer where removed_at < now() - interval '1 day'`);
      return ids.length;
    });
  }
}

/** What receivers answered to the deliveries of these events, as far as it is stored. */
export async function blankAnswers(sql: Sql, eventIds: readonly string[]): Promise<void> {
  await sql.query(
    `update dockhook.attempt a set response_body = null, response_headers = null
     from dockhook.delivery d
     where d.event_id = any($1) and a.delivery_id = d.id
       and (a.response_body is not null or a.response_headers is not null)`,
    [eventIds],
  );
}

const takeDue = `
update dockhook.late_answer l set look_at = now() + greatest(interval '1 minute', now() - l.removed_at)
where l.event_id in (
  select event_id from dockhook.late_answer where look_at <= now() order by look_at limit ${EVENTS} for update skip locked)
returning l.event_id as id`;
