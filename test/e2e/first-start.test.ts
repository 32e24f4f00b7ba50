/** The first start, as a person sees it in the terminal and as a machine reads it in the log. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createTestApp } from '../support/test-app.ts';
import { startServiceProcess } from '../support/test-app-process.ts';
import { makeTemporaryDirectory } from '../support/temporary-directory.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');

let dataDir = '';
beforeEach(() => {
  dataDir = makeTemporaryDirectory();
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true, maxRetries: 10 }));

/** Runs src/main.ts with the embedded PostgreSQL, which gets a Ctrl-C when the n-th request arrives. */
async function startAndInterrupt(requests: number): Promise<{ code: number | null; text: string; tookMs: number }> {
  const interrupt = `
    import { subscribe } from 'node:diagnostics_channel';
    let left = ${requests};
    subscribe('http.server.request.start', () => {
      if (--left !== 0) return;
      console.log('interrupted');
      process.kill(process.pid, 'SIGINT');
    });`;
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', '--import', `data:text/javascript,${encodeURIComponent(interrupt)}`, 'src/main.ts'],
    { cwd: ROOT, env: { PATH: process.env['PATH'], DATA_DIR: path.join(dataDir, 'data'), PORT: '0' } },
  );
  let text = '';
  let interruptedAtMs = 0;
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (more: string) => {
      text += more;
      if (more.includes('interrupted')) interruptedAtMs = performance.now();
    });
  }
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, text, tookMs: performance.now() - interruptedAtMs };
}

it.each([
  ['begins', 1],
  ['has its live stream', 2],
])(
  'a Ctrl-C while the demonstration %s ends the process in order, and nothing says that it is ready or failed',
  async (_when, requests) => {
    const { code, text, tookMs } = await startAndInterrupt(requests);
    expect(text).toContain('interrupted');
    expect(text).not.toMatch(/is ready|curl|demonstration|cannot start|object Object/);
    // The key was made; there is no other moment to show it.
    expect(text).toMatch(/Administrator key of TENANT001, shown only now: dhk_\w+/);
    expect(code).toBe(0);
    expect(tookMs).toBeLessThan(20_000);
  },
);

it.each(['all', 'worker'])('%s on a given database writes lines of JSON, and no key among them', async (role) => {
  const app = await createTestApp({ ROLE: 'api' });
  try {
    const owner = new pg.Client({ connectionString: app.database.url });
    await owner.connect();
    await owner.query('delete from dockhook.api_key');
    await owner.end();
    const service = await startServiceProcess(app, { ROLE: role, NODE_NO_WARNINGS: '1' });
    expect(await service.end('SIGTERM')).toBe(0);
    const messages = service.lines.map((line) => (JSON.parse(line) as { msg: string }).msg);
    expect(messages).toEqual(expect.arrayContaining(['ready', 'stopping', 'stopped']));
    expect(messages.some((text) => text.includes('npm run cli -- keys create'))).toBe(true);
    expect(service.lines.join()).not.toContain('dhk_');
    expect(await app.app.apiKeys.exist()).toBe(false);
  } finally {
    await app.stop();
  }
});
