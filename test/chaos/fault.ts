/** What a fault is to the runner, and the way each of them ends: wait until all is delivered, then judge. */
import { judge } from './rig/judge.ts';
import type { Ledger } from './rig/ledger.ts';
import type { SeenRequest } from './rig/oracle.ts';
import type { Rig, RigOptions } from './rig/rig.ts';

/** How much of it: the short form belongs to the tests, the full one to `npm run chaos`. */
export type Size = 'short' | 'full';

export interface Fault {
  /** As in the fault plan: F1. */
  readonly id: string;
  readonly title: string;
  /** Whether its short form is one of the tests. Absent: only the full run has it. */
  readonly isShort?: boolean;
  /** What the rig must be made of, or why that cannot be had here. */
  prepare?(): Preparation;
  /** Strikes and recovers; rejects when the rig itself fails. */
  run(rig: Rig, size: Size): Promise<Report>;
}

export type Preparation =
  { readonly skipped: string } | { readonly options: Partial<RigOptions>; readonly release: () => void };

export interface Report {
  /** How often it struck. */
  readonly times: number;
  readonly accepted: number;
  readonly lost: number;
  readonly duplicates: number;
  /** Requests that were in flight at the blows, as far as they may have to be sent again: the most duplicates allowed. */
  readonly inFlight: number;
  /** Longest time from accepting an event to the end of its delivery. */
  readonly slowestMs: number;
  readonly violations: readonly string[];
  /** What else is worth knowing, as a short sentence. */
  readonly note: string;
}

export interface Ending {
  readonly times: number;
  readonly fanOut?: number;
  /** Requests that the blows may have cost, and so the most duplicates allowed; default 0. */
  readonly inFlight?: number;
  /** Requests that must be in the history as ABORTED; default none. */
  readonly aborted?: readonly SeenRequest[];
  /** Default true. */
  readonly mustSucceed?: boolean;
  readonly violations?: readonly string[];
  readonly note?: string;
}

/** Waits until everything published is delivered, and compares all accounts of it. */
export async function conclude(rig: Rig, ledger: Ledger, ending: Ending): Promise<Report> {
  await rig.settled(ledger);
  const { oracle, database } = rig;
  const { times, fanOut = 1, inFlight = 0, mustSucceed = true, aborted = [], note = '' } = ending;
  const verdict = await judge({ ledger, oracle, database, fanOut, inFlight, mustSucceed, aborted });
  const [slowest] = await database.query<{ ms: number | null }>(
    `select extract(epoch from max(d.completed_at - e.received_at))::float8 * 1000 as ms
     from dockhook.event e join dockhook.delivery d on d.event_id = e.id where e.company_id = $1`,
    [ledger.companyId],
  );
  const accidents = [...rig.processes].flatMap(({ accident }) => accident ?? []);
  const violations = [...verdict.violations, ...(ending.violations ?? []), ...accidents];
  return { ...verdict, times, inFlight, slowestMs: slowest?.ms ?? 0, violations, note };
}

/** The accounts of two companies that one fault struck, as one. */
export function together(first: Report, second: Report): Report {
  return {
    ...first,
    accepted: first.accepted + second.accepted,
    lost: first.lost + second.lost,
    duplicates: first.duplicates + second.duplicates,
    inFlight: first.inFlight + second.inFlight,
    slowestMs: Math.max(first.slowestMs, second.slowestMs),
    violations: [...new Set([...first.violations, ...second.violations])],
  };
}

/** What a fault promises about a time: a sentence when it took longer. */
export const atMost = (what: string, tookMs: number, limitMs: number): string[] =>
  tookMs <= limitMs ? [] : [`${what} after ${seconds(tookMs)}, and at most ${seconds(limitMs)} were promised`];

/** Time as the medium of a fault, never as something to wait for: a blow falls after so long. */
export const after = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Resolves to the milliseconds until the condition held; rejects when it does not within `timeoutMs`. */
export async function until(
  what: string,
  condition: () => boolean | Promise<boolean>,
  timeoutMs = 60_000,
): Promise<number> {
  const startMs = performance.now();
  while (!(await condition())) {
    if (performance.now() - startMs > timeoutMs) throw new Error(`Waited ${timeoutMs / 1000} s in vain: ${what}.`);
    await after(20);
  }
  return performance.now() - startMs;
}

export const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
