import fc from 'fast-check';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createSlots, newSeat, type Seat } from '../../../src/pipeline/slots.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['performance'] }));
afterEach(() => void vi.useRealTimers());

/** So many requests that have begun. */
function begin(slots: ReturnType<typeof createSlots>, count: number): Seat[] {
  slots.take(count);
  return Array.from({ length: count }, () => {
    const one = newSeat();
    slots.start(one, false);
    return one;
  });
}

it('a request gives its slot up after a quarter of a second, and takes none when it ends', () => {
  const slots = createSlots();
  const early = begin(slots, 10);
  vi.advanceTimersByTime(200);
  const lately = begin(slots, 5);
  expect([slots.age(), slots.free()]).toEqual([false, 785]);
  vi.advanceTimersByTime(100);
  expect([slots.age(), slots.free()]).toEqual([true, 795]);
  for (const one of [...early, ...lately]) {
    slots.end(one);
    slots.leave(one);
  }
  expect([slots.age(), slots.free()]).toEqual([false, 800]);
});

it('one that is known to be slow gives its slot up at once', () => {
  const slots = createSlots();
  slots.take(1);
  const one = newSeat();
  slots.start(one, true);
  expect(slots.free()).toBe(800);
  slots.end(one);
  slots.leave(one);
  expect(slots.free()).toBe(800);
});

it('what has ended and is not stored yet keeps its slot, however long that takes', () => {
  const slots = createSlots();
  for (const one of begin(slots, 3)) slots.end(one);
  vi.advanceTimersByTime(60_000);
  expect([slots.age(), slots.free()]).toEqual([false, 797]);
});

it('beyond some thousands, slow requests stay in their slots', () => {
  const slots = createSlots();
  for (let round = 0; round < 8; round++) {
    begin(slots, 800);
    vi.advanceTimersByTime(1_000);
    slots.age();
  }
  expect(slots.free()).toBe(800 - (8 * 800 - 5_000));
});

it('in whatever order deliveries begin, age, end and leave, every slot is free again afterwards', () => {
  const step = fc.record({ kind: fc.constantFrom('take', 'start', 'slow', 'age', 'end', 'leave'), pick: fc.nat() });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 300 }), (steps) => {
      const slots = createSlots();
      const stages = { taken: [] as Seat[], running: [] as Seat[], ended: [] as Seat[] };
      const pickFrom = (list: Seat[], pick: number): Seat | undefined =>
        list.splice(pick % Math.max(1, list.length), 1)[0];
      for (const { kind, pick } of steps) {
        if (kind === 'take') {
          slots.take(1);
          stages.taken.push(newSeat());
        } else if (kind === 'age') {
          vi.advanceTimersByTime(pick % 400);
          slots.age();
        } else if (kind === 'end') {
          const one = pickFrom(stages.running, pick);
          if (one === undefined) continue;
          slots.end(one);
          stages.ended.push(one);
        } else if (kind === 'leave') {
          const ended = pickFrom(stages.ended, pick);
          if (ended !== undefined) slots.leave(ended);
          else if (pickFrom(stages.taken, pick) !== undefined) slots.leave();
        } else {
          const one = pickFrom(stages.taken, pick);
          if (one === undefined) continue;
          slots.start(one, kind === 'slow');
          stages.running.push(one);
        }
        expect(slots.free()).toBeLessThanOrEqual(slots.size);
      }
      for (const _ of stages.taken) slots.leave();
      for (const one of stages.running) slots.end(one);
      for (const one of [...stages.running, ...stages.ended]) slots.leave(one);
      vi.advanceTimersByTime(1_000);
      expect([slots.age(), slots.free()]).toEqual([false, slots.size]);
    }),
  );
});
