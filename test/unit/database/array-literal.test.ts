/** How arrays of plain values are written for PostgreSQL. */
import { describe, expect, it } from 'vitest';
import { plainArray } from '../../../src/database/array-literal.ts';

describe('an array of plain values', () => {
  it('is empty, not null, without values', () => {
    expect(plainArray([])).toBe('{}');
  });

  it('keeps nulls apart from values, also at its beginning', () => {
    expect(plainArray([null, 1, undefined, 0, false])).toBe('{NULL,1,NULL,0,false}');
  });

  it('writes instants with their milliseconds and zone', () => {
    expect(plainArray([new Date(Date.UTC(2026, 10, 25, 9, 0, 0, 7))])).toBe('{2026-11-25T09:00:00.007Z}');
  });
});
