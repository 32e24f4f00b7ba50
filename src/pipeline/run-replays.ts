/**
 * The runner of replays, in every worker process: takes steps of whichever replay is due. Replays are rows, so any
 * worker goes on with any of them.
 */
import type { Database } from '../database/database.ts';
import type { DeliveryQueue } from '../database/delivery-queue.ts';
import type { Signals } from '../database/signals.ts';
import { claimDueReplay, postponeReplay, takeReplayStep, type DueReplay } from './replay-step.ts';

export interface ReplayRunnerOptions {
  readonly database: Database;
  readonly queue: DeliveryQueue;
  readonly signals: Signals;
  readonly onError: (error: unknown) => void;
}

export interface ReplayRunner {
  /** Resolves when the step under way is done. */
  stop(): Promise<void>;
}

const POLL_MS = 1_000;
const LEAST_WAIT_MS = 5;
/** A replay whose step failed must not keep the others waiting. */
const AFTER_FAULT_SECONDS = 5;

export function startReplayRunner({ database, queue, signals, onError }: ReplayRunnerOptions): ReplayRunner {
  let isRunning = true;
  let timer: NodeJS.Timeout | undefined;
  let round: Promise<void> | undefined;
  const stopListening = signals.on('replays', wake);

  function wake(): void {
    if (!isRunning) return;
    clearTimeout(timer);
    round ??= goRound()
      .catch((error: unknown) => {
        onError(error);
        return POLL_MS;
      })
      .then((waitMs) => {
        round = undefined;
        if (isRunning) timer = setTimeout(wake, waitMs);
      });
  }

  /** Takes steps until none is due. @returns milliseconds until one may be */
  async function goRound(): Promise<number> {
    while (isRunning && (await takeStep())) {
      signals.send('tickets');
      signals.send('changes');
    }
    const [next] = await database.system.query<{ wait_ms: number | null }>({ name: 'next-replay', text: nextReplay });
    return Math.min(POLL_MS, Math.max(LEAST_WAIT_MS, next?.wait_ms ?? POLL_MS));
  }

  /** @returns whether a replay was due */
  async function takeStep(): Promise<boolean> {
    let due: DueReplay | undefined;
    try {
      await database.systemTransaction(async (sql) => {
        due = await claimDueReplay(sql);
        if (due !== undefined) await takeReplayStep(sql, queue, due);
      });
    } catch (error) {
      if (due === undefined) throw error;
      onError(error);
      await postponeReplay(database.system, due.id, AFTER_FAULT_SECONDS);
    }
    return due !== undefined;
  }

  wake();
  return {
    async stop() {
      isRunning = false;
      stopListening();
      clearTimeout(timer);
      await round;
    },
  };
}

const nextReplay = `
select (extract(epoch from min(next_run_at) - now()) * 1000)::float8 as wait_ms
from dockhook.replay where status in ('QUEUED', 'RUNNING')`;
