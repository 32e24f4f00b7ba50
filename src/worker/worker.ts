/** The half of the service that delivers: dispatcher, sweeper and the runner of replays. */
import type { Config } from '../config.ts';
import { createFrequentInfo, type Logger } from '../log.ts';
import { createDispatcher } from '../pipeline/dispatch.ts';
import { startReplayRunner } from '../pipeline/run-replays.ts';
import { startSweeper } from '../pipeline/sweep.ts';
import type { Closers } from './closers.ts';
import type { Foundation } from './foundation.ts';
import { problemOf } from './problem-of.ts';

export interface WorkerOptions {
  readonly config: Config;
  readonly foundation: Foundation;
  readonly log: Logger;
  readonly closers: Closers;
  readonly onError: (error: unknown) => void;
}

export interface Worker {
  /** Begins to deliver. */
  start(): Promise<void>;
  /** Takes nothing more, finishes what is in flight (at most `timeoutMs`), gives back the rest. */
  stop(timeoutMs: number): Promise<void>;
  /** Why it cannot deliver now, in a few words; `null` when it can. */
  readProblem(): Promise<string | null>;
}

/** Sweeper and runner end with the closers. */
export function createWorker({ config, foundation, log, closers, onError }: WorkerOptions): Worker {
  const { database, queue, signals } = foundation;
  const dispatcher = createDispatcher({
    ...foundation,
    timeScale: config.retryTimeScale,
    log: {
      // Ids, numbers and outcomes only.
      attempted: createFrequentInfo(log, 'delivery.attempted'),
      disabled: (fields) => log.warn(fields, 'webhook.disabled'),
      fault: (error, doing) => log.error({ err: error, doing }, 'fault'),
    },
  });
  return {
    async start() {
      dispatcher.start();
      const onFound = (count: number) => log.warn({ count }, 'deliveries without a ticket were found');
      closers.add(startSweeper({ database, queue, signals, onFound, onError }), (part) => part.stop());
      closers.add(startReplayRunner({ database, queue, signals, onError }), (part) => part.stop());
    },
    stop: (timeoutMs) => dispatcher.stop(timeoutMs),
    readProblem: () => problemOf(database),
  };
}
