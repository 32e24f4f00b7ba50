/** The first start, as a person sees it in the terminal and as a machine reads it in the log. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
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
