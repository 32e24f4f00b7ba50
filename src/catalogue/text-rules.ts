/** The rules for what arrives as a JSON string: text, enum members and dates. Each looks at the string just read. */
import { formatInstant, isWholeSecondUtc, parseInstant } from '../domain/instant.ts';
import { stringValue } from './json-cursor.ts';
import { didYouMean } from './did-you-mean.ts';
import { asGiven, refuse, type PayloadReading } from './payload-reading.ts';
import type { FieldPlan } from './object-plan.ts';

const valueKind = 'string';

export function checkText(reading: PayloadReading, field: FieldPlan, start: number): string | undefined {
  const { cursor } = reading;
  const units = cursor.at - start - 2;
  if (!cursor.escaped && !cursor.beyondAscii && units <= field.maxLength) return asGiven;
  const value = stringValue(cursor, start);
  // PostgreSQL can store neither, and JSON libraries of receivers stumble over them.
  if (value.includes('\0')) return refuse(reading, field.name, 'text', 'must not contain U+0000', { valueKind });
  if (!value.isWellFormed()) {
    return refuse(reading, field.name, 'text', 'must not contain half of a surrogate pair', { valueKind });
  }
  if (value.length > field.maxLength) {
    const length = countCharacters(value);
    if (length > field.maxLength) {
      const message = `must have at most ${field.maxLength} characters, but has ${length}`;
      return refuse(reading, field.name, 'maxLength', message, { valueKind });
    }
  }
  return cursor.escaped ? JSON.stringify(value) : asGiven;
}

export function checkEnum(reading: PayloadReading, field: FieldPlan, start: number): string | undefined {
  const value = stringValue(reading.cursor, start);
  const { members } = field;
  if (members.includes(value)) return reading.cursor.escaped ? JSON.stringify(value) : asGiven;
  const suggestion = didYouMean(value, members);
  const meant = suggestion === undefined ? '' : `; did you mean ${suggestion}?`;
  return refuse(reading, field.name, 'enum', `must be one of ${members.join(', ')}${meant}`, { valueKind });
}

/** `start` is that of the string; the fraction is cut, never rounded. */
export function checkDate(reading: PayloadReading, field: FieldPlan, start: number): string | undefined {
  const value = stringValue(reading.cursor, start);
  if (!reading.cursor.escaped && isWholeSecondUtc(value)) return asGiven;
  const ms = parseInstant(value);
  if (Number.isNaN(ms)) {
    const message =
      'must be a date and time that exists, with seconds and a zone, as 2026-02-02T10:30:00Z or 2026-02-02T10:30:00+01:00';
    return refuse(reading, field.name, 'date', message, { valueKind });
  }
  const canonical = formatInstant(ms, field.keepsMilliseconds);
  return canonical === value && !reading.cursor.escaped ? asGiven : `"${canonical}"`;
}

function countCharacters(text: string): number {
  let count = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code < 0xdc00 || code > 0xdfff) count++;
  }
  return count;
}
