/**
 * What was in flight when a fault struck: the requests that had reached their receivers and were not in the history. Only
 * they may come again, each once for a blow, so they are what the judge allows as duplicates.
 */
import type { Ledger } from './ledger.ts';
import type { SeenRequest } from './oracle.ts';
import type { Rig } from './rig.ts';
import type { ServiceProcess } from './service-process.ts';

/** One attempt of one delivery. */
export const attemptOf = ({ deliveryId, attempt }: SeenRequest): string => `${deliveryId} ${attempt}`;

/** Processes that were killed, and what they had in flight. */
export interface Kill {
  /** When they were killed, as receivers tell the time. */
  readonly atMs: number;
  /** Their requests that are not in the history. */
  readonly inFlight: readonly SeenRequest[];
}

/** Longer than a worker takes to report what it has in flight: see docs/guarantees.md. */
const REPORTED_MS = 2_000;
/** An answer that was due later than this after the blow was not on its way yet. */
const ANSWERING_MS = 300;

/** Requests so far that are not in the history; those whose recording is under way included. */
export const unrecorded = (rig: Rig, ledger: Ledger): Promise<SeenRequest[]> => inFlightAt(rig, ledger, async () => {});

/**
 * Strikes what is asked for the history: what is in flight can be told only from what was recorded just before. Those
 * recorded between the two are among them.
 */
export async function inFlightAt(rig: Rig, ledger: Ledger, strike: () => Promise<void>): Promise<SeenRequest[]> {
  const [row] = await rig.database.query<{ known: string[] }>(
    `select coalesce(array_agg('dlv_' || replace(a.delivery_id::text, '-', '') || ' ' || a.number), '{}') as known
     from dockhook.event e join dockhook.delivery d on d.event_id = e.id join dockhook.attempt a on a.delivery_id = d.id
     where e.company_id = $1`,
    [ledger.companyId],
  );
  const recorded = new Set(row?.known);
  await strike();
  // The kernel may still hold requests that were sent before the question.
  await rig.oracle.catchUp();
  return rig.oracle
    .requests()
    .filter((request) => request.webhook.startsWith(`${ledger.companyId}-`) && !recorded.has(attemptOf(request)));
}

/** kill -9. The requests of the victims are those on the connections that end with them. */
export async function kill(rig: Rig, victims: readonly ServiceProcess[], ledgers: readonly Ledger[]): Promise<Kill> {
  const before = rig.oracle.closedConnections();
  const atMs = Date.now();
  await Promise.all(victims.map((victim) => rig.end(victim, 'SIGKILL')));
  const open = (await Promise.all(ledgers.map((ledger) => unrecorded(rig, ledger)))).flat();
  const closed = rig.oracle.closedConnections();
  return { atMs, inFlight: open.filter(({ connection }) => closed.has(connection) && !before.has(connection)) };
}

/** Whether one could be killed now and would have to be ABORTED. */
export function isLongInFlight(rig: Rig, ledger: Ledger): boolean {
  const closed = rig.oracle.closedConnections();
  const open = rig.oracle.requests().filter(({ webhook, connection }) => {
    return webhook.startsWith(`${ledger.companyId}-`) && !closed.has(connection);
  });
  // With some time for the blow to fall.
  return mustBeAborted({ atMs: Date.now() - 100, inFlight: open }).some(
    ({ atMs, delayMs }) => atMs + delayMs > Date.now() + 2 * ANSWERING_MS,
  );
}

/** Those of a kill that had been in flight for seconds, and were not answered: the history must call them ABORTED. */
export const mustBeAborted = ({ atMs, inFlight }: Kill): SeenRequest[] =>
  inFlight.filter(
    (request) => request.atMs < atMs - REPORTED_MS && request.atMs + request.delayMs > atMs + ANSWERING_MS,
  );

/** How long after a kill the last of these was sent again; infinite when one never was. */
export function retakenAfterMs(rig: Rig, { atMs }: Kill, lost: readonly SeenRequest[]): number {
  const requests = rig.oracle.requests();
  const times = lost.map(({ deliveryId }) => {
    const again = requests.find((request) => request.deliveryId === deliveryId && request.atMs > atMs);
    return again === undefined ? Number.POSITIVE_INFINITY : again.atMs - atMs;
  });
  return Math.max(0, ...times);
}
