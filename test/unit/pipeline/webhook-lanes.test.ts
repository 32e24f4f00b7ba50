import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createWebhookLanes, type LaneSettings } from '../../../src/pipeline/webhook-lanes.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }));
afterEach(() => void vi.useRealTimers());

/** Lanes whose work ends at once. */
function createLanes(workerCount: number) {
  const started: number[] = [];
  const lanes = createWebhookLanes<number>(
    async (work) => {
      started.push(work);
      return true;
    },
    () => {},
    () => workerCount,
  );
  return { lanes, started };
}

it.each([
  [1, 11],
  [2, 6],
  [5, 3],
])('with %i workers alive, each begins its share of ten per second: %i of them in a second', async (workers, count) => {
  const { lanes, started } = createLanes(workers);
  const settings = { maxConcurrent: 10, maxPerSecond: 10, recoveringForMs: null };
  for (let work = 0; work < 20; work++) lanes.add('webhook', settings, work);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(started).toEqual(Array.from({ length: count }, (_, index) => index));
});

it('what waits can be taken back in its order, webhook by webhook', async () => {
  const lanes = createWebhookLanes<string>(
    () => new Promise(() => {}),
    () => {},
  );
  const settings = { maxConcurrent: 1, maxPerSecond: null, recoveringForMs: null };
  for (const work of ['a1', 'a2', 'a3']) lanes.add('a', settings, work);
  lanes.add('b', settings, 'b1');
  expect(lanes.waiting()).toEqual(['a']);
  expect(lanes.take('a')).toEqual(['a2', 'a3']);
  expect([lanes.waiting(), lanes.take('b'), lanes.sizeOf('a')]).toEqual([[], [], 1]);
});

describe('after deliveries had to wait', () => {
  /** How many began in each of the first seconds, with always enough waiting. */
  async function perSecond(workerCount: number, settings: LaneSettings, seconds: number): Promise<number[]> {
    const { lanes, started } = createLanes(workerCount);
    const counts: number[] = [];
    for (let elapsed = 0; elapsed < seconds * 1_000; elapsed += 10) {
      // More waits than may begin, and it is as recent as the clock says.
      const forMs = settings.recoveringForMs === null ? null : settings.recoveringForMs + elapsed;
      while (lanes.add('webhook', { ...settings, recoveringForMs: forMs }, 0) && lanes.sizeOf('webhook') < 100);
      await vi.advanceTimersByTimeAsync(10);
      if (elapsed % 1_000 === 990) counts.push(started.splice(0).length);
    }
    return counts;
  }
  const settings = { maxConcurrent: 100, maxPerSecond: null, recoveringForMs: 0 };

  it.each([
    [1, [50, 100, 150, 200]],
    [2, [25, 50, 75, 100]],
    [5, [10, 20, 30, 40]],
  ])(
    '%i workers begin their shares of 50 in the first second and 50 more in each that follows',
    async (workers, curve) => {
      const counts = await perSecond(workers, settings, curve.length);
      for (const [second, count] of curve.entries()) {
        expect(counts[second]).toBeGreaterThanOrEqual(count * 0.9);
        expect(counts[second]).toBeLessThanOrEqual(count * 1.1 + 1);
      }
    },
  );

  it('goes on where it is when only settings are read anew, and has no limit after a minute', async () => {
    const [later] = await perSecond(1, { ...settings, recoveringForMs: 9_000 }, 1);
    expect(later).toBeGreaterThan(450);
    const { lanes, started } = createLanes(1);
    for (let work = 0; work < 100; work++) lanes.add('webhook', { ...settings, recoveringForMs: null }, work);
    expect(started).toHaveLength(100);
  });

  it("never exceeds the webhook's own limit", async () => {
    const counts = await perSecond(1, { ...settings, maxPerSecond: 70 }, 5);
    expect(Math.max(...counts)).toBeLessThanOrEqual(70);
    expect(Math.min(...counts.slice(1))).toBeGreaterThan(60);
  });
});
