/**
 * The database for a command that needs it directly: that of DATABASE_URL, else the embedded one. When the service
 * runs on DATA_DIR its server is used as it is; when not, the server is started for the command and stopped after it.
 */
import path from 'node:path';
import type { Config } from '../../config.ts';
import { openDatabase, type Database } from '../../database/database.ts';
import { readRunningServerUrl } from '../../database/embedded-server/running-server.ts';
import { hasCluster } from '../../database/embedded-server/data-layout.ts';
import { startEmbeddedServer } from '../../database/embedded-server/start-embedded-server.ts';
import { migrate } from '../../database/migrate.ts';

/**
 * Names the database that it uses, because another one than meant would answer as well.
 * @throws Error that says what to do when there is no database, or it has never been migrated
 */
export async function withDatabase<T>(
  config: Config,
  explain: (line: string) => void,
  work: (database: Database) => Promise<T>,
): Promise<T> {
  const dataDir = path.resolve(config.dataDir);
  const url = config.databaseUrl ?? (await readRunningServerUrl(config.dataDir));
  if (url !== undefined) {
    explain(config.databaseUrl === undefined ? `Database: the one in ${dataDir}.` : `Database: ${nameOf(url)}.`);
    return useDatabase(url, work);
  }
  // Made here, it would be a new one that no service uses.
  if (!hasCluster(config.dataDir)) {
    throw new Error(
      `There is no database in ${dataDir}. Give DATABASE_URL, or DATA_DIR as the service has it; ` +
        'or start the service once, which makes one.',
    );
  }
  explain(`Database: the one in ${dataDir}.`);
  const server = await startEmbeddedServer({ dataDir: config.dataDir, log: explain });
  try {
    // As the service does at its start. Nobody else can be using it: DATA_DIR is locked.
    await migrate({ url: server.serviceUrl });
    return await useDatabase(server.serviceUrl, work);
  } finally {
    await server.stop();
  }
}

/** Without user and password. */
function nameOf(url: string): string {
  if (!URL.canParse(url)) return 'that of DATABASE_URL';
  const { hostname, port, pathname } = new URL(url);
  return `${pathname.slice(1)} on ${hostname || 'this machine'}${port && `:${port}`}`;
}

async function useDatabase<T>(url: string, work: (database: Database) => Promise<T>): Promise<T> {
  const database = await openDatabase({ url, tenantConnections: 1, systemConnections: 1 });
  try {
    return await work(database);
  } catch (cause) {
    if (!isNotMigrated(cause)) throw cause;
    throw new Error('This database has no Dockhook in it, or an older one: run migrate, or start the service once.', {
      cause,
    });
  } finally {
    await database.close();
  }
}

/** No such role, schema, table or column. */
const isNotMigrated = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && ['22023', '3F000', '42P01', '42703'].includes(String(error.code));
