/**
 * One Dockhook process per DATA_DIR. The lock is SQLite's: an operating system lock on a file, the only one Node
 * offers, which ends with its process however that ends, so it is never stale and needs no look at process ids.
 */
import { DatabaseSync } from 'node:sqlite';
import { type DataLayout, giveToOwnerOfRoot, readRecord } from './data-layout.ts';

const SQLITE_BUSY = 5;

/**
 * Takes the lock and returns what releases it.
 * @throws Error at once when another process (or another start in this one) holds it
 */
export async function lockDataDir(layout: DataLayout): Promise<() => void> {
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(layout.lock, { timeout: 0 });
    database.exec('begin exclusive');
  } catch (cause) {
    database?.close();
    if (!(cause instanceof Error && 'errcode' in cause && cause.errcode === SQLITE_BUSY)) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new Error(`Cannot lock ${layout.lock}: ${reason}.`, { cause });
    }
    const holder = (await readRecord(layout).catch(() => undefined))?.usedByPid;
    throw new Error(
      `Another Dockhook process${holder === undefined ? '' : ` (pid ${holder})`} is using ${layout.root}: ` +
        'stop it, or set DATA_DIR to another directory.',
    );
  }
  giveToOwnerOfRoot(layout, layout.lock);
  const held = database;
  return () => held.close();
}
