/** `migrate`: before a new version is rolled out, so that its processes find everything done. */
import { loadConfig } from '../../config.ts';
import { migrate } from '../../database/migrate.ts';
import type { Terminal } from '../terminal.ts';

export async function migrateDatabase({ env, print }: Terminal): Promise<number> {
  const { databaseUrl } = loadConfig(env);
  if (databaseUrl === undefined) {
    throw new Error('migrate needs DATABASE_URL. The embedded database is migrated whenever the service starts.');
  }
  await migrate({ url: databaseUrl });
  print('The database is at the present version.');
  return 0;
}
