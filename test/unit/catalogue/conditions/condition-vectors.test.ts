/** Conditions that people asked for do what they were asked for. */
import { describe, expect, test } from 'vitest';
import { checkCondition, evaluateCondition, factsOf } from '../../../../src/catalogue/conditions/conditions.ts';
import { eventTypeNamed } from '../event-type-named.ts';
import { conditionVectors, patched } from './condition-vectors.ts';

describe.each(conditionVectors)('$name', ({ eventType, condition, cases }) => {
  const type = eventTypeNamed(eventType);

  test('may be saved', () => {
    expect(checkCondition(condition, [type])).toEqual([]);
  });

  test.each(cases)('$title: $result', ({ base, patch, result }) => {
    const text = (base === 'sample' ? type.exampleText : type.exampleTexts.at(-1)) ?? '';
    expect(evaluateCondition(condition, factsOf(eventType, patched(text, patch)))).toBe(result);
  });
});
