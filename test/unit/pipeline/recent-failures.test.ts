import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { circuitLimits } from '../../../src/domain/circuit.ts';
import { createRecentFailures } from '../../../src/pipeline/recent-failures.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['performance'] }));
afterEach(() => void vi.useRealTimers());

it('remembers a failure for as long as the window, counted from the last', () => {
  const failures = createRecentFailures();
  failures.note('a');
  vi.advanceTimersByTime(circuitLimits.windowMs - 1);
  failures.note('a');
  vi.advanceTimersByTime(circuitLimits.windowMs - 1);
  expect([failures.has('a'), failures.has('b')]).toEqual([true, false]);
  vi.advanceTimersByTime(1);
  expect(failures.has('a')).toBe(false);
});

it('forgets webhooks that nobody asks for again, because they were deleted, as others fail', () => {
  const failures = createRecentFailures();
  for (let n = 0; n < 10_000; n++) {
    failures.note('always');
    failures.note(`deleted ${n}`);
    vi.advanceTimersByTime(circuitLimits.windowMs / 10);
  }
  expect(failures.size).toBeLessThanOrEqual(11);
  expect(failures.has('always')).toBe(true);
});
