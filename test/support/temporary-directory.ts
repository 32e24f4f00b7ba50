/** Directories for tests, in memory where there is plenty of it: making a database is mostly making a thousand files. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { isRunning } from './is-running.ts';

const PREFIX = 'dockhook-test-';
const GIB = 1024 ** 3;

/** Makes a directory (0700) with a unique name, which says whose it is. Programs can be run from it. */
export function makeTemporaryDirectory(): string {
  return mkdtempSync(path.join(temporaryRoot(), `${PREFIX}${process.pid}-`));
}

/** Removes what runs that were interrupted or killed have left. A server in there ends itself within a minute. */
export function removeAbandonedDirectories(): void {
  const root = temporaryRoot();
  for (const name of readdirSync(root).filter((entry) => entry.startsWith(PREFIX))) {
    const pid = Number(name.slice(PREFIX.length).split('-')[0]);
    if (!isRunning(pid)) rmSync(path.join(root, name), { recursive: true, force: true, maxRetries: 5 });
  }
}

/** /dev/shm when programs run there and 2 GiB of it and 4 GiB of memory are free, else the system's temporary directory. */
function temporaryRoot(): string {
  try {
    const { bavail, bsize } = statfsSync('/dev/shm');
    const mount = readFileSync('/proc/mounts', 'utf8')
      .split('\n')
      .find((line) => line.includes(' /dev/shm '));
    if (mount?.includes('noexec') !== false) return tmpdir();
    if (bavail * bsize >= 2 * GIB && process.availableMemory() >= 4 * GIB) return '/dev/shm';
  } catch {
    // no such file system here
  }
  return tmpdir();
}
