/** The look-ups of the live stream over a database that counts and fails as told. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { GraphqlContext } from '../../../src/graphql/context.ts';
import { loadWithBatch } from '../../../src/graphql/reads/live-batch.ts';
import { createLoaders } from '../../../src/graphql/reads/loaders.ts';
import type { Scope } from '../../../src/domain/scope.ts';
import { inBatches } from '../../../src/live/change-batch.ts';
import { change, TENANT } from '../live/change.ts';

/** The scopes that rows were looked up for, and how many. */
let asked: { readonly scope: Scope; readonly count: number }[];
let failing: Error | undefined;

async function find(scope: Scope, ids: readonly string[]) {
  asked.push({ scope, count: ids.length });
  if (failing !== undefined) throw failing;
  return ids.map((id) => ({ id }));
}

const database = {
  tenantRead: (scope: Scope, work: (sql: object) => unknown) =>
    work({ query: (_statement: unknown, [wanted]: [string[]]) => find(scope, wanted) }),
};

function caller(companyId: string | null = null): GraphqlContext {
  const viewer = { tenantId: TENANT, companyId, fulfillmentCenterId: null };
  const loaders = createLoaders(database as never, viewer, false);
  return { viewer, services: { database }, loaders } as never;
}

const ids = ['a', 'b', 'c'];
const read = () => inBatches(ids.map((deliveryId, index) => change(index + 1, { deliveryId })));

afterEach(() => {
  vi.restoreAllMocks();
});
beforeEach(() => {
  [asked, failing] = [[], undefined];
});

it('callers of one scope share a look-up of the batch; another scope has its own', async () => {
  const changes = read();
  for (const context of [caller(), caller(), caller('C1'), caller('C1')]) {
    for (const one of changes) {
      const loaders = await loadWithBatch(context, one, 'deliveries');
      expect(await loaders.delivery.load(one.deliveryId)).toMatchObject({ id: one.deliveryId });
    }
  }
  expect(asked).toMatchObject([
    { scope: { companyId: null }, count: 3 },
    { scope: { companyId: 'C1' }, count: 3 },
  ]);
});

it('changes of other tenants in the batch are not looked up', async () => {
  const [mine] = inBatches([change(1), change(2, { tenantId: 'TENANT002', deliveryId: 'theirs' })]);
  await loadWithBatch(caller(), mine as never, 'deliveries');
  expect(asked).toMatchObject([{ scope: { tenantId: TENANT }, count: 1 }]);
});

it('a look-up that failed is made again by whoever comes next', async () => {
  const [first, second] = read();
  failing = new Error('away');
  await expect(loadWithBatch(caller(), first as never, 'deliveries')).rejects.toThrow('away');
  failing = undefined;
  const loaders = await loadWithBatch(caller(), second as never, 'deliveries');
  expect(await loaders.delivery.load('b')).toMatchObject({ id: 'b' });
  expect(asked.map(({ count }) => count)).toEqual([3, 3]);
});

it('an item whose batch was let go is looked up by itself', async () => {
  const [first] = read();
  if (first !== undefined) first.batch.changes = [];
  const loaders = await loadWithBatch(caller(), first as never, 'deliveries');
  expect(await loaders.delivery.load('a')).toMatchObject({ id: 'a' });
  expect(asked.map(({ count }) => count)).toEqual([1]);
});

it('what was looked up is looked up again after ten seconds: it may have been erased since', async () => {
  const clock = vi.spyOn(performance, 'now').mockReturnValue(0);
  const [first] = read();
  await loadWithBatch(caller(), first as never, 'deliveries');
  clock.mockReturnValue(10_000);
  await loadWithBatch(caller(), first as never, 'deliveries');
  expect(asked).toHaveLength(1);
  clock.mockReturnValue(10_001);
  await loadWithBatch(caller(), first as never, 'deliveries');
  expect(asked).toHaveLength(2);
});
