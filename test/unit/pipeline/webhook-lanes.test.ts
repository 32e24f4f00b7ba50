import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createWebhookLanes, type LaneSettings } from '../../../src/pipeline/webhook-lanes.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }));
afterEach(() => void vi.useRealTimers());

const unlimited: LaneSettings = { maxConcurrent: 10, maxPerSecond: null, recoveringForMs: null };

/** Lanes whose work ends at once, after so long, or never. */
function createLanes({ tookMs = 0, freeSlots = 800, workerCount = 1 } = {}) {
  const started: { work: number; isSlow: boolean }[] = [];
  const rooms: string[] = [];
  const lanes = createWebhookLanes<number>({
    run: async (work, isSlow) => {
      started.push({ work, isSlow });
      if (tookMs === Infinity) await new Promise(() => {});
      if (tookMs > 0) await new Promise((resolve) => setTimeout(resolve, tookMs));
      return true;
    },
    onRoom: (webhookId) => void rooms.push(webhookId),
    freeSlots: () => freeSlots,
    workerCount: () => workerCount,
  });
  /** Adds until the lane takes no more; returns how many it took. */
  const fill = (webhookId: string, settings = unlimited): number => {
    let count = 0;
    while (count < 5_000 && lanes.add(webhookId, settings, count)) count += 1;
    return count;
  };
  return { lanes, started, rooms, fill };
}

it.each([
  [1, 11],
  [2, 6],
  [5, 3],
])('with %i workers alive, each begins its share of ten per second: %i of them in a second', async (workers, count) => {
  const { lanes, started } = createLanes({ workerCount: workers });
  const settings = { maxConcurrent: 10, maxPerSecond: 10, recoveringForMs: null };
  for (let work = 0; work < 20; work++) lanes.add('webhook', settings, work);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(started.map(({ work }) => work)).toEqual(Array.from({ length: count }, (_, index) => index));
});

it('what waits can be taken back in its order, webhook by webhook', async () => {
  const { lanes } = createLanes({ tookMs: Infinity });
  const settings = { ...unlimited, maxConcurrent: 1 };
  for (const work of [1, 2, 3]) lanes.add('a', settings, work);
  lanes.add('b', settings, 4);
  expect(lanes.waiting()).toEqual(['a']);
  expect(lanes.take('a')).toEqual([2, 3]);
  expect([lanes.waiting(), lanes.take('b'), lanes.sizeOf('a')]).toEqual([[], [], 1]);
});

it('a lane of which nothing is known holds a quarter of the free slots, and always what it can start at once', () => {
  expect(createLanes({ tookMs: Infinity, freeSlots: 800 }).fill('a')).toBe(200);
  expect(createLanes({ tookMs: Infinity, freeSlots: 0 }).fill('a')).toBe(10);
});

it('nothing waits in a lane that stands still, and there is room again when one has ended', async () => {
  const { lanes, rooms, fill } = createLanes({ tookMs: 20_000 });
  fill('a');
  await vi.advanceTimersByTimeAsync(251);
  expect(lanes.roomOf('a')).toBe(0);
  expect(lanes.shed(10)).toHaveLength(180);
  expect(lanes.shed(0)).toHaveLength(10);
  expect(lanes.shed(0)).toEqual([]);
  expect(fill('a')).toBe(0);
  expect(lanes.full()).toEqual(['a']);

  await vi.advanceTimersByTimeAsync(19_800);
  expect(rooms).toContain('a');
  expect(lanes.roomOf('a')).toBe(10);
  expect(fill('a')).toBe(10);
});

it('a lane that moves keeps what it will have worked off within its pace', async () => {
  const { lanes, started, fill } = createLanes({ tookMs: 300, freeSlots: 0 });
  fill('a');
  await vi.advanceTimersByTimeAsync(301);
  expect(fill('a')).toBe(20); // ten at once, and ten as in the last period
  expect(lanes.shed(0)).toEqual([]);
  await vi.advanceTimersByTimeAsync(301);
  expect(started.map(({ isSlow }) => isSlow)).toEqual([
    ...Array<boolean>(10).fill(false),
    ...Array<boolean>(20).fill(true),
  ]);
});

it('a lane limited to one in ten seconds holds nothing until it is about to be its turn', async () => {
  const { lanes, started } = createLanes();
  const settings = { maxConcurrent: 10, maxPerSecond: 0.1, recoveringForMs: null };
  expect([lanes.add('a', settings, 1), lanes.add('a', settings, 2)]).toEqual([true, false]);
  await vi.advanceTimersByTimeAsync(8_000);
  expect(lanes.roomOf('a')).toBe(0);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(lanes.roomOf('a')).toBe(1);
  expect([lanes.add('a', settings, 3), lanes.add('a', settings, 4)]).toEqual([true, false]);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(started.map(({ work }) => work)).toEqual([1, 3]);
});

describe('a limit per second that is changed while work waits', () => {
  const rate = (maxPerSecond: number | null): LaneSettings => ({ ...unlimited, maxPerSecond });
  const begun = ({ started }: ReturnType<typeof createLanes>): number[] => started.map(({ work }) => work);

  /** Lanes in which one has begun and four wait. */
  function createWaiting(maxPerSecond: number, workerCount = 1) {
    const rig = createLanes({ workerCount });
    for (const work of [1, 2, 3, 4, 5]) rig.lanes.add('a', rate(maxPerSecond), work, true);
    expect(begun(rig)).toEqual([1]);
    return rig;
  }

  it('counts at once when it is lifted, however many workers share it', async () => {
    const rig = createWaiting(0.1, 5);
    await vi.advanceTimersByTimeAsync(500);
    rig.lanes.adjust('a', rate(null));
    expect(begun(rig)).toEqual([1, 2, 3, 4, 5]);
  });

  it('counts at once when it is raised, from when the last began', async () => {
    const rig = createWaiting(0.1);
    await vi.advanceTimersByTimeAsync(500);
    rig.lanes.adjust('a', rate(1));
    expect(begun(rig)).toEqual([1]);
    await vi.advanceTimersByTimeAsync(500);
    expect(begun(rig)).toEqual([1, 2]);
    rig.lanes.adjust('a', rate(20));
    await vi.advanceTimersByTimeAsync(100);
    expect(begun(rig)).toEqual([1, 2, 3, 4]);
  });

  it('counts at once for what is put back into its lane, as it is when webhooks are looked at again', async () => {
    const rig = createWaiting(0.1);
    await vi.advanceTimersByTimeAsync(500);
    for (const work of rig.lanes.take('a')) rig.lanes.add('a', rate(null), work, true);
    expect(begun(rig)).toEqual([1, 2, 3, 4, 5]);
  });

  it('lets nothing through early when it is lowered, or set where there was none', async () => {
    const rig = createWaiting(10);
    rig.lanes.adjust('a', rate(0.1));
    await vi.advanceTimersByTimeAsync(9_999);
    expect(begun(rig)).toEqual([1]);
    await vi.advanceTimersByTimeAsync(1);
    expect(begun(rig)).toEqual([1, 2]);
    rig.lanes.adjust('a', rate(null));
    expect(begun(rig)).toHaveLength(5);
    for (const work of [6, 7]) rig.lanes.add('a', rate(0.1), work, true);
    await vi.advanceTimersByTimeAsync(9_999);
    expect(begun(rig)).toHaveLength(5);
  });

  it('lets no more through than the higher one, changed as often as you like', async () => {
    const rig = createWaiting(1);
    for (let change = 0; change < 50; change++) {
      rig.lanes.adjust('a', rate(change % 2 === 0 ? 0.1 : 1));
      await vi.advanceTimersByTimeAsync(50);
    }
    expect(begun(rig)).toEqual([1, 2, 3]);
  });
});

it('however many webhooks hang, with a hundred at once each, a healthy one has its ten', async () => {
  let begun = 0;
  const lanes = createWebhookLanes<string>({
    run: async (work) => {
      begun += 1;
      if (work === 'hangs') await new Promise(() => {});
      await new Promise((resolve) => setTimeout(resolve, 5));
      return true;
    },
    onRoom: () => {},
    freeSlots: () => 0,
  });
  for (let index = 0; index < 500; index++) {
    while (lanes.add(`hanging ${index}`, { ...unlimited, maxConcurrent: 100 }, 'hangs'));
  }
  expect(begun).toBeLessThan(4_500); // a quarter of what is left each, and one in any case
  expect(lanes.add('healthy', unlimited, 'a')).toBe(true);
  await vi.advanceTimersByTimeAsync(5);
  expect(lanes.roomOf('healthy')).toBeGreaterThanOrEqual(10);
});

it('more room counts at once, for what waits and for what may come', () => {
  const { lanes, started, rooms, fill } = createLanes({ tookMs: Infinity, freeSlots: 60 });
  expect(fill('a')).toBe(15);
  lanes.adjust('a', { ...unlimited, maxConcurrent: 30 });
  expect(started).toHaveLength(15);
  expect(rooms).toEqual(['a']);
  expect(lanes.roomOf('a')).toBe(15);
});

it('a lane that recovers begins with one at a time, however long it has been there', async () => {
  const { lanes, started, fill } = createLanes({ tookMs: 10 });
  fill('a');
  await vi.advanceTimersByTimeAsync(1_000);
  const before = started.length;
  for (const work of [1, 2, 3, 4]) lanes.add('a', { ...unlimited, recoveringForMs: 0 }, work);
  expect(started).toHaveLength(before + 1);
});

it('lanes in which nothing happens are forgotten after a minute', async () => {
  const { lanes, fill } = createLanes();
  fill('a');
  await vi.advanceTimersByTimeAsync(61_000);
  lanes.adjust('a', { ...unlimited, maxConcurrent: 50 });
  expect(lanes.roomOf('a')).toBe(200);
  expect(lanes.shed(0)).toEqual([]);
  expect(lanes.roomOf('a')).toBe(10);
});

describe('after deliveries had to wait', () => {
  /** How many began in each of the first seconds, with always enough waiting. */
  async function perSecond(workerCount: number, settings: LaneSettings, seconds: number): Promise<number[]> {
    const { lanes, started } = createLanes({ workerCount });
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
    const { lanes, started } = createLanes();
    for (let work = 0; work < 100; work++) lanes.add('webhook', { ...settings, recoveringForMs: null }, work);
    expect(started).toHaveLength(100);
  });

  it("never exceeds the webhook's own limit", async () => {
    const counts = await perSecond(1, { ...settings, maxPerSecond: 70 }, 5);
    expect(Math.max(...counts)).toBeLessThanOrEqual(70);
    expect(Math.min(...counts.slice(1))).toBeGreaterThan(60);
  });
});
