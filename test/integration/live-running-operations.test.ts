import { buildSchema, parse } from 'graphql';
import { expect, it } from 'vitest';
import { createRunningOperations } from '../../src/server/running-operations.ts';
import { createTimeLimit } from '../../src/server/time-limit.ts';

const schema = buildSchema(`
  type Query { slow: Int }
  type Subscription { news: Int }
`);

/** A promise to be kept by the test. */
const pending = () => Promise.withResolvers<number>();

async function isSettled(promise: Promise<unknown>): Promise<boolean> {
  let settled = false;
  void promise.then(() => (settled = true));
  for (let turn = 0; turn < 10; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  return settled;
}

it('closing waits for an operation that is still reading', async () => {
  const operations = createRunningOperations(createTimeLimit(60_000));
  const answer = pending();
  const result = operations.execute({
    schema,
    document: parse('{ slow }'),
    rootValue: { slow: () => answer.promise },
  });
  const settled = operations.settle();
  expect(await isSettled(settled)).toBe(false);
  answer.resolve(1);
  expect(await result).toEqual({ data: { slow: 1 } });
  expect(await isSettled(settled)).toBe(true);
});

it('closing waits for the item of a stream that is on its way, also after the stream was ended', async () => {
  const operations = createRunningOperations(createTimeLimit(60_000));
  const answer = pending();
  const stream = await operations.subscribe({
    schema,
    document: parse('subscription { news }'),
    rootValue: {
      async *news() {
        yield { news: () => answer.promise };
      },
    },
  });
  if (!(Symbol.asyncIterator in stream)) throw new Error('no stream');
  expect(await isSettled(operations.settle())).toBe(true);

  const item = stream.next();
  const ended = stream.return();
  const settled = operations.settle();
  expect(await isSettled(settled)).toBe(false);
  answer.resolve(2);
  expect(await item).toMatchObject({ value: { data: { news: 2 } } });
  await ended;
  expect(await isSettled(settled)).toBe(true);
});
