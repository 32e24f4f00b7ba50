/**
 * How a corpus of hostile inputs reports itself: how many inputs of a class were tried and which were judged wrongly.
 * `npm run test:hostile` adds the tallies up in a table (hostile-table.ts).
 */
import { TestRunner } from 'vitest';

export interface HostileTally {
  readonly className: string;
  readonly tried: number;
  readonly wrong: number;
}

declare module 'vitest' {
  interface TaskMeta {
    hostile?: HostileTally[];
  }
}

/**
 * Call once at the end of a test, after the last input.
 * @param className a line of the table, e.g. "URLs: IPv4 in disguise"; several tests may add to one
 * @param tried how many different inputs were judged
 * @param wrong each input that was judged wrongly, in words; the test fails with them
 * @throws Error when anything is wrong, or nothing was tried
 */
export function tallyHostile(className: string, tried: number, wrong: readonly string[]): void {
  const test = TestRunner.getCurrentTest();
  if (test === undefined) throw new Error('A tally belongs into a test.');
  (test.meta.hostile ??= []).push({ className, tried, wrong: wrong.length });
  if (tried === 0) throw new Error(`${className}: nothing was tried.`);
  if (wrong.length === 0) return;
  const shown = wrong.slice(0, 20).join('\n  ');
  throw new Error(`${className}: ${wrong.length} of ${tried} judged wrongly:\n  ${shown}`);
}
