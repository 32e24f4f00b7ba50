/** The rules for whole numbers, 64-bit numbers and decimals. Each looks at the number that the cursor has just read. */
import { roundDecimal } from './decimal.ts';
import { stringValue } from './json-cursor.ts';
import { asGiven, refuse, type PayloadReading } from './payload-reading.ts';
import type { FieldPlan } from './object-plan.ts';

export const largestLong = '9223372036854775807';
const digitsOnly = /^(?:0|[1-9][0-9]{0,18})$/;
/** Decimals of at most this many digits survive a double unchanged. */
const exactDigits = 15;

/** Whether `text` is a Long in digits: no sign, point, exponent, blank or leading zero. */
export function isLong(text: string): boolean {
  return digitsOnly.test(text) && !isBeyondLong(text);
}

const isBeyondLong = (digits: string): boolean => digits.length === largestLong.length && digits > largestLong;

/** A bare whole number or a string of digits; numbers of parsed JSON only as far as they are exact. */
export function checkLong(
  reading: PayloadReading,
  field: FieldPlan,
  start: number,
  isString: boolean,
): string | undefined {
  const { cursor } = reading;
  const digits = isString ? stringValue(cursor, start) : cursor.text.slice(start, cursor.at);
  const valueKind = isString ? 'string' : 'number';
  if (!digitsOnly.test(digits)) {
    return refuse(
      reading,
      field.name,
      'long',
      `must be a whole number from 0 to ${largestLong}, in digits only, without sign, point, exponent or leading zero`,
      { valueKind },
    );
  }
  if (isBeyondLong(digits)) {
    return refuse(reading, field.name, 'maximum', `must be at most ${largestLong}`, { valueKind });
  }
  if (!isString && reading.losesDigits && !Number.isSafeInteger(Number(digits))) {
    const message = 'is beyond 2^53-1, where a JSON number loses digits: send it as a string';
    return refuse(reading, field.name, 'long', message, { valueKind });
  }
  return isString ? digits : asGiven;
}

/** A number without fraction, however written (`1.0`, `1e2`), within the field's bounds. */
export function checkInteger(reading: PayloadReading, field: FieldPlan, start: number): string | undefined {
  const { cursor } = reading;
  if (isPlainInteger(reading, field, start)) return asGiven;
  const token = cursor.text.slice(start, cursor.at);
  const value = Number(token);
  const valueKind = 'number';
  if (!Number.isFinite(value)) return refuse(reading, field.name, 'finite', 'is too large', { valueKind });
  if (!Number.isInteger(value)) return refuse(reading, field.name, 'integer', 'must be a whole number', { valueKind });
  if (value < field.minimum) {
    return refuse(reading, field.name, 'minimum', `must be at least ${field.minimum}`, { valueKind });
  }
  if (value > field.maximum) {
    return refuse(reading, field.name, 'maximum', `must be at most ${field.maximum}`, { valueKind });
  }
  const canonical = String(value);
  return canonical === token ? asGiven : canonical;
}

/** The common case, decided without making a number of its text: digits only, within bounds. */
function isPlainInteger({ cursor }: PayloadReading, field: FieldPlan, start: number): boolean {
  const { codes, at, wholeDigits } = cursor;
  if (at - start !== wholeDigits || wholeDigits > exactDigits) return false;
  let value = 0;
  for (let digit = start; digit < at; digit++) value = value * 10 + (codes[digit] ?? 0) - 0x30;
  return value >= field.minimum && value <= field.maximum;
}

/** A finite number within the field's bounds, before and after rounding. */
export function checkFloat(reading: PayloadReading, field: FieldPlan, start: number): string | undefined {
  const { cursor } = reading;
  if (isCanonicalFloat(reading, field, start)) return asGiven;
  const value = Number(cursor.text.slice(start, cursor.at));
  const valueKind = 'number';
  if (!Number.isFinite(value)) return refuse(reading, field.name, 'finite', 'is too large', { valueKind });
  if (value < field.minimum) {
    return refuse(reading, field.name, 'minimum', `must be at least ${field.minimum}`, { valueKind });
  }
  const rounded = Math.abs(value) < field.limit ? roundDecimal(value, field.decimals) : undefined;
  if (rounded !== undefined && Math.abs(Number(rounded)) < field.limit) return rounded;
  const [rule, word] = value < 0 ? (['minimum', 'greater than -'] as const) : (['maximum', 'less than '] as const);
  return refuse(reading, field.name, rule, `must be ${word}${field.limit}`, { valueKind });
}

/** The common case, decided by counting digits: not negative, within bounds, nothing to round or to strip. */
function isCanonicalFloat({ cursor }: PayloadReading, field: FieldPlan, start: number): boolean {
  const { codes, at, wholeDigits, fractionDigits } = cursor;
  if (cursor.hasExponent || codes[start] === 0x2d || field.minimum > 0) return false;
  if (fractionDigits > field.decimals || wholeDigits > exactDigits - field.decimals) return false;
  return fractionDigits === 0 || codes[at - 1] !== 0x30;
}
