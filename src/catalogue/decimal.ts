/** Rounding of decimal numbers on their shortest text, where 0.1 + 0.2 is 0.30000000000000004 and becomes 0.3. */

/** `value`, finite, rounded to `decimals` half away from zero, as plain digits without padding, exponent or minus zero. */
export function roundDecimal(value: number, decimals: number): string {
  const [whole, fraction] = plainDigits(Math.abs(value));
  let digits = BigInt(whole + fraction.slice(0, decimals).padEnd(decimals, '0'));
  if (fraction.charCodeAt(decimals) >= 0x35) digits += 1n;
  const padded = digits.toString().padStart(decimals + 1, '0');
  const kept = decimals === 0 ? '' : padded.slice(-decimals).replace(/0+$/, '');
  const text = padded.slice(0, padded.length - decimals) + (kept === '' ? '' : `.${kept}`);
  return value < 0 && text !== '0' ? `-${text}` : text;
}

/** `digits / 10 ** decimals` */
export interface Decimal {
  readonly digits: bigint;
  readonly decimals: number;
}

/** A finite number as its shortest text says it. */
export function toDecimal(value: number): Decimal {
  const [whole, fraction] = plainDigits(Math.abs(value));
  const digits = BigInt(whole + fraction);
  return { digits: value < 0 ? -digits : digits, decimals: fraction.length };
}

/** Digits before and after the point of the shortest text, the exponent written out. */
function plainDigits(value: number): [whole: string, fraction: string] {
  const [mantissa = '0', exponent = '0'] = String(value).split('e');
  const [whole = '0', fraction = ''] = mantissa.split('.');
  const shift = Number(exponent);
  if (shift === 0) return [whole, fraction];
  const digits = whole + fraction;
  const point = whole.length + shift;
  if (point <= 0) return ['0', '0'.repeat(-point) + digits];
  return [digits.slice(0, point).padEnd(point, '0'), digits.slice(point)];
}
