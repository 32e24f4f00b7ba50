import type { Database } from '../database/database.ts';

/** Why a half of the service cannot work with this database now, in words that anybody may read; `null` when it can. */
export async function problemOf(database: Pick<Database, 'ping'>): Promise<string | null> {
  try {
    await database.ping();
    return null;
  } catch {
    return 'the database does not answer, or takes no changes';
  }
}
