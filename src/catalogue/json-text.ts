/**
 * Turns parsed JSON into JSON text, so that one reader checks both ways in. Unlike JSON.stringify it does not turn
 * Infinity (what JSON.parse makes of 1e400) into null, and it ends at the limits of a payload instead of overflowing.
 */
import { isExactNumber } from './exact-number.ts';
import { jsonDepthLimit, JsonDepthError } from './json-cursor.ts';

/** The text would be longer than the limit. */
export class JsonLengthError extends Error {}

/**
 * JSON.stringify's text wherever it tells the truth, and it is twice as fast: any null in the text might have been
 * a number without JSON form, and what makes it throw (depth, cycles, bigint) deserves a better answer.
 * @param lengthLimit characters, at least as many as bytes allow
 * @throws JsonLengthError, JsonDepthError
 */
export function jsonTextOf(value: unknown, lengthLimit: number): string {
  let text: string | undefined;
  try {
    text = JSON.stringify(value) as string | undefined;
  } catch {
    // The careful writer finds out why.
  }
  return text === undefined || text.includes('null') ? writeCarefully(value, lengthLimit) : text;
}

/**
 * Members that are undefined are left out; a Date becomes its ISO text, a bigint its digits in a string, an exact
 * number its digits.
 */
function writeCarefully(value: unknown, lengthLimit: number): string {
  let text = '';

  function write(value: unknown, depth: number): void {
    if (text.length > lengthLimit) throw new JsonLengthError();
    if (typeof value === 'string') text += JSON.stringify(value);
    else if (typeof value === 'number') text += numberText(value);
    else if (typeof value === 'boolean') text += value ? 'true' : 'false';
    else if (typeof value === 'bigint') text += `"${value}"`;
    else if (typeof value !== 'object' || value === null) text += 'null';
    else if (isExactNumber(value)) text += value.rawJSON;
    else if (depth > jsonDepthLimit) throw new JsonDepthError();
    else if (Array.isArray(value)) writeArray(value, depth);
    else if (value instanceof Date) text += JSON.stringify(value) ?? 'null';
    else writeObject(value as Readonly<Record<string, unknown>>, depth);
  }

  function writeArray(value: readonly unknown[], depth: number): void {
    text += '[';
    for (let index = 0; index < value.length; index++) {
      if (index > 0) text += ',';
      write(value[index], depth + 1);
    }
    text += ']';
  }

  function writeObject(value: Readonly<Record<string, unknown>>, depth: number): void {
    let separator = '{';
    for (const name of Object.keys(value)) {
      const member = value[name];
      if (member === undefined) continue;
      text += `${separator}${JSON.stringify(name)}:`;
      separator = ',';
      write(member, depth + 1);
    }
    text += separator === '{' ? '{}' : '}';
  }

  write(value, 0);
  return text;
}

/** JSON has no text for what is not finite: a number too large for any reader stands for it and is refused as such. */
function numberText(value: number): string {
  return Number.isFinite(value) ? String(value) : '1e999';
}
