/** Reads the value of a field out of a payload as conditions count with it. */
import { parseInstant } from '../../domain/instant.ts';
import type { FieldShape } from '../payload-shape.ts';
import { wholeNumber } from './numbers.ts';

type Read = boolean | number | bigint | string | readonly unknown[];

/** From what parsePayload made of the payload's text; undefined: of another kind, from before the event type changed. */
export function readerOf({ kind }: FieldShape): (value: unknown) => Read | undefined {
  switch (kind) {
    case 'date':
      return (value) => {
        const ms = typeof value === 'string' ? parseInstant(value) : NaN;
        return Number.isNaN(ms) ? undefined : ms;
      };
    case 'long':
    case 'integer':
    case 'float':
      return (value) => (typeof value === 'number' ? value : fromDigits(value));
    case 'array':
      return (value) => (Array.isArray(value) ? (value as readonly unknown[]) : undefined);
    case 'boolean':
      return (value) => (typeof value === 'boolean' ? value : undefined);
    case 'string':
    case 'enum':
      return (value) => (typeof value === 'string' ? value : undefined);
  }
}

/** Digits where a double would have lost some. */
function fromDigits(value: unknown): number | bigint | undefined {
  if (typeof value !== 'string' || !/^-?\d+$/.test(value)) return undefined;
  return wholeNumber(BigInt(value)) ?? Number(value);
}
