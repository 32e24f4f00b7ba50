import { beforeEach, expect, it } from 'vitest';
import { createDatabaseClock, type DatabaseClock } from '../../../src/database/database-clock.ts';

const NOON = Date.UTC(2026, 10, 26, 12);
let monotonicMs = 0;
let clock: DatabaseClock;
beforeEach(() => {
  monotonicMs = 5_000;
  clock = createDatabaseClock(() => monotonicMs);
});

/** Asks at this moment; the answer is made half way. */
const read = (databaseMs: number, tookMs: number): Promise<void> =>
  clock.read(async () => {
    monotonicMs += tookMs;
    return databaseMs;
  });

it("is the machine's until it was read", () => {
  expect(Math.abs(clock.now().getTime() - Date.now())).toBeLessThan(60_000);
});

it('goes on from what was read, which was true half way', async () => {
  await read(NOON, 20);
  expect(clock.now().getTime()).toBe(NOON + 10);
  monotonicMs += 60_000;
  expect(clock.now().getTime()).toBe(NOON + 60_010);
});

it('an answer that took long changes nothing while a better one is fresh', async () => {
  await read(NOON, 2);
  await read(NOON + 700, 1_000); // within what such an answer can say
  expect(clock.now().getTime()).toBe(NOON + 1_001);
});

it('follows a clock that was set, and a server that took over', async () => {
  await read(NOON, 2);
  monotonicMs += 10_000;
  await read(NOON - 3_600_000, 30);
  expect(clock.now().getTime()).toBe(NOON - 3_600_000 + 15);
});

it('is corrected for what the two clocks run apart', async () => {
  await read(NOON, 2);
  monotonicMs += 100_000;
  await read(NOON + 100_000 + 40, 6);
  expect(clock.now().getTime()).toBe(NOON + 100_000 + 43);
});
