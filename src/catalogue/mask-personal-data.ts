/** A payload for those who may not see people's names, addresses and contacts: the same, with those values masked. */
import { MASK } from '../domain/mask.ts';
import { findEventType } from './event-types.ts';
import type { ObjectShape } from './payload-shape.ts';

type PayloadObject = Record<string, unknown>;

/**
 * @param text a stored payload
 * @returns it with each field that the type's schema marks as personal masked; every number keeps its digits
 */
export function maskPersonalData(typeName: string, text: string): string {
  const shape = findEventType(typeName)?.shape;
  // Nothing says what is personal in a type that is not ours.
  if (shape === undefined) return JSON.stringify({ masked: MASK });
  if (!hasPersonalData(shape)) return text;
  const payload = JSON.parse(text, keepNumbers) as PayloadObject;
  mask(payload, shape);
  return JSON.stringify(payload);
}

const known = new WeakMap<ObjectShape, boolean>();

function hasPersonalData(shape: ObjectShape): boolean {
  const found =
    known.get(shape) ??
    shape.fields.some((field) => field.personalData || (field.kind === 'array' && hasPersonalData(field.item)));
  known.set(shape, found);
  return found;
}

function mask(object: PayloadObject, shape: ObjectShape): void {
  for (const field of shape.fields) {
    if (object[field.name] === undefined) continue;
    if (field.personalData) object[field.name] = MASK;
    else if (field.kind === 'array') for (const entry of object[field.name] as PayloadObject[]) mask(entry, field.item);
  }
}

// TypeScript does not know it yet.
const { rawJSON } = JSON as unknown as { rawJSON(text: string): object };

const keepNumbers = (_key: string, value: unknown, context?: { readonly source?: string }): unknown =>
  typeof value === 'number' && context?.source !== undefined ? rawJSON(context.source) : value;
