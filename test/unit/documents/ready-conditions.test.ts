/** The conditions in docs/conditions.md can be saved as they stand. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { checkCondition } from '../../../src/catalogue/conditions/conditions.ts';
import { eventTypeNamed } from '../catalogue/event-type-named.ts';

const page = readFileSync(path.resolve(import.meta.dirname, '../../../docs/conditions.md'), 'utf8');
const rows = [...page.matchAll(/^\| [^|]+ \| `([a-z.]+)` +\| `((?:[^`])+)` +\|$/gm)].map(
  ([, eventType = '', condition = '']) => [eventType, condition.replaceAll('\\|', '|')] as const,
);

it('there are ten', () => {
  expect(rows).toHaveLength(10);
});

it.each(rows)('%s: %s', (eventType, condition) => {
  expect(checkCondition(condition, [eventTypeNamed(eventType)])).toEqual([]);
});
