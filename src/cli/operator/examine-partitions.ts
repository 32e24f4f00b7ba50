/** The days' partitions: are those to come there, and does what was accepted lie in them. */
import type pg from 'pg';
import { MOVED_ROWS } from '../../database/keep-partitions.ts';
import type { Finding } from './finding.ts';

const parents = ['event', 'delivery', 'attempt'];
/** Looked at one by one, to tell their days. */
const LOOKED_AT = 100_000;

export async function examinePartitions(client: pg.Client): Promise<Finding[]> {
  const { rows } = await client.query<{ name: string }>(
    `select wanted.parent as name from unnest($1::text[]) wanted (parent)
     where not exists (
       select from pg_inherits i join pg_class c on c.oid = i.inhrelid
       where i.inhparent = ('dockhook.' || wanted.parent)::regclass
         and c.relname = wanted.parent || '_' || to_char((now() at time zone 'UTC')::date + 1, 'YYYYMMDD'))`,
    [parents],
  );
  const ahead: Finding =
    rows.length === 0
      ? { kind: 'good', text: 'The partitions for tomorrow are there.' }
      : {
          kind: 'advice',
          text: `The partitions for tomorrow are missing (${rows.map(({ name }) => name).join(', ')}). A running service makes them within ten minutes, or when nobody reads the tables for long any more.`,
        };
  return [ahead, ...(await examineDefaults(client))];
}

interface LateRow {
  readonly parent: string;
  readonly day: string;
  readonly count: number;
  /** From today: 0. */
  readonly ahead: number;
}

/** Where rows go for which there was no partition: found as well, but in the way of the partition of their day. */
async function examineDefaults(client: pg.Client): Promise<Finding[]> {
  const { rows } = await client.query<LateRow>(
    parents
      .map((parent) => {
        const key = parent === 'attempt' ? 'delivery_id' : 'id';
        return `select '${parent}' as parent, day::text, count(*)::int as count, day - (now() at time zone 'UTC')::date as ahead
          from (select dockhook.day_of(${key}) as day from dockhook.${parent}_default limit ${LOOKED_AT}) late group by day`;
      })
      .join(' union all ') + ' order by day, parent',
  );
  const [first] = rows;
  if (first === undefined) return [{ kind: 'good', text: 'The default partitions are empty.' }];
  const days = rows.slice(0, 6).map(({ parent, day, count }) => `${count} of ${parent} for ${day}`);
  const more = rows.length > days.length ? `, and ${rows.length - days.length} more days` : '';
  const remedies = new Set(rows.map(remedyOf));
  return [
    {
      kind: 'wrong',
      text: `The default partitions hold rows, because a clock was ahead or no partition was made for a week: ${days.join(', ')}${more}. ${[...remedies].join(' ')}`,
    },
  ];
}

function remedyOf({ count, ahead }: LateRow): string {
  if (count > MOVED_ROWS) {
    return `More than ${MOVED_ROWS} rows of a day move only while nobody waits for it: stop the service and run, as the owner of the tables and for each table and day, select dockhook.make_partition('event', '2026-01-31', null). Or leave them: retention removes them in time.`;
  }
  return ahead > 7
    ? 'Those of days to come move when their day is a week away: synchronise the clocks of all machines.'
    : 'A running service moves them within ten minutes; if it does not, its log says why.';
}
