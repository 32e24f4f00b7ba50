/** Remainders are those of the decimals as they are written: compared with whole numbers of any size. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { calculate } from '../../../../src/catalogue/conditions/numbers.ts';

/** A decimal of some digits as a number and as a whole number of millionths. */
const decimal = fc
  .record({ millionths: fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }), zeros: fc.integer({ min: 0, max: 6 }) })
  .map(({ millionths, zeros }) => {
    const scaled = (millionths / 10n ** BigInt(zeros)) * 10n ** BigInt(zeros);
    return { scaled, value: Number(`${scaled}e-6`) };
  });

/** Zero has no sign. */
const isSame = (value: number | bigint | undefined, millionths: bigint): boolean =>
  value !== undefined && Number(value) === Number(`${millionths}e-6`);

test('a remainder of decimals is exact and has the sign of what is divided', () => {
  fc.assert(
    fc.property(decimal, decimal, (a, b) => {
      fc.pre(b.scaled !== 0n);
      expect(isSame(calculate('%', a.value, b.value), a.scaled % b.scaled)).toBe(true);
    }),
    { seed: 20_261_126, numRuns: 5_000 },
  );
});

test('a remainder of whole numbers is exact to 64 bits', () => {
  const whole = fc.bigInt({ min: -(2n ** 63n) + 1n, max: 2n ** 63n - 1n });
  const numeric = (value: bigint) => (Number.isSafeInteger(Number(value)) ? Number(value) : value);
  fc.assert(
    fc.property(whole, whole, decimal, (a, b, c) => {
      fc.pre(b !== 0n && c.scaled !== 0n);
      expect(BigInt(calculate('%', numeric(a), numeric(b)) ?? NaN)).toBe(a % b);
      expect(isSame(calculate('%', numeric(a), c.value), (a * 1_000_000n) % c.scaled)).toBe(true);
    }),
    { seed: 20_261_126, numRuns: 2_000 },
  );
});
