/** The service under test, in one process or as API and worker apart, and a client of its API. */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import path from 'node:path';
import { Pool } from 'undici';
import type { Installation } from './installation.ts';

const TOKEN = `bench_${randomBytes(16).toString('hex')}`;

export interface Service {
  readonly token: string;
  /** Of the API. */
  readonly url: string;
  /** Name in the figures and process id. */
  readonly processes: readonly { readonly name: string; readonly pid: number }[];
  /** Runs an operation; rejects when the answer has errors. */
  graphql<Data>(query: string, variables: object): Promise<Data>;
  /** The same for a body that is JSON already. */
  send<Data>(body: string): Promise<Data>;
  stop(): Promise<void>;
}

export interface ServiceOptions {
  /** API and worker as two processes, to tell their costs apart. */
  readonly apart?: boolean;
  /** For node, e.g. to profile. */
  readonly nodeArguments?: readonly string[];
}

export async function startService(installation: Installation, options: ServiceOptions = {}): Promise<Service> {
  const start = (role: string) => startProcess(installation, role, options.nodeArguments ?? []);
  const api = await start(options.apart === true ? 'api' : 'all');
  const worker = options.apart === true ? await start('worker') : undefined;
  const pool = new Pool(api.url, { connections: 64, pipelining: 1 });

  async function send<Data>(json: string): Promise<Data> {
    const { body } = await pool.request({
      method: 'POST',
      path: '/graphql',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${TOKEN}` },
      body: json,
    });
    const { data, errors } = (await body.json()) as { data: Data; errors?: { message: string }[] };
    if (errors !== undefined) throw new Error(errors[0]?.message);
    return data;
  }

  return {
    token: TOKEN,
    url: api.url,
    processes:
      worker === undefined
        ? [{ name: 'service (API and worker)', pid: api.pid }]
        : [
            { name: 'API', pid: api.pid },
            { name: 'worker', pid: worker.pid },
          ],
    graphql: (query, variables) => send(JSON.stringify({ query, variables })),
    send,
    async stop() {
      await pool.close();
      await Promise.all([api.stop(), worker?.stop()]);
    },
  };
}

async function startProcess({ appUrl, folder, caFile }: Installation, role: string, nodeArguments: readonly string[]) {
  const program = new URL('../dist/src/main.js', import.meta.url).pathname;
  const child = spawn(process.execPath, [...nodeArguments, program], {
    env: {
      ...process.env,
      DATABASE_URL: appUrl,
      DATA_DIR: path.join(folder, 'service'),
      ROLE: role,
      PORT: '0',
      ADMIN_TOKEN: TOKEN,
      EGRESS_ALLOW: '127.0.0.0/8',
      EGRESS_CA_FILE: caFile,
      LOG_LEVEL: 'info',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  // However the benchmark ends, by Ctrl-C or because nobody reads what it prints, nothing of it goes on.
  const end = (): void => void child.kill('SIGKILL');
  process.once('exit', end);
  child.once('exit', () => process.off('exit', end));
  const url = await readUrl(child);
  return {
    url,
    pid: child.pid as number,
    async stop() {
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
}

/** The service says in its log where it listens; the log goes on being read and thrown away. */
function readUrl(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    child.once('exit', (code) => reject(new Error(`the service ended with ${code}: ${text}`)));
    const onData = (chunk: Buffer): void => {
      text += chunk.toString();
      const ready = text.split('\n').find((line) => line.includes('"msg":"ready"'));
      if (ready === undefined) return;
      child.stdout?.off('data', onData);
      child.stdout?.resume();
      resolve((JSON.parse(ready) as { url: string }).url);
    };
    child.stdout?.on('data', onData);
  });
}
