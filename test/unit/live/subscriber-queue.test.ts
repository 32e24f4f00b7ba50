import { expect, it } from 'vitest';
import { createSubscriberQueue } from '../../../src/live/subscriber-queue.ts';
import { change, TENANT } from './change.ts';

const LIMIT = 10_000;

it('hands over what was pushed, in order, before and after it was asked for', async () => {
  const queue = createSubscriberQueue(TENANT, () => true);
  queue.push(change(1));
  queue.push(change(2));
  const items = queue.items();
  expect((await items.next()).value).toMatchObject({ kind: 'change', change: change(1), isReplay: false });
  expect((await items.next()).value).toMatchObject({ change: change(2) });
  const third = items.next();
  queue.push(change(3));
  expect((await third).value).toMatchObject({ change: change(3) });
});

it('keeps only what the subscriber wants', async () => {
  const queue = createSubscriberQueue(TENANT, ({ status }) => status === 'FAILED');
  queue.push(change(1));
  queue.push(change(2, { status: 'FAILED' }));
  expect((await queue.items().next()).value).toMatchObject({ change: { status: 'FAILED' } });
});

it('tells a subscriber that is too slow once, with the position to go on from, and goes on', async () => {
  const queue = createSubscriberQueue(TENANT, () => true);
  for (let number = 1; number <= LIMIT + 1; number++) queue.push(change(number));
  queue.push(change(LIMIT + 2));
  const items = queue.items();
  const position = { xid: BigInt(LIMIT + 1), seq: 1n };
  expect((await items.next()).value).toEqual({ kind: 'reset', position, reason: 'BACKPRESSURE' });
  expect((await items.next()).value).toMatchObject({ kind: 'change', change: change(LIMIT + 2) });
});

it('ends those who wait, and takes nothing more', async () => {
  const queue = createSubscriberQueue(TENANT, () => true);
  const items = queue.items();
  const next = items.next();
  queue.end();
  expect(await next).toEqual({ done: true, value: undefined });
  queue.push(change(1));
  expect(await queue.items().next()).toEqual({ done: true, value: undefined });
});
