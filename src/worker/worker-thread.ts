/** The thread that delivers beside the API: the same parts as a process with `ROLE=worker`. See start-worker-thread.ts. */
import { parentPort, workerData } from 'node:worker_threads';
import type { Signal } from '../database/signals.ts';
import { createLogger } from '../log.ts';
import { createClosers } from './closers.ts';
import { openFoundation } from './foundation.ts';
import { collectLines } from './collect-lines.ts';
import { startBeat } from './start-beat.ts';
import { unpackEvents, type FromThread, type ThreadData, type ToThread } from './thread-messages.ts';
import { createWorker } from './worker.ts';

if (parentPort === null) throw new Error('This module runs as a thread of the service only.');
const parent = parentPort;
const post = (message: FromThread): void => parent.postMessage(message);

const { config, databaseUrl, demo, origin, logLevel } = workerData as ThreadData;
const lines = collectLines((text) => post({ kind: 'log', lines: text }));
const log = createLogger(logLevel, lines);
const onError = (error: unknown) => log.error({ err: error }, 'fault');
const closers = createClosers(onError);
const listeners: ((signal: Signal) => void)[] = [];

const foundation = await openFoundation({
  config,
  databaseUrl,
  demo,
  keepsHouse: true,
  supervises: true,
  neighbour: {
    origin,
    tell: (signal) => post({ kind: 'signal', signal }),
    hear: (listener) => void listeners.push(listener),
  },
  closers,
  onError,
});
const worker = createWorker({ config, foundation, log, closers, onError });

parent.on('message', (message: ToThread) => {
  if (message.kind === 'signal') for (const listener of listeners) listener(message.signal);
  if (message.kind === 'events') foundation.targets.keep(unpackEvents(message));
  if (message.kind === 'stop') void stop(message.timeoutMs);
});
await worker.start();
post({ kind: 'ready' });
closers.add(
  startBeat(worker.readProblem, (problem) => post({ kind: 'beat', problem })),
  (part) => part.stop(),
);

let stopping: Promise<void> | undefined;
function stop(timeoutMs: number): Promise<void> {
  return (stopping ??= worker
    .stop(timeoutMs)
    .catch(onError)
    .then(() => closers.closeAll())
    .then(() => {
      lines.flush();
      parent.close();
      process.exit(0); // of this thread: whatever still holds it open
    }));
}
