import { expect, it } from 'vitest';
import { createBodiesInHand } from '../../../src/pipeline/bodies-in-hand.ts';

const MIB = 1024 * 1024;

/** Takes bodies of a webhook until there is no room; returns how many there was room for. */
function fill(bodies: ReturnType<typeof createBodiesInHand>, webhookId: string, bytes = MIB): number {
  let count = 0;
  while (count < 1_000 && bodies.take(webhookId, bytes)) count += 1;
  return count;
}

it('a webhook may have a quarter of what is left, and as many as that have room again when one is gone', () => {
  const bodies = createBodiesInHand();
  expect(fill(bodies, 'a')).toBe(51);
  expect(bodies.roomOf('a')).toBe(0);
  for (let index = 0; index < 20; index++) bodies.leave('a', MIB);
  expect(bodies.roomOf('a')).toBe(25);
});

it('however many webhooks there are, not more than 256 MiB are in hand, and less is read at once', () => {
  const bodies = createBodiesInHand();
  let total = 0;
  for (let index = 0; index < 400; index++) total += fill(bodies, `webhook ${index}`);
  expect(total).toBe(256);
  expect(bodies.readable()).toBe(0);
  bodies.leave('webhook 0', MIB);
  expect(bodies.readable()).toBe(MIB);
  expect(createBodiesInHand().readable()).toBe(32 * MIB);
});

it('light bodies always fit and are not counted', () => {
  const bodies = createBodiesInHand();
  for (let index = 0; index < 400; index++) fill(bodies, `webhook ${index}`);
  expect(bodies.take('light', 16 * 1024)).toBe(true);
  bodies.leave('light', 16 * 1024);
  expect([bodies.readable(), bodies.roomOf('light')]).toEqual([0, Infinity]);
});
