import { expect, it } from 'vitest';
import { createPacer } from '../../../src/pipeline/pacer.ts';

function pacerWithClock(longestMs: number) {
  let now = 1_000;
  return { pacer: createPacer(longestMs, () => now), pass: (ms: number) => (now += ms) };
}

it('the first round waits for nothing', () => {
  expect(pacerWithClock(10).pacer.waitMs()).toBe(0);
});

it('a round is followed by a rest as long as it took, and by none when that time has passed anyway', () => {
  const { pacer, pass } = pacerWithClock(10);
  const end = pacer.begin();
  pass(4);
  end();
  expect(pacer.waitMs()).toBe(4);
  pass(3);
  expect(pacer.waitMs()).toBe(1);
  pass(20);
  expect(pacer.waitMs()).toBe(0);
});

it('a rest is never longer than the limit, however long the round took', () => {
  const { pacer, pass } = pacerWithClock(10);
  const end = pacer.begin();
  pass(5_000);
  end();
  expect(pacer.waitMs()).toBe(10);
});
