/**
 * Once a second a worker writes down what it has in flight, in one row. Should it die, whoever takes over its
 * tickets knows which attempts may have reached their receivers, and closes them as ABORTED. Cheaper than a
 * mark per attempt, and exact for every attempt that lasted longer than the report's interval.
 */
import type { Database } from '../database/database.ts';
import { newUuid } from '../domain/ids.ts';

const REPORT_MS = 1_000;

/** Delivery id to attempt number and start. */
export type InFlight = ReadonlyMap<string, { readonly number: number; readonly startedAt: Date }>;

export interface WorkerReport {
  start(): void;
  /** Removes the row: this worker leaves nothing open. */
  stop(): Promise<void>;
}

export function createWorkerReport(
  database: Database,
  inFlight: InFlight,
  onError: (error: unknown) => void,
): WorkerReport {
  const id = newUuid();
  let timer: NodeJS.Timeout | undefined;
  let reporting: Promise<void> | undefined;

  async function report(): Promise<void> {
    const attempts = Object.fromEntries(
      [...inFlight].map(([key, { number, startedAt }]) => [key, [number, startedAt]]),
    );
    await database.system.query(
      {
        name: 'worker-report',
        text: `insert into dockhook.worker (id, in_flight) values ($1, $2)
               on conflict (id) do update set seen_at = now(), in_flight = excluded.in_flight`,
      },
      [id, JSON.stringify(attempts)],
    );
  }

  return {
    start() {
      timer = setInterval(() => {
        reporting ??= report()
          .catch(onError)
          .finally(() => {
            reporting = undefined;
          });
      }, REPORT_MS);
    },
    async stop() {
      clearInterval(timer);
      await reporting;
      await database.system.query(`delete from dockhook.worker where id = $1`, [id]);
    },
  };
}
