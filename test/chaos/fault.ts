/** What a fault is to the runner, and the way each of them ends: wait until all is delivered, then judge. */
import { judge } from './rig/judge.ts';
import type { Ledger } from './rig/ledger.ts';
import type { Rig, RigOptions } from './rig/rig.ts';

/** How much of it: the short form belongs to the tests, the full one to `npm run chaos`. */
export type Size = 'short' | 'full';

export interface Fault {
  /** As in the fault plan: F1. */
  readonly id: string;
  readonly title: string;
  /** Absent: only the full run has it. */
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
  /** Longest time from accepting an event to the end of its delivery. */
  readonly slowestMs: number;
  readonly violations: readonly string[];
  /** What else is worth knowing, as a short sentence. */
  readonly note: string;
}

export interface Ending {
  readonly times: number;
  readonly fanOut?: number;
  /** Most duplicates allowed; default 0. */
  readonly duplicatesAllowed?: number;
  /** Default true. */
  readonly mustSucceed?: boolean;
  readonly violations?: readonly string[];
  readonly note?: string;
}

/** Waits until everything published is delivered, and compares all accounts of it. */
export async function conclude(rig: Rig, ledger: Ledger, ending: Ending): Promise<Report> {
  await rig.settled(ledger);
  const { oracle, database } = rig;
  const { times, fanOut = 1, duplicatesAllowed = 0, mustSucceed = true, note = '' } = ending;
  const verdict = await judge({ ledger, oracle, database, fanOut, duplicatesAllowed, mustSucceed });
  const [slowest] = await database.query<{ ms: number | null }>(
    `select extract(epoch from max(d.completed_at - e.received_at))::float8 * 1000 as ms
     from dockhook.event e join dockhook.delivery d on d.event_id = e.id where e.company_id = $1`,
    [ledger.companyId],
  );
  const accidents = [...rig.processes].flatMap(({ accident }) => accident ?? []);
  const violations = [...verdict.violations, ...(ending.violations ?? []), ...accidents];
  return { ...verdict, times, slowestMs: slowest?.ms ?? 0, violations, note };
}

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
