/** A partition per day for events, deliveries and attempts: made a week ahead, each in a transaction of its own. */
import { partsOf, type Chore } from './chore.ts';
import type { Sql } from './sql.ts';

const DAYS_AHEAD = 7;
/**
 * Rows of one day that may move out of a default partition while everybody waits: about a second. More stay where they
 * are, where they are found as well, until retention removes them; the doctor tells of them.
 */
export const MOVED_ROWS = 10_000;

interface Missing {
  readonly parent: string;
  readonly day: string;
}

/**
 * What could not be made for a reason that passes, because somebody reads the default partition for long (a backup) or
 * another process is at it, is left to the next call.
 * @returns whether the next call should come soon
 */
export async function keepPartitions(sql: Sql, chore: Chore): Promise<boolean> {
  const missing = await sql.query<Missing>(missingPartitions, [DAYS_AHEAD]);
  const busy = new Set<string>();
  const doPart = partsOf(chore);
  for (const { parent, day } of missing) {
    // Whoever reads the default partition keeps each of its days from being made: waiting once is enough.
    if (busy.has(parent)) continue;
    await doPart(`Making the partition of ${parent} for ${day}`, async () => {
      const [row] = await sql.query<{ made: string }>(makePartition, [parent, day, MOVED_ROWS]);
      if (row?.made === 'BUSY') busy.add(parent);
    });
  }
  return busy.size > 0;
}

const missingPartitions = `
select parent, day::text as day from dockhook.missing_partitions($1) order by day, parent`;

const makePartition = `select dockhook.make_partition($1, $2, $3) as made`;
