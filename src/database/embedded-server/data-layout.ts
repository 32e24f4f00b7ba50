/** Where the embedded server keeps its things below DATA_DIR, and the one small record it needs at every start. */
import { chownSync, existsSync, mkdirSync, realpathSync, statSync } from 'node:fs';
import { readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';

export interface DataLayout {
  /** DATA_DIR itself, absolute, links resolved. */
  readonly root: string;
  /** PostgreSQL's own data directory; the only thing here that belongs to the account the server runs as. */
  readonly cluster: string;
  readonly log: string;
  readonly lock: string;
  /** {@link ServerRecord} as JSON, readable by its owner only. */
  readonly record: string;
}

/** What must survive a restart. Losing it locks everyone out of the data, so it is replaced atomically. */
export interface ServerRecord {
  /** TCP port on 127.0.0.1; kept, so that a URL once noted stays good, and changed only when it is taken. */
  readonly port: number;
  readonly superuserPassword: string;
  readonly ownerPassword: string;
  /** The process that started the server last; to name it when a second one tries. */
  readonly usedByPid: number;
}

/** Makes DATA_DIR (0700) when there is none. */
export function openDataLayout(dataDir: string): DataLayout {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const root = realpathSync(dataDir);
  return {
    root,
    cluster: path.join(root, 'postgres'),
    log: path.join(root, 'postgres.log'),
    lock: path.join(root, 'postgres.lock'),
    record: path.join(root, 'postgres.json'),
  };
}

/** Whether a database was made there; makes nothing. */
export const hasCluster = (dataDir: string): boolean => existsSync(path.join(dataDir, 'postgres', 'PG_VERSION'));

/** Undefined when there is none yet. Rejects when it cannot be read. */
export async function readRecord(layout: DataLayout): Promise<ServerRecord | undefined> {
  try {
    return JSON.parse(await readFile(layout.record, 'utf8')) as ServerRecord;
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return undefined;
    throw new Error(`Cannot read ${layout.record}, which holds the passwords of the embedded database.`, { cause });
  }
}

export async function writeRecord(layout: DataLayout, record: ServerRecord): Promise<void> {
  const draft = `${layout.record}.new`;
  await writeFile(draft, `${JSON.stringify(record, null, 2)}\n`, { mode: 0o600, flush: true });
  giveToOwnerOfRoot(layout, draft);
  await rename(draft, layout.record);
}

/** After one start with sudo, the next start without it must still be able to read what that one wrote. */
export function giveToOwnerOfRoot(layout: DataLayout, file: string): void {
  if (process.geteuid?.() !== 0) return;
  const { uid, gid } = statSync(layout.root);
  chownSync(file, uid, gid);
}
