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
  /** http://host:port; empty for a worker. */
  readonly url: string;
  /** What it wrote so far, both streams, line by line. */
  readonly lines: readonly string[];
  /** Sends the signal and resolves with the exit code, or `null` when the signal killed it. */
  end(signal: 'SIGTERM' | 'SIGINT' | 'SIGKILL'): Promise<number | null>;
}

/** Starts src/main.ts; resolves when it is ready. The process ends with the app at the latest. */
export async function startServiceProcess(
  app: TestApp,
  overrides: Readonly<Record<string, string>> = {},
): Promise<ServiceProcess> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/main.ts'], {
    cwd: ROOT,
    env: { PATH: process.env['PATH'], ...app.environment, LOG_LEVEL: 'info', ...overrides },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exited = once(child, 'close') as Promise<[code: number | null]>;
  const inbox = createInbox<string>('line');
  for (const stream of [child.stdout, child.stderr]) createInterface(stream).on('line', (line) => inbox.add(line));
  void exited.then(([code]) => inbox.close(`The process ended with ${code}:\n${inbox.items.join('\n')}`));
  const end: ServiceProcess['end'] = async (signal) => {
    child.kill(signal);
    const [code] = await exited;
    return code;
  };
  app.onStop(async () => void (await end('SIGKILL')));

  let url: string | undefined;
  while (url === undefined) url = urlOf(await inbox.next(60_000));
  return { pid: child.pid as number, url, lines: inbox.items, end };
}

/** The URL in the log line that says the service is ready. */
function urlOf(line: string): string | undefined {
  if (!line.includes('"msg":"ready"')) return undefined;
  return (JSON.parse(line) as { url: string }).url;
}
