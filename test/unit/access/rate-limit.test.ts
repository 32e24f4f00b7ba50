import { describe, expect, it } from 'vitest';
import { createRateLimit } from '../../../src/access/rate-limit.ts';

function limitOf(perSecond: number, burst?: number) {
  const clock = { ms: 1_000 };
  const options = { perSecond, now: () => clock.ms, ...(burst === undefined ? {} : { burst }) };
  return { clock, limit: createRateLimit(options) };
}

describe('a rate limit', () => {
  it('lets a burst through, then says how long to wait, and keeps its word', () => {
    const { clock, limit } = limitOf(10);
    for (let times = 0; times < 10; times += 1) expect(limit.take('a')).toBe(0);
    const wait = limit.take('a');
    expect(wait).toBe(100);
    clock.ms += wait - 1;
    expect(limit.take('a')).toBe(1);
    clock.ms += 1;
    expect(limit.take('a')).toBe(0);
  });

  it('gives over a long time what it says, however often it is asked', () => {
    const { clock, limit } = limitOf(50);
    let taken = 0;
    for (let ms = 0; ms < 10_000; ms += 1) {
      clock.ms += 1;
      for (let times = 0; times < 3; times += 1) if (limit.take('a') === 0) taken += 1;
    }
    expect(taken).toBeGreaterThanOrEqual(500);
    expect(taken).toBeLessThanOrEqual(552);
  });

  it('is one for each key', () => {
    const { limit } = limitOf(1);
    expect([limit.take('a'), limit.take('b')]).toEqual([0, 0]);
    expect(limit.take('a')).toBeGreaterThan(0);
  });

  it('lets a batch through that is larger than the burst, and has it paid off', () => {
    const { clock, limit } = limitOf(100);
    expect(limit.take('a', 500)).toBe(0);
    expect(limit.take('a')).toBe(4_010);
    clock.ms += 4_010;
    expect(limit.take('a')).toBe(0);
  });

  it('can be slower than one a second', () => {
    const { limit } = limitOf(10 / 60, 10);
    const waits = Array.from({ length: 11 }, () => limit.take('webhook'));
    expect(waits.slice(0, 10)).toEqual(Array.from({ length: 10 }, () => 0));
    expect(waits[10]).toBeGreaterThan(5_000);
  });
});
