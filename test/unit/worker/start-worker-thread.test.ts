/** What the service makes of a thread that fails, at whatever point; the thread is real, what it runs is not. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, expect, it } from 'vitest';
import { loadConfig } from '../../../src/config.ts';
import {
  createWorkerThread,
  type WorkerThread,
  type WorkerThreadOptions,
} from '../../../src/worker/start-worker-thread.ts';
import { makeTemporaryDirectory } from '../../support/temporary-directory.ts';

const fatal: Error[] = [];
const lines: string[] = [];
const threads: WorkerThread[] = [];
afterEach(async () => {
  await Promise.all(threads.splice(0).map((thread) => thread.stop(0)));
  fatal.splice(0);
  lines.splice(0);
});

/** @param code runs in the thread, with `parent` and `data` */
function threadOf(code: string, options: Pick<WorkerThreadOptions, 'silentAfterMs'> = {}): WorkerThread {
  const file = path.join(makeTemporaryDirectory(), 'thread.mjs');
  const head = `import { parentPort as parent, workerData as data } from 'node:worker_threads';\n`;
  writeFileSync(file, head + code);
  const thread = createWorkerThread({
    config: loadConfig({}),
    databaseUrl: 'postgres://127.0.0.1/nowhere',
    demo: undefined,
    logLevel: 'info',
    output: { write: (text) => void lines.push(text) },
    onFatal: (error) => void fatal.push(error),
    entry: pathToFileURL(file),
    ...options,
  });
  threads.push(thread);
  return thread;
}

const READY = `parent.postMessage({ kind: 'ready' });`;

it('a thread that cannot begin says why, and only that', async () => {
  await expect(threadOf(`throw new Error('the database is away');`).start()).rejects.toThrow('the database is away');
  await expect(threadOf(``).start()).rejects.toThrow('the thread that delivers ended');
  expect(fatal).toEqual([]);
});

it('a thread that ends by itself later ends the service', async () => {
  await threadOf(`${READY} setTimeout(() => { throw new Error('out of luck'); }, 1);`).start();
  await expect.poll(() => fatal.map(({ message }) => message)).toEqual(['out of luck']);
  await threadOf(`${READY} setTimeout(() => process.exit(0), 1);`).start();
  await expect.poll(() => fatal.map(({ message }) => message)).toContain('the thread that delivers ended');
});

it('a thread is told to stop, may log while it does, and is awaited', async () => {
  const thread = threadOf(`${READY} parent.on('message', ({ kind, timeoutMs }) => {
    if (kind !== 'stop') return;
    parent.postMessage({ kind: 'log', lines: 'stopping within ' + timeoutMs + '\\n' });
    parent.close();
  });`);
  await thread.start();
  await thread.stop(7_000);
  expect(lines).toEqual(['stopping within 7000\n']);
  expect(fatal).toEqual([]);
});

it('a thread that does not stop in time is ended', async () => {
  const thread = threadOf(`${READY} setInterval(() => {}, 1000);`);
  await thread.start();
  await thread.stop(0);
  expect(fatal).toEqual([]);
});

it('what is told to a thread that has ended is lost quietly', async () => {
  const thread = threadOf(`${READY} parent.once('message', () => parent.close());`);
  await thread.start();
  await thread.stop(1_000);
  thread.neighbour.tell('tickets');
  thread.keep([{ id: 'a', type: 'order.status', body: '{}' }]);
  await thread.stop(0);
  expect(fatal).toEqual([]);
});

it('signals go both ways', async () => {
  const thread = threadOf(`${READY} parent.on('message', (message) => {
    if (message.kind === 'signal') parent.postMessage({ kind: 'signal', signal: 'changes' });
    if (message.kind === 'stop') parent.close();
  });`);
  const heard: string[] = [];
  thread.neighbour.hear((signal) => void heard.push(signal));
  await thread.start();
  thread.neighbour.tell('tickets');
  await expect.poll(() => heard).toEqual(['changes']);
});

it('a thread that stands still is not ready until it goes on, and says so itself when it cannot work', async () => {
  const thread = threadOf(
    `${READY} setInterval(() => parent.postMessage({ kind: 'beat', problem: null }), 20);
    parent.on('message', ({ kind, timeoutMs }) => {
      if (kind === 'signal') Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2000);
      if (kind === 'stop') process.exit(0);
    });`,
    { silentAfterMs: 700 },
  );
  expect(await thread.readProblem()).toBe('it has not begun');
  await thread.start();
  expect(await thread.readProblem()).toBe(null);
  thread.neighbour.tell('tickets');
  await expect.poll(() => thread.readProblem()).toMatch(/^no sign of life for \d+ s$/);
  await expect.poll(() => thread.readProblem()).toBe(null);

  const unwell = threadOf(`${READY} parent.postMessage({ kind: 'beat', problem: 'no database' });`);
  await unwell.start();
  await expect.poll(() => unwell.readProblem()).toBe('no database');
});
