/**
 * Delivering in a thread of its own, beside the API: two threads use two cores, and a large mutation delays no
 * delivery. To the database the thread is a worker like any other; only signals, the log, and the bodies of events that
 * were just accepted take the short way.
 */
import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { Worker as Thread } from 'node:worker_threads';
import type { LogOutput } from '../log.ts';
import type { Neighbour, Signal } from '../database/signals.ts';
import type { DispatchEvent } from '../pipeline/load-events.ts';
import { packEvents, type FromThread, type ThreadData, type ToThread } from './thread-messages.ts';
import type { Worker } from './worker.ts';

/** The compiled module beside this one, or its source where sources run. */
const ENTRY = new URL(`./worker-thread${path.extname(import.meta.url)}`, import.meta.url);

/** Beyond the time to drain: to record what came last, and to close. */
const CLOSE_MS = 3_000;

/** Bodies and outcomes live for a few hundred milliseconds and shall die young. With twice this, collections take longer each. */
const YOUNG_GENERATION_MB = 48;

export interface WorkerThreadOptions extends Omit<ThreadData, 'origin'> {
  readonly output: LogOutput;
  /** The thread ended although nobody stopped it. */
  readonly onFatal: (error: Error) => void;
  /** For tests: another module to run. */
  readonly entry?: URL;
  /** Without a sign of life for so long it is not ready. Default 5,000. */
  readonly silentAfterMs?: number;
}

export interface WorkerThread extends Worker {
  /** For the signals of this thread. */
  readonly neighbour: Neighbour;
  /** Hands over events that were accepted, so that the thread need not read them back. */
  keep(events: readonly DispatchEvent[]): void;
}

/** Prepares it; the thread begins with `start`, which rejects when it cannot. */
export function createWorkerThread(options: WorkerThreadOptions): WorkerThread {
  const { output, onFatal, entry = ENTRY, silentAfterMs = 5_000, ...data } = options;
  const origin = randomBytes(6).toString('hex');
  const listeners: ((signal: Signal) => void)[] = [];
  let thread: Thread | undefined;
  let exited: Promise<void> = Promise.resolve();
  let isStopping = false;
  let heardAtMs = -Infinity;
  let problem: string | null = null;

  const post = (message: ToThread, moved: ArrayBuffer[] = []): void => thread?.postMessage(message, moved);

  function hear(message: FromThread): void {
    if (message.kind === 'signal') for (const listener of listeners) listener(message.signal);
    if (message.kind === 'log') output.write(message.lines);
    if (message.kind === 'beat') problem = message.problem;
    heardAtMs = performance.now();
  }

  return {
    neighbour: {
      origin,
      tell: (signal) => post({ kind: 'signal', signal }),
      hear: (listener) => void listeners.push(listener),
    },
    keep(events) {
      const packed = packEvents(events);
      post({ kind: 'events', ...packed }, [packed.bytes.buffer]);
    },
    start() {
      const started = Promise.withResolvers<void>();
      const workerData: ThreadData = { ...data, origin };
      const running = new Thread(entry, {
        name: 'worker',
        workerData,
        resourceLimits: { maxYoungGenerationSizeMb: YOUNG_GENERATION_MB },
      });
      thread = running;
      let isReady = false;
      let failure: Error | undefined;
      running.on('message', (message: FromThread) => {
        hear(message);
        if (message.kind !== 'ready') return;
        isReady = true;
        started.resolve();
      });
      running.on('error', (error: unknown) => {
        failure = error instanceof Error ? error : new Error(String(error));
      });
      exited = new Promise((resolve) => {
        running.once('exit', () => {
          thread = undefined;
          resolve();
          const error = failure ?? new Error('the thread that delivers ended');
          if (!isReady) started.reject(error);
          else if (!isStopping || failure !== undefined) onFatal(error);
        });
      });
      return started.promise;
    },
    async stop(timeoutMs) {
      isStopping = true;
      post({ kind: 'stop', timeoutMs });
      const impatient = setTimeout(() => void thread?.terminate(), timeoutMs + CLOSE_MS);
      await exited;
      clearTimeout(impatient);
    },
    async readProblem() {
      // When this thread was busy, signs of life may wait to be read.
      if (performance.now() - heardAtMs > silentAfterMs) await new Promise((resolve) => setTimeout(resolve, 10));
      const silentMs = performance.now() - heardAtMs;
      if (silentMs <= silentAfterMs) return problem;
      return Number.isFinite(silentMs) ? `no sign of life for ${Math.floor(silentMs / 1_000)} s` : 'it has not begun';
    },
  };
}
