import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createFailureCount } from '../../../src/server/failure-count.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('a thousand failures are one line with their sum, by reason and with some of the addresses', () => {
  const lines: object[] = [];
  const failures = createFailureCount((sum) => lines.push(sum));
  for (let times = 0; times < 1_000; times += 1) failures.add('unknown key', `10.0.0.${times % 20}`);
  failures.add('ERR_JWT_EXPIRED', '10.0.1.1');
  expect(lines).toEqual([]);
  vi.advanceTimersByTime(10_000);
  expect(lines).toMatchObject([{ count: 1_001, reasons: { 'unknown key': 1_000, ERR_JWT_EXPIRED: 1 } }]);
  expect((lines[0] as { addresses: string[] }).addresses).toHaveLength(10);
});

it('what was not logged yet is logged at the end, and silence is not', () => {
  const lines: object[] = [];
  const failures = createFailureCount((sum) => lines.push(sum));
  failures.close();
  expect(lines).toEqual([]);
  failures.add('no token', undefined);
  failures.close();
  vi.advanceTimersByTime(60_000);
  expect(lines).toEqual([{ count: 1, reasons: { 'no token': 1 }, addresses: [] }]);
});
