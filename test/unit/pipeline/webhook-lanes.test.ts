import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createWebhookLanes } from '../../../src/pipeline/webhook-lanes.ts';

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
  const settings = { maxConcurrent: 10, maxPerSecond: 10, isRecovering: false };
  for (let work = 0; work < 20; work++) lanes.add('webhook', settings, work);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(started).toEqual(Array.from({ length: count }, (_, index) => index));
});

it('what waits can be taken back in its order, webhook by webhook', async () => {
  const lanes = createWebhookLanes<string>(
    () => new Promise(() => {}),
    () => {},
  );
  const settings = { maxConcurrent: 1, maxPerSecond: null, isRecovering: false };
  for (const work of ['a1', 'a2', 'a3']) lanes.add('a', settings, work);
  lanes.add('b', settings, 'b1');
  expect(lanes.waiting()).toEqual(['a']);
  expect(lanes.take('a')).toEqual(['a2', 'a3']);
  expect([lanes.waiting(), lanes.take('b'), lanes.sizeOf('a')]).toEqual([[], [], 1]);
});
