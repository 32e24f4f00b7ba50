/** The service as a process of its own, on the database of a test app: to be killed or told to stop. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { createInbox } from './inbox.ts';
import type { TestApp } from './test-app.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');

export interface ServiceProcess {
  readonly pid: number;
  /** http://host:port; of a worker, where it answers probes. */
  readonly url: string;
  /** What it wrote so far, both streams, line by line. */
  readonly lines: readonly string[];
  /** Sends the signal and resolves with the exit code, or `null` when the signal killed it (or the shell around it). */
  end(signal: 'SIGTERM' | 'SIGINT' | 'SIGKILL'): Promise<number | null>;
}

/**
 * Starts src/main.ts; resolves when it is ready. The process ends with the app at the latest.
 * @param options `inShell`: as `npm start` does it, in a shell and a process group that gets the signals
 */
export async function startServiceProcess(
  app: Pick<TestApp, 'environment' | 'onStop'>,
  overrides: Readonly<Record<string, string>> = {},
  { inShell = false } = {},
): Promise<ServiceProcess> {
  const command = [process.execPath, '--import', 'tsx', 'src/main.ts'];
  // Not the shell's last command, which it would turn into instead of waiting for it.
  const [program = '', ...parameters] = inShell ? ['sh', '-c', `"$@"; exit $?`, 'sh', ...command] : command;
  const child = spawn(program, parameters, {
    cwd: ROOT,
    detached: inShell,
    env: {
      PATH: process.env['PATH'],
      ...app.environment,
      LOG_LEVEL: 'info',
      ...(inShell && { npm_lifecycle_event: 'start' }),
      ...overrides,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const pid = child.pid as number;
  const exited = once(child, 'close') as Promise<[code: number | null]>;
  const inbox = createInbox<string>('line');
  for (const stream of [child.stdout, child.stderr]) createInterface(stream).on('line', (line) => inbox.add(line));
  void exited.then(([code]) => inbox.close(`The process ended with ${code}:\n${inbox.items.join('\n')}`));
  const end: ServiceProcess['end'] = async (signal) => {
    if (inShell) killGroup(pid, signal);
    else child.kill(signal);
    const [code] = await exited;
    return code;
  };
  app.onStop(async () => void (await end('SIGKILL')));

  let url: string | undefined;
  while (url === undefined) url = urlOf(await inbox.next(60_000));
  return { pid, url, lines: inbox.items, end };
}

function killGroup(leader: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-leader, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error; // all of it has ended already
  }
}

/** The URL in the log line that says the service is ready. */
function urlOf(line: string): string | undefined {
  if (!line.includes('"msg":"ready"')) return undefined;
  return (JSON.parse(line) as { url: string }).url;
}
