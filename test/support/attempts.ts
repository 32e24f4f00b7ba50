/** Attempts as the sender recorded them: unlike arrivals, they do not depend on when a receiver comes to look. */
import type { TestApp } from './test-app.ts';

/** When each attempt recorded so far began, in milliseconds since 1970 by the database's clock, the first first. */
export async function startsMs({ app }: TestApp): Promise<number[]> {
  const rows = await app.database.system.query<{ ms: number }>(
    'select extract(epoch from started_at)::float8 * 1000 as ms from dockhook.attempt order by 1',
  );
  return rows.map(({ ms }) => ms);
}
