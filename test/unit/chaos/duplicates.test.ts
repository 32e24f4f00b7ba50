import { expect, it } from 'vitest';
import { duplicatesOf } from '../../chaos/rig/judge.ts';
import type { Ledger } from '../../chaos/rig/ledger.ts';
import type { Oracle } from '../../chaos/rig/oracle.ts';

/** Duplicates among requests of one delivery, each given as its attempt's number and how it was answered. */
function duplicatesAmong(...requests: readonly (readonly [attempt: number, status: number])[]): number {
  const seen = requests.map(([attempt, status]) => ({ webhook: 'X-0', deliveryId: 'dlv_1', attempt, status }));
  const oracle = { requests: () => seen } as unknown as Oracle;
  return duplicatesOf(oracle, { companyId: 'X' } as Ledger);
}

it('the retry of a failed attempt is no duplicate', () => {
  expect(duplicatesAmong([1, 500], [2, 0], [3, 200])).toBe(0);
});

it('what comes after a good answer is one, under whichever number', () => {
  expect(duplicatesAmong([1, 200], [1, 200])).toBe(1);
  expect(duplicatesAmong([1, 500], [2, 200], [3, 200], [4, 500])).toBe(2);
});

it('an attempt that failed and comes again under the same number is one', () => {
  expect(duplicatesAmong([1, 500], [1, 500], [2, 500], [2, 200])).toBe(2);
});
