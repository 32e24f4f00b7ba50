/**
 * What is kept only for a while: payloads for days, records of deliveries for longer, each tenant as it says. Every
 * process does it every hour; doing it twice, or at once, does no harm.
 */
import { partsOf, type Chore } from '../database/chore.ts';
import type { Database } from '../database/database.ts';
import { blankLateAnswers } from './blank-late-answers.ts';
import { removeOldDays, removeOldRecords } from './remove-records.ts';
import { removePayloads } from './remove-payloads.ts';

export interface Retention {
  /** Days from the acceptance of an event. */
  readonly payloadDays: number;
  /** Days of events, deliveries and attempts. Their payloads never stay longer. */
  readonly recordDays: number;
}

const INTERVAL_MS = 3_600_000;
const LATE_ANSWERS_MS = 60_000;
/** Events of one transaction. */
const EVENTS = 200;

/** Runs now and then once an hour, for late answers once a minute; `stop` resolves when what runs has ended. */
export function startRetention(database: Database, defaults: Retention, onError: (error: unknown) => void) {
  let stopped = false;
  let running: Promise<void> | undefined;
  const run = (): void => {
    running ??= applyRetention(database, defaults, { isStopped: () => stopped, onError })
      .catch(onError)
      .finally(() => {
        running = undefined;
      });
  };
  run();
  let blanking: Promise<void> | undefined;
  const blank = (): void => {
    blanking ??= blankLateAnswers(database, () => stopped)
      .catch(onError)
      .finally(() => {
        blanking = undefined;
      });
  };
  blank();
  const timers = [setInterval(run, INTERVAL_MS), setInterval(blank, LATE_ANSWERS_MS)];
  return {
    async stop() {
      stopped = true;
      for (const timer of timers) clearInterval(timer);
      await Promise.all([running, blanking]);
    },
  };
}

interface TenantRow {
  readonly id: string;
  readonly recordDays: number;
  /** What sorts before the first event whose payload stays. */
  readonly payloadCut: string;
  readonly recordCut: string;
}

/**
 * One tenant after the other, then whole days; what fails for one of them keeps nothing else from being done.
 * @throws when not even the tenants can be read
 */
export async function applyRetention(database: Database, defaults: Retention, chore: Chore): Promise<void> {
  const tenants = await database.system.query<TenantRow>(readTenants, [defaults.payloadDays, defaults.recordDays]);
  const doPart = partsOf(chore);
  for (const { id, payloadCut } of tenants) {
    await doPart(`Removing old payloads of ${id}`, async () => {
      while (!chore.isStopped() && (await removeOldPayloads(database, id, payloadCut)) === EVENTS);
    });
  }
  const longest = Math.max(defaults.recordDays, ...tenants.map(({ recordDays }) => recordDays));
  for (const { id, recordDays, recordCut } of tenants) {
    if (recordDays === longest) continue;
    await doPart(`Removing old records of ${id}`, () => removeOldRecords(database.system, id, recordCut, chore));
  }
  const keepLongest = tenants.filter(({ recordDays }) => recordDays === longest).map(({ id }) => id);
  await removeOldDays(database.system, longest, keepLongest, chore);
}

/** The cuts are computed once: a condition on ids that calls a function does so for every row. */
const readTenants = `
select id, "recordDays", dockhook.uuid_at(now() - "recordDays" * interval '1 day') as "recordCut",
  dockhook.uuid_at(now() - least("payloadDays", "recordDays") * interval '1 day') as "payloadCut"
from (select id, coalesce(payload_days, $1::int) as "payloadDays", coalesce(record_days, $2::int) as "recordDays"
      from dockhook.tenant) t
order by id`;

/** @returns how many events it came past */
function removeOldPayloads(database: Database, tenantId: string, cut: string): Promise<number> {
  return database.systemTransaction(async (sql) => {
    // The row lock keeps two processes from doing the same.
    const [mark] = await sql.query<{ at: string }>(
      `select payloads_removed_to as at from dockhook.tenant where id = $1 for update`,
      [tenantId],
    );
    const events = await sql.query<{ id: string }>(
      `select id from dockhook.event where tenant_id = $1 and id > $2 and id < $3 order by id limit ${EVENTS}`,
      [tenantId, mark?.at, cut],
    );
    const ids = events.map(({ id }) => id);
    await removePayloads(sql, ids, { forgetKeys: false });
    if (ids.length > 0) {
      await sql.query(`update dockhook.tenant set payloads_removed_to = $2 where id = $1`, [tenantId, ids.at(-1)]);
    }
    return ids.length;
  });
}
