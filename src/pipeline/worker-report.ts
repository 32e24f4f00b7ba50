/**
 * Once a second a worker writes down what it has in flight, in one row. Should it die, whoever takes over its
 * tickets knows which attempts may have reached their receivers, and closes them as ABORTED. Cheaper than a
 * mark per attempt, and exact for every attempt that lasted longer than the report's interval. The same statement
 * counts the workers that are alive, among whom limits per second are divided.
 */
import type { Database } from '../database/database.ts';
import { newUuid } from '../domain/ids.ts';

const REPORT_MS = 1_000;
/** A worker that has not reported for so long is not counted. */
const ALIVE = `interval '5 seconds'`;

/** Delivery id to attempt number and start. */
export type InFlight = ReadonlyMap<string, { readonly number: number; readonly startedAt: Date }>;

export interface WorkerReport {
  start(): void;
  /** Workers alive at the last report, this one included; at least 1. */
  workerCount(): number;
  /** Removes the row: this worker leaves nothing open. */
  stop(): Promise<void>;
}

export function createWorkerReport(
  database: Database,
  inFlight: InFlight,
  onError: (error: unknown) => void,
): WorkerReport {
  const id = newUuid();
  let workers = 1;
  let timer: NodeJS.Timeout | undefined;
  let reporting: Promise<void> | undefined;

  async function report(): Promise<void> {
    const attempts = Object.fromEntries(
      [...inFlight].map(([key, { number, startedAt }]) => [key, [number, startedAt]]),
    );
    const [row] = await database.system.query<{ others: number }>(
      {
        name: 'worker-report',
        text: `with own as (
                 insert into dockhook.worker (id, in_flight) values ($1, $2)
                 on conflict (id) do update set seen_at = now(), in_flight = excluded.in_flight
               )
               select count(*)::int as others from dockhook.worker where id <> $1 and seen_at > now() - ${ALIVE}`,
      },
      [id, JSON.stringify(attempts)],
    );
    workers = 1 + (row?.others ?? 0);
  }

  function reportOnce(): void {
    reporting ??= report()
      .catch(onError)
      .finally(() => {
        reporting = undefined;
      });
  }

  return {
    start() {
      reportOnce();
      timer = setInterval(reportOnce, REPORT_MS);
    },
    workerCount: () => workers,
    async stop() {
      clearInterval(timer);
      await reporting;
      await database.system.query(`delete from dockhook.worker where id = $1`, [id]);
    },
  };
}
