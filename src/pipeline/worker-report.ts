/**
 * Once a second a worker writes down what it has in flight, in one row. Should it die, whoever takes over its
 * tickets knows which attempts may have reached their receivers, and closes them as ABORTED. Cheaper than a
 * mark per attempt, and exact for every attempt that lasted longer than the report's interval; one that follows a crash
 * is written down before it begins. The same statement counts the workers that are alive, among whom limits per second
 * are divided.
 */
import type { Database } from '../database/database.ts';
import type { Sql } from '../database/sql.ts';
import { newUuid } from '../domain/ids.ts';
import { closeOwn, WORKER_SILENT } from './close-aborted.ts';

const REPORT_MS = 1_000;
/** Delivery id to attempt number and start. */
export type InFlight = ReadonlyMap<string, { readonly number: number; readonly startedAt: Date }>;

export interface WorkerReport {
  start(): void;
  /** Workers alive at the last report, this one included; at least 1. */
  workerCount(): number;
  /** Resolves when all that is in flight now has been written down, or could not be. */
  written(): Promise<void>;
  /** Closes what is still in flight as ABORTED and removes the row, both or neither. */
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
  let following: Promise<void> | undefined;

  async function report(sql: Sql = database.system): Promise<void> {
    const attempts = Object.fromEntries(
      [...inFlight].map(([key, { number, startedAt }]) => [key, [number, startedAt]]),
    );
    const [row] = await sql.query<{ others: number }>(
      {
        name: 'worker-report',
        text: `with own as (
                 insert into dockhook.worker (id, in_flight) values ($1, $2)
                 on conflict (id) do update set seen_at = now(), in_flight = excluded.in_flight
               )
               select count(*)::int as others from dockhook.worker where id <> $1 and seen_at > now() - ${WORKER_SILENT}`,
      },
      [id, JSON.stringify(attempts)],
    );
    workers = 1 + (row?.others ?? 0);
  }

  function reportOnce(): Promise<void> {
    return (reporting ??= report()
      .catch(onError)
      .finally(() => {
        reporting = undefined;
      }));
  }

  /** The report under way may have begun before what is asked about did. */
  function reportAfter(present: Promise<void>): Promise<void> {
    return (following ??= present.then(() => {
      following = undefined;
      return reportOnce();
    }));
  }

  return {
    start() {
      void reportOnce();
      timer = setInterval(() => void reportOnce(), REPORT_MS);
    },
    workerCount: () => workers,
    written: () => (reporting === undefined ? reportOnce() : reportAfter(reporting)),
    async stop() {
      clearInterval(timer);
      await reporting;
      await database.systemTransaction(async (sql) => {
        if (inFlight.size > 0) {
          await report(sql);
          await closeOwn(sql, id);
        }
        await sql.query(`delete from dockhook.worker where id = $1`, [id]);
      });
    },
  };
}
