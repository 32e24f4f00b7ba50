import fc from 'fast-check';
import { expect, test } from 'vitest';
import { roundDecimal } from '../../../src/catalogue/decimal.ts';

test.each([
  [0.1 + 0.2, 6, '0.3'],
  [1.005, 2, '1.01'],
  [-1.005, 2, '-1.01'],
  [2.5, 0, '3'],
  [-2.5, 0, '-3'],
  [-0, 2, '0'],
  [-0.001, 2, '0'],
  [5e-7, 6, '0.000001'],
  [4.9e-7, 6, '0'],
  [1e-300, 6, '0'],
  [1.5e21, 2, '1500000000000000000000'],
  [999999.9999999, 6, '1000000'],
  [100, 4, '100'],
])('%d to %i decimals: %s', (value, decimals, expected) => {
  expect(roundDecimal(value, decimals)).toBe(expected);
});

test('rounding again changes nothing, and never moves a number by more than half a step', () => {
  fc.assert(
    fc.property(fc.double({ min: -1e9, max: 1e9, noNaN: true }), fc.constantFrom(2, 4, 6), (value, decimals) => {
      const rounded = roundDecimal(value, decimals);
      expect(rounded).toMatch(/^(0|-?[1-9]\d*|-?\d+\.\d*[1-9])$/);
      expect(roundDecimal(Number(rounded), decimals)).toBe(rounded);
      // Half a step, and what doubles of this size cannot tell apart.
      const slack = 0.5 * 10 ** -decimals * (1 + 1e-6) + Math.abs(value) * Number.EPSILON + 1e-9;
      expect(Math.abs(Number(rounded) - value)).toBeLessThanOrEqual(slack);
    }),
  );
});
