/** One process of the built service: started, killed, frozen, told to stop. An end that nobody asked for is noted. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';

const MAIN = path.resolve(import.meta.dirname, '../../../dist/src/main.js');
const START_MS = 180_000;
const LINES_KEPT = 200;

export interface ServiceProcess {
  readonly name: string;
  readonly pid: number;
  /** http://host:port; empty for a worker. */
  readonly url: string;
  /** Resolves when the process has ended. */
  readonly exited: Promise<void>;
  /** Why it ended although nobody asked it to, with its last lines. */
  readonly accident: string | undefined;
  /** Resolves when it has ended. */
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<{ readonly code: number | null; readonly tookMs: number }>;
  /** It may end by itself from now on: a failpoint is set. */
  expectEnd(): void;
  signal(signal: 'SIGSTOP' | 'SIGCONT'): void;
  /** Memory in use, in bytes; 0 where the system does not tell. */
  residentBytes(): number;
}

/** Starts it; resolves when it is ready, or has ended as a failpoint asked. */
export async function startServiceProcess(
  name: string,
  environment: Readonly<Record<string, string>>,
): Promise<ServiceProcess> {
  const child = spawn(process.execPath, ['--enable-source-maps', MAIN], {
    env: { PATH: process.env['PATH'], ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines: string[] = [];
  const ready = Promise.withResolvers<string>();
  for (const stream of [child.stdout, child.stderr]) {
    createInterface(stream).on('line', (line) => {
      if (lines.push(line) > LINES_KEPT) lines.shift();
      if (line.includes('"msg":"ready"')) ready.resolve((JSON.parse(line) as { url: string }).url);
    });
  }
  let isExpected = environment['FAILPOINT'] !== undefined;
  let accident: string | undefined;
  const exited = once(child, 'close').then(([code, signal]) => {
    if (!isExpected) accident = `${name} ended by itself (${signal ?? code}):\n${lines.slice(-20).join('\n')}`;
    ready.resolve('');
  });
  const timeout = setTimeout(() => {
    child.kill('SIGKILL');
    ready.reject(new Error(`${name} was not ready in time:\n${lines.slice(-20).join('\n')}`));
  }, START_MS);
  const url = await ready.promise.finally(() => clearTimeout(timeout));
  if (accident !== undefined) throw new Error(accident);

  return {
    name,
    pid: child.pid as number,
    url,
    exited,
    get accident() {
      return accident;
    },
    expectEnd: () => void (isExpected = true),
    signal: (signal) => void child.kill(signal),
    async end(signal) {
      isExpected = true;
      const startMs = performance.now();
      child.kill(signal);
      await exited;
      return { code: child.exitCode, tookMs: performance.now() - startMs };
    },
    residentBytes: () => residentBytesOf(child),
  };
}

function residentBytesOf(child: ChildProcess): number {
  if (process.platform !== 'linux' || child.exitCode !== null) return 0;
  const [, kilobytes] = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8')) ?? [];
  return Number(kilobytes ?? 0) * 1024;
}
