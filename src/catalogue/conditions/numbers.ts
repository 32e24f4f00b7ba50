/**
 * The numbers of conditions: whole ones are exact to 64 bits, all others are decimals, and what is calculated is rounded
 * to six of them, as prices are, so that 0.1 + 0.2 equals 0.3. A remainder is that of the decimals as they are written,
 * so that 0.3 % 0.1 is 0. A bigint stands only for what a double cannot hold exactly.
 */
import { roundDecimal, toDecimal, type Decimal } from '../decimal.ts';
import type { Arithmetic } from './expression.ts';

type Numeric = number | bigint;

const largest = 2n ** 63n - 1n;

/** A whole number in its form; undefined beyond 64 bits. */
export function wholeNumber(value: bigint): Numeric | undefined {
  if (value > largest || value < -largest) return undefined;
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

/** JavaScript compares a number and a bigint by their mathematical values. */
export const isEqualNumber = (a: Numeric, b: Numeric): boolean => !(a < b) && !(a > b);

/** `undefined`: divided by zero, or too large. */
export function calculate(by: Arithmetic, a: Numeric, b: Numeric): Numeric | undefined {
  if ((by === '/' || by === '%') && isEqualNumber(b, 0)) return undefined;
  if (by === '%') return remainder(a, b);
  if (typeof a === 'number' && typeof b === 'number') {
    const result = ofDoubles(by, a, b);
    const isExact = Number.isSafeInteger(result) || !(Number.isInteger(a) && Number.isInteger(b)) || by === '/';
    if (isExact) return rounded(result);
  }
  const [wholeA, wholeB] = [toWhole(a), toWhole(b)];
  if (wholeA === undefined || wholeB === undefined || by === '/') {
    return rounded(ofDoubles(by, Number(a), Number(b)));
  }
  return wholeNumber(ofWholes(by, wholeA, wholeB));
}

/** With the sign of `a`, as in CEL and JavaScript. */
function remainder(a: Numeric, b: Numeric): Numeric | undefined {
  if (Number.isSafeInteger(a) && Number.isSafeInteger(b)) return (a as number) % (b as number);
  const [left, right] = [decimalOf(a), decimalOf(b)];
  if (left === undefined || right === undefined) return undefined;
  const decimals = Math.max(left.decimals, right.decimals);
  const scaled = ({ digits, decimals: own }: Decimal) => digits * 10n ** BigInt(decimals - own);
  return roundedDecimal({ digits: scaled(left) % scaled(right), decimals });
}

/** Whole numbers of 64 bits are what they are, all else is what its shortest text says; undefined when not finite. */
function decimalOf(value: Numeric): Decimal | undefined {
  if (typeof value === 'bigint') return { digits: value, decimals: 0 };
  if (!Number.isFinite(value)) return undefined;
  const isWhole = Number.isInteger(value) && Math.abs(value) <= Number(largest);
  return isWhole ? { digits: BigInt(value), decimals: 0 } : toDecimal(value);
}

/** To six decimals, half away from zero. */
function roundedDecimal({ digits, decimals }: Decimal): Numeric | undefined {
  const unit = 10n ** BigInt(Math.max(0, decimals - 6));
  const half = digits < 0n ? -unit / 2n : unit / 2n;
  const kept = (digits + half) / unit;
  const left = Math.min(decimals, 6);
  const scale = 10n ** BigInt(left);
  return kept % scale === 0n ? wholeNumber(kept / scale) : rounded(Number(`${kept}e-${left}`));
}

function ofDoubles(by: Exclude<Arithmetic, '%'>, a: number, b: number): number {
  switch (by) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
      return a / b;
  }
}

function ofWholes(by: Exclude<Arithmetic, '/' | '%'>, a: bigint, b: bigint): bigint {
  switch (by) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
  }
}

const toWhole = (value: Numeric): bigint | undefined =>
  typeof value === 'bigint' ? value : Number.isInteger(value) ? BigInt(value) : undefined;

/** Beyond this a double has no six decimals left to round. */
const ROUNDED_BELOW = 2 ** 53 / 1e6;

function rounded(value: number): Numeric | undefined {
  if (!(Math.abs(value) <= Number(largest))) return undefined;
  if (Number.isInteger(value)) return Number.isSafeInteger(value) ? value : wholeNumber(BigInt(value));
  if (Math.abs(value) > ROUNDED_BELOW) return value;
  const scaled = value * 1e6;
  const near = Math.round(scaled);
  // Close to the middle the shortest text decides, as it does for prices.
  if (Math.abs(Math.abs(scaled - near) - 0.5) < 1e-3) return Number(roundDecimal(value, 6));
  return near / 1e6;
}
