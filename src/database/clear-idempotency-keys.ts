/**
 * The end of old idempotency keys. There are as many as events in a week, and an index to find the old ones by would cost
 * every publish something (decision 0029). So the table is walked along, block after block: a bounded part in each round,
 * all of it within half a day. How far it came is a row; who does not get its lock leaves the walk to whoever has it.
 */
import type { Sql } from './sql.ts';

/** How long a repeated idempotency key is recognised, of whichever mutation. */
export const KEY_HOURS = 7 * 24;

/** Of one statement: some 4,000 keys, in about a millisecond when none of them is old. */
const STEP_BLOCKS = 64;
/** Of one round, at least: 32 MB, some 250,000 keys. */
const ROUND_BLOCKS = 4_096;
/** Rounds of ten minutes in which a large table is gone through. */
const ROUNDS = 72;

interface Step {
  /** Of the table. */
  readonly blocks: string;
  readonly is_over: boolean;
}

/** One round, as far as it may go on. */
export async function clearIdempotencyKeys(sql: Sql, isStopped: () => boolean): Promise<void> {
  let walked = 0;
  let blocks = 0;
  do {
    const [step] = await sql.query<Step>(clearStep);
    if (step === undefined || step.is_over) return;
    walked += STEP_BLOCKS;
    blocks = Number(step.blocks);
  } while (walked < Math.max(ROUND_BLOCKS, blocks / ROUNDS) && !isStopped());
}

/** Never prepared: while the table is small it is planned as a scan of all of it, which it does not stay. */
export const clearStep = `
with walk as (
  select next_block, next_block + ${STEP_BLOCKS} as end_block, t.blocks
  from dockhook.key_walk,
    (select pg_relation_size('dockhook.idempotency_key') / current_setting('block_size')::int as blocks) t
  for update of key_walk skip locked
), gone as (
  delete from dockhook.idempotency_key
  where ctid >= (select format('(%s,0)', next_block)::tid from walk)
    and ctid < (select format('(%s,0)', end_block)::tid from walk)
    and created_at < now() - interval '${KEY_HOURS} hours'
), moved as (
  update dockhook.key_walk set next_block = case when walk.end_block < walk.blocks then walk.end_block else 0 end from walk
)
select blocks, end_block >= blocks as is_over from walk`;
