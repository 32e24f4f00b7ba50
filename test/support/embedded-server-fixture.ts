/** For the tests of the embedded server itself: a DATA_DIR per test, servers in this process and in others. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, rmSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import {
  type EmbeddedServer,
  type EmbeddedServerOptions,
  startEmbeddedServer,
} from '../../src/database/embedded-server/start-embedded-server.ts';
import { makeTemporaryDirectory } from './temporary-directory.ts';

/** The program that {@link EmbeddedServerFixture.launch} runs. */
export const PROGRAM = path.resolve(import.meta.dirname, 'embedded-server-process.ts');

/** What a launched process says of itself: where its server is, or why there is none. */
export interface Report {
  readonly pid: number;
  readonly appUrl: string;
  readonly error?: string;
}

export interface EmbeddedServerFixture {
  /** A directory (0700) of this test. */
  base: string;
  /** Below `base`; does not exist yet. */
  dataDir: string;
  /** Makes `dataDir` a copy of one that was used before, which is faster than a first start. */
  useUsedDirectory(): void;
  start(options?: Partial<EmbeddedServerOptions>): Promise<EmbeddedServer>;
  /** Starts the server from another process, as another account if given. */
  launch(account?: { uid: number; gid: number }): { child: ChildProcess; report: Promise<Report> };
}

/** Registers the hooks that make and remove everything. To be called once per test file. */
export function useEmbeddedServer(): EmbeddedServerFixture {
  const servers: EmbeddedServer[] = [];
  const children: ChildProcess[] = [];
  let used = '';

  const fixture: EmbeddedServerFixture = {
    base: '',
    dataDir: '',
    useUsedDirectory: () => cpSync(used, fixture.dataDir, { recursive: true }),
    async start(options = {}) {
      const server = await startEmbeddedServer({ dataDir: fixture.dataDir, durable: false, ...options });
      servers.push(server);
      return server;
    },
    launch(account) {
      const child = spawn(process.execPath, [PROGRAM, fixture.dataDir], {
        ...account,
        stdio: ['pipe', 'pipe', 'inherit'],
        detached: true,
      });
      children.push(child);
      const report = once(createInterface({ input: child.stdout }), 'line').then(
        ([line]) => JSON.parse(line as string) as Report,
      );
      report.catch(() => {}); // the test may kill the process before it reports
      return { child, report };
    },
  };

  beforeAll(async () => {
    used = makeTemporaryDirectory();
    await (await startEmbeddedServer({ dataDir: used, durable: false })).stop();
  });
  beforeEach(() => {
    fixture.base = makeTemporaryDirectory();
    fixture.dataDir = path.join(fixture.base, '.data');
  });
  afterEach(async () => {
    for (const server of servers.splice(0)) await server.stop();
    for (const child of children.splice(0)) await end(child);
    rmSync(fixture.base, { recursive: true, force: true, maxRetries: 10 });
  });
  afterAll(() => rmSync(used, { recursive: true, force: true }));
  return fixture;
}

/** Lets a launched process stop its server and waits for its end. */
export async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  child.stdin?.end();
  await exit;
}

/** kill -9. */
export async function kill(child: ChildProcess): Promise<void> {
  const exit = once(child, 'exit');
  child.kill('SIGKILL');
  await exit;
}

export async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {}); // the statement under way rejects
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}
