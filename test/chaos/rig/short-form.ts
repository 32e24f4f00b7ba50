/** The short form of faults as tests: one rig for a file, struck by one fault after another. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Fault } from '../fault.ts';
import { faults } from '../faults/index.ts';
import { createRandom } from './random.ts';
import { startRig, type Rig } from './rig.ts';

/** Test files among which they are dealt, so that two run at once. */
export const PARTS = 2;

/** What `npm test` runs of the faults, in the part counted from 1: all that call themselves short, dealt in turn. */
export const shortForms = (part: number): readonly Fault[] =>
  faults.filter(({ isShort }) => isShort === true).filter((_, index) => index % PARTS === part - 1);

/** Registers a test per fault. The seed is in the test's name, to run it again with `npm run chaos -- --short`. */
export function testShortForms(part: number): void {
  const seed = Math.floor(Math.random() * 1e9);
  let rig: Rig;
  beforeAll(async () => {
    rig = await startRig({ random: createRandom(seed), durable: false });
  });
  afterAll(async () => expect(await rig?.stop()).toEqual([]), 60_000);

  for (const fault of shortForms(part)) {
    it(`${fault.id} ${fault.title}: nothing accepted is lost (seed ${seed})`, async () => {
      const report = await fault.run(rig, 'short');
      expect(report.violations).toEqual([]);
      expect(report.accepted).toBeGreaterThan(0);
      expect(report.lost).toBe(0);
    }, 240_000);
  }
}
