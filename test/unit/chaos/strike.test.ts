import { expect, it } from 'vitest';
import type { Fault, Report } from '../../chaos/fault.ts';
import { faults } from '../../chaos/faults/index.ts';
import type { Rig } from '../../chaos/rig/rig.ts';
import { repetition, strike } from '../../chaos/rig/strike.ts';

/** What a fault of that id would take from chance, when these struck the same rig before. */
async function chancesOf(id: string, seed: number, before: readonly string[], round = 0): Promise<number[]> {
  const rig = {} as Rig;
  let taken: number[] = [];
  const fault = (faultId: string): Fault => ({
    id: faultId,
    title: 'takes chances',
    async run({ random }) {
      taken = [random.next(), random.between(0, 1e9)];
      return {} as Report;
    },
  });
  for (const each of [...before, id]) await strike(rig, fault(each), 'short', { seed, round });
  return taken;
}

it('the seed alone brings the chances of a fault again, whatever struck before it', async () => {
  const alone = await chancesOf('F4', 7, []);
  expect(await chancesOf('F4', 7, ['F1', 'F2'])).toEqual(alone);
  expect(await chancesOf('F4', 7, ['F4'])).toEqual(alone);
});

it('another fault, another seed and another round have other chances', async () => {
  const first = await chancesOf('F4', 7, []);
  for (const other of [chancesOf('F5', 7, []), chancesOf('F4', 8, []), chancesOf('F4', 7, [], 1)]) {
    expect(await other).not.toEqual(first);
  }
});

it('says how to strike again, with options that the run knows', () => {
  const [fault] = faults as [Fault];
  expect(repetition(fault, 'short', 42)).toBe('npm run chaos -- --short --faults F1 --seed 42');
  expect(repetition(fault, 'full', 42)).toBe('npm run chaos -- --faults F1 --seed 42');
});
