/** The numbers that events are found by: those of earlier releases are stored. */
import { expect, test } from 'vitest';
import { businessKeyHash, businessKeyHasher } from '../../../src/domain/business-key-hash.ts';

test('the number of a value is the one that earlier releases stored', () => {
  expect(businessKeyHash('TENANT001', 'é SO-123')).toBe(1219918553807410);
});

test('values of one tenant have the same numbers one by one and together', () => {
  const hashOf = businessKeyHasher('TENANT001');
  for (const value of ['SO-1', '', 'SO-1', '1000098765', 'é']) {
    expect(hashOf(value)).toBe(businessKeyHash('TENANT001', value));
  }
});

test('neither tenant nor value can stand in for the other', () => {
  expect(businessKeyHash('A', 'BC')).not.toBe(businessKeyHash('AB', 'C'));
});
