import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { faults } from '../../chaos/faults/index.ts';
import { PARTS, shortForms } from '../../chaos/rig/short-form.ts';

/** Those that must be part of the tests. */
const SHORT = ['F1', 'F2', 'F3', 'F4', 'F6', 'F8', 'F10', 'F12', 'F14', 'F16', 'F18'];
/** Those that are short enough to be part of them as well. */
const ALSO = ['F11'];

const folder = path.join(import.meta.dirname, '../../chaos');
const parts = Array.from({ length: PARTS }, (_, index) => index + 1);
const byNumber = (one: string, other: string): number => Number(one.slice(1)) - Number(other.slice(1));

it('the tests hold the short form of exactly the faults that the plan wants in them', () => {
  const run = parts.flatMap(shortForms).map(({ id }) => id);
  expect(run.toSorted(byNumber)).toEqual([...SHORT, ...ALSO].toSorted(byNumber));
});

it('each part is a test file', () => {
  for (const part of parts) expect(existsSync(path.join(folder, `short-forms-${part}.test.ts`))).toBe(true);
  expect(readdirSync(folder).filter((name) => name.endsWith('.test.ts'))).toHaveLength(PARTS);
});

it('every fault has a file in faults/ and an id of its own', () => {
  expect(new Set(faults.map(({ id }) => id)).size).toBe(faults.length);
  expect(readdirSync(path.join(folder, 'faults'))).toHaveLength(faults.length + 1); // and the list of them
});
