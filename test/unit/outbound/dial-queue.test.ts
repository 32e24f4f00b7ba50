import { expect, it } from 'vitest';
import { createDialQueue } from '../../../src/outbound/dial-queue.ts';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Enters dials of these keys, in this order, and returns the order in which they began so far. */
function enterAll(keys: readonly string[], perTurn = 1) {
  const queue = createDialQueue(perTurn);
  const begun: string[] = [];
  const leave = keys.map((key, index) => queue.enter(key, () => void begun.push(`${key}${index}`)));
  return { queue, begun, leave };
}

it('one alone begins at once, and the next turn has room again', async () => {
  const { queue, begun } = enterAll(['a']);
  expect(begun).toEqual(['a0']);
  await turn();
  queue.enter('a', () => void begun.push('later'));
  expect(begun).toEqual(['a0', 'later']);
});

it('begins as many in each turn as there is room for, and all in the end', async () => {
  const { begun } = enterAll(
    Array.from({ length: 20 }, () => 'a'),
    8,
  );
  const seen: number[] = [];
  for (let count = 0; count < 3; count++) {
    seen.push(begun.length);
    await turn();
  }
  expect([...seen, begun.length]).toEqual([8, 16, 20, 20]);
});

it('a key with one does not wait behind all of another key', async () => {
  const { begun } = enterAll(['a', 'a', 'a', 'a', 'a', 'a', 'b']);
  for (let count = 0; count < 2; count++) await turn();
  expect(begun).toContain('b6');
});

it('the last to come does not wait for all that came before, and the first are not overtaken for ever', async () => {
  const keys = Array.from({ length: 26 }, (_, index) => String.fromCharCode(97 + index));
  const { begun } = enterAll(keys);
  for (let count = 0; count < 4; count++) await turn();
  expect(begun).toContain('z25');
  expect(begun).toContain('b1');
});

it('a key with many goes on while newcomers keep coming', async () => {
  const { queue, begun } = enterAll(['a', 'a', 'a', 'a']);
  for (let count = 0; count < 12; count++) {
    queue.enter(`new ${count}`, () => undefined);
    await turn();
  }
  expect(begun).toEqual(['a0', 'a1', 'a2', 'a3']);
});

it('one that gave its place up never begins, and takes no turn', async () => {
  const { begun, leave } = enterAll(['a', 'b', 'c', 'd']);
  leave[1]?.();
  leave[2]?.();
  await turn();
  expect(begun).toEqual(['a0', 'd3']);
  leave[3]?.();
  await turn();
  expect(begun).toEqual(['a0', 'd3']);
});
