/** One blow, the same for the run and for the tests: its chances come from the seed, the fault and the round alone. */
import type { Fault, Report, Size } from '../fault.ts';
import { createRandom } from './random.ts';
import type { Rig } from './rig.ts';

export interface Chances {
  readonly seed: number;
  /** How often all faults were gone through before; default 0. */
  readonly round?: number;
}

/** Has the fault strike the rig. Which faults struck it before does not change what this one does. */
export function strike(rig: Rig, fault: Fault, size: Size, { seed, round = 0 }: Chances): Promise<Report> {
  rig.random = createRandom(seed + 1_000 * round + Number(fault.id.slice(1)));
  return fault.run(rig, size);
}

/** What to type to have the chances of a fault in the first round again. */
export const repetition = (fault: Fault, size: Size, seed: number): string =>
  `npm run chaos -- ${size === 'short' ? '--short ' : ''}--faults ${fault.id} --seed ${seed}`;
