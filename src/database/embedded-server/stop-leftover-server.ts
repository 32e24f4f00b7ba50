/**
 * A server outlives a Dockhook that was killed (kill -9, out of memory). The next start stops it and starts its own,
 * which is one way for both cases and makes it a child whose end we learn of. The caller holds the lock of DATA_DIR,
 * so no living Dockhook needs the server found here.
 */
import { readFileSync, rmSync, statSync } from 'node:fs';
import type { DataLayout } from './data-layout.ts';
import { postmasterFilePath, readPostmasterFile } from './postmaster-file.ts';
import { runProgram } from './run-program.ts';
import type { ServerPrograms } from './server-programs.ts';
import { waitUntil } from './wait-until.ts';

const FAST_SHUTDOWN_MS = 30_000;
const IMMEDIATE_SHUTDOWN_MS = 10_000;

/** @throws Error when a server is found and does not stop */
export async function stopLeftoverServer(
  { cluster }: DataLayout,
  programs: ServerPrograms,
  log: (line: string) => void,
): Promise<void> {
  const pid = readPostmasterFile(cluster)?.pid;
  if (pid === undefined) return;
  if (process.platform === 'win32') {
    await runProgram(programs.pgCtl, ['stop', '-D', cluster, '-m', 'fast', '-w'], { account: undefined });
    return;
  }
  if (!isAlive(pid)) return; // PostgreSQL replaces the file by itself
  if (!(await isServerOf(cluster, pid))) {
    // After a reboot or in a new container the number belongs to somebody else. PostgreSQL would not dare to start.
    log(`Ignoring a stale postmaster.pid: process ${pid} is not a server of ${cluster}.`);
    rmSync(postmasterFilePath(cluster), { force: true });
    return;
  }
  log(`Stopping the PostgreSQL server (pid ${pid}) that an earlier Dockhook left running.`);
  const isGone = async (): Promise<boolean> => !(await isServerOf(cluster, pid));
  process.kill(pid, 'SIGINT');
  if (await waitUntil(isGone, FAST_SHUTDOWN_MS)) return;
  process.kill(pid, 'SIGQUIT');
  if (await waitUntil(isGone, IMMEDIATE_SHUTDOWN_MS)) return;
  throw new Error(`The PostgreSQL server (pid ${pid}) left running in ${cluster} does not stop.`);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** True for the PostgreSQL server of exactly this directory; false for any other process, for none, for a zombie. */
export async function isServerOf(cluster: string, pid: number): Promise<boolean> {
  if (process.platform === 'linux') {
    try {
      const [theirs, ours] = [statSync(`/proc/${pid}/cwd`), statSync(cluster)];
      const program = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')[0] ?? '';
      return theirs.ino === ours.ino && theirs.dev === ours.dev && program.endsWith('postgres');
    } catch {
      return false;
    }
  }
  const { stdout } = await runProgram('ps', ['-ww', '-o', 'args=', '-p', String(pid)], { account: undefined });
  return stdout.includes('postgres') && stdout.includes(cluster);
}
