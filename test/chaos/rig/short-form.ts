/** The short form of faults as tests: one rig for a file, struck by one fault after another. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Fault } from '../fault.ts';
import { faults } from '../faults/index.ts';
import { startRig, type Rig } from './rig.ts';
import { repetition, strike } from './strike.ts';

/** Test files among which they are dealt, so that two run at once. */
export const PARTS = 2;

/** What `npm test` runs of the faults, in the part counted from 1: all that call themselves short, dealt in turn. */
export const shortForms = (part: number): readonly Fault[] =>
  faults.filter(({ isShort }) => isShort === true).filter((_, index) => index % PARTS === part - 1);

/** Registers a test per fault. Its name says how to have its chances again, on a rig of its own. */
export function testShortForms(part: number): void {
  const seed = Math.floor(Math.random() * 1e9);
  let rig: Rig;
  beforeAll(async () => {
    rig = await startRig({ durable: false });
  });
  afterAll(async () => expect(await rig?.stop()).toEqual([]), 60_000);

  for (const fault of shortForms(part)) {
    it(`${fault.id} ${fault.title}: nothing accepted is lost (${repetition(fault, 'short', seed)})`, async () => {
      const report = await strike(rig, fault, 'short', { seed });
      expect(report.violations).toEqual([]);
      expect(report.accepted).toBeGreaterThan(0);
      expect(report.lost).toBe(0);
    }, 240_000);
  }
}
