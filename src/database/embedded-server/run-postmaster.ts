/** One run of the server process: start it, know when it is ready, learn when it ends, stop it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { clusterArgument } from './make-cluster.ts';
import type { DataLayout } from './data-layout.ts';
import { readPostmasterFile } from './postmaster-file.ts';
import { type Account, programEnvironment, runProgram } from './run-program.ts';
import { openServerLog } from './server-log.ts';
import type { ServerPrograms } from './server-programs.ts';
import { waitUntil } from './wait-until.ts';

/** Long, because a server that crashed may have much to recover before it is ready. */
const START_MS = 300_000;
/** Each step of stopping gets this long before the next, harder one. */
const STOP_STEP_MS = 20_000;

export interface PostmasterOptions {
  readonly layout: DataLayout;
  readonly programs: ServerPrograms;
  readonly account: Account | undefined;
  readonly port: number;
  readonly settings: Readonly<Record<string, string>>;
}

export interface Postmaster {
  readonly pid: number;
  /** Resolves when the process has ended, for whatever reason, to a sentence about it with its last log lines. */
  readonly ended: Promise<string>;
  /** Asks for a fast shutdown without waiting; all that can be done while our own process exits. */
  readonly signalStop: () => void;
  /** Ends every session, writes everything out, and waits for the end of the process (60 s at the very most). */
  readonly stop: () => Promise<void>;
}

/** The server did not get ready; `log` is what it wrote. */
export class PostmasterFailure extends Error {
  readonly log: string;

  constructor(message: string, log: string) {
    super(message);
    this.log = log;
  }
}

/**
 * Starts the server and resolves when it accepts connections.
 * @throws PostmasterFailure when it ends instead; Error when it cannot be spawned
 */
export async function runPostmaster(options: PostmasterOptions): Promise<Postmaster> {
  const { layout, programs } = options;
  const log = openServerLog(layout);
  const child = spawnPostmaster(options, log.fd);
  log.close();
  const pid = await pidOf(child);

  let running = true;
  const ended = new Promise<string>((resolve) => {
    child.once('exit', (code, signal) => {
      running = false;
      resolve(`PostgreSQL ended (${signal ?? `exit code ${code}`}). The last lines of ${layout.log}:\n${log.tail()}`);
    });
  });

  function signal(name: 'SIGINT' | 'SIGQUIT' | 'SIGKILL'): void {
    if (running) child.kill(name);
  }

  async function stop(): Promise<void> {
    child.ref(); // or an otherwise idle process would end before the server has
    if (process.platform === 'win32' && running) {
      await runProgram(programs.pgCtl, ['stop', '-D', layout.cluster, '-m', 'fast', '-w'], { account: undefined });
    }
    // Fast shutdown; immediate shutdown, which costs a recovery at the next start; the end.
    for (const name of ['SIGINT', 'SIGQUIT', 'SIGKILL'] as const) {
      signal(name);
      if (await waitUntil(() => !running, STOP_STEP_MS)) break;
    }
    await ended;
  }

  const isReady = (): boolean => {
    const file = readPostmasterFile(layout.cluster);
    return file?.pid === pid && file.status === 'ready';
  };
  const inTime = await waitUntil(() => !running || isReady(), START_MS);
  if (!running) throw new PostmasterFailure(await ended, log.text());
  if (!inTime) {
    await stop();
    throw new PostmasterFailure(`PostgreSQL was not ready after ${START_MS / 1000} s. ${await ended}`, log.text());
  }
  child.unref();
  return { pid, ended, signalStop: () => signal('SIGINT'), stop };
}

function spawnPostmaster(
  { layout, programs, account, port, settings }: PostmasterOptions,
  logFd: number,
): ChildProcess {
  const args = ['-D', clusterArgument(layout.cluster), '-p', String(port)];
  for (const [name, value] of Object.entries(settings)) args.push('-c', `${name}=${value}`);
  return spawn(programs.postgres, args, {
    ...account,
    cwd: layout.cluster,
    env: programEnvironment(),
    stdio: ['ignore', logFd, logFd],
    // A session of its own: Ctrl-C in the terminal is for us, and we stop the server when we no longer need it.
    detached: true,
    windowsHide: true,
  });
}

function pidOf(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.once('spawn', () => {
      if (child.pid !== undefined) resolve(child.pid);
    });
  });
}
