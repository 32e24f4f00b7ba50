/** For commands: how to reach the server that a running Dockhook has started on a DATA_DIR. */
import { existsSync } from 'node:fs';
import { openDataLayout, readRecord } from './data-layout.ts';
import { OWNER } from './make-owner.ts';
import { readPostmasterFile } from './postmaster-file.ts';
import { urlOf } from './start-embedded-server.ts';
import { isServerOf } from './stop-leftover-server.ts';

/**
 * The postgres:// URL of the role and database `dockhook`; undefined when no server is ready there.
 * @throws Error when DATA_DIR belongs to somebody else
 */
export async function readRunningServerUrl(dataDir: string): Promise<string | undefined> {
  if (!existsSync(dataDir)) return undefined;
  const layout = openDataLayout(dataDir);
  const record = await readRecord(layout);
  const file = readPostmasterFile(layout.cluster);
  if (record === undefined || file?.status !== 'ready') return undefined;
  return (await isServerOf(layout.cluster, file.pid)) ? urlOf(OWNER, record.ownerPassword, record.port) : undefined;
}
