import { expect, it } from 'vitest';
import { createRecentBatches, inBatches } from '../../../src/live/change-batch.ts';
import { change } from './change.ts';

const changes = (count: number) => inBatches(Array.from({ length: count }, (_, index) => change(index + 1)));

it('changes that were read together know each other, a hundred at a time and in order', () => {
  const all = changes(250);
  const batches = [...new Set(all.map(({ batch }) => batch))];
  expect(batches.map((batch) => batch.changes.length)).toEqual([100, 100, 50]);
  expect(batches.flatMap((batch) => batch.changes)).toEqual(all);
  expect(all.every((one) => one.batch.changes.includes(one))).toBe(true);
});

it('nothing read is no batch', () => {
  expect(changes(0)).toEqual([]);
});

it('batches are let go when they are older than so many changes, the oldest first', () => {
  const note = createRecentBatches(200);
  const all = changes(250);
  const sizes = () => [...new Set(all.map(({ batch }) => batch))].map((batch) => batch.changes.length);
  for (const one of all.slice(0, 200)) note(one);
  expect(sizes()).toEqual([100, 100, 50]);
  for (const one of all.slice(200)) note(one);
  expect(sizes()).toEqual([0, 100, 50]);
});
