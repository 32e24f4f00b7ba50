/** Reads a stored canonical payload back into an object for queries, with no digit of a Long lost. */
import type { ObjectShape } from './payload-shape.ts';

type PayloadObject = Record<string, unknown>;

/** Only a number with this many digits can be beyond 2^53-1; digits inside a text begin with its quotation mark. */
const longDigits = /[:,[]\d{16}/;

/** The payload with every Long as its digits; all else as JSON.parse gives it. `text` must be a prepared payload's. */
export function readPayload(type: { readonly shape: ObjectShape }, text: string): Readonly<PayloadObject> {
  const payload = parsePayload(text);
  writeLongsAsDigits(payload, type.shape);
  return payload;
}

/** The payload as JSON.parse gives it, but whole numbers beyond 2^53-1 as their digits. */
export const parsePayload = (text: string): PayloadObject =>
  (longDigits.test(text) ? JSON.parse(text, keepDigits) : JSON.parse(text)) as PayloadObject;

/** Slower than plain parsing, so used only where it can matter. */
function keepDigits(_key: string, value: unknown, context?: { readonly source?: string }): unknown {
  return typeof value === 'number' && !Number.isSafeInteger(value) && Number.isInteger(value) ? context?.source : value;
}

function writeLongsAsDigits(object: PayloadObject, shape: ObjectShape): void {
  for (const field of shape.fields) {
    const value = object[field.name];
    if (value === undefined) continue;
    if (field.kind === 'long') object[field.name] = String(value as number | string);
    if (field.kind === 'array') for (const entry of value as PayloadObject[]) writeLongsAsDigits(entry, field.item);
  }
}
