/** Turns a payload as the caller gave it, in whichever of the ways, into what the catalogue checks. */
import { isExactNumber } from '../../catalogue/exact-number.ts';
import { jsonDepthLimit } from '../../catalogue/json-cursor.ts';
import { findEventType } from '../../catalogue/event-types.ts';
import type { ObjectShape } from '../../catalogue/payload-shape.ts';
import type { PayloadInput } from '../../catalogue/prepare-payload.ts';
import type { Problem } from '../../domain/domain-error.ts';
import { memberNameOf, typedMembers } from './event-payload-input.ts';

type JsonObject = Readonly<Record<string, unknown>>;

/**
 * @param typeName of the event to publish
 * @param given the `EventPayloadInput` before coercion, which has found that it has exactly one member
 * @returns a problem when the member is that of another event type
 */
export function toPayloadInput(typeName: string, given: JsonObject): PayloadInput | Problem {
  const [[member, value] = ['', undefined]] = Object.entries(given);
  if (member === 'text') return { text: String(value) };
  const memberType = typedMembers.get(member);
  if (memberType === undefined) return { json: value, keepsDigits: keepsDigits(value) };
  const type = findEventType(typeName);
  if (type !== undefined && type !== memberType) {
    return {
      code: 'INVALID',
      message: `payload.${member} is a payload of ${memberType.name}, but type is ${typeName}: give ${memberNameOf(type)}, json or text.`,
      path: ['payload', member],
      rule: 'type',
    };
  }
  const json = withLists(value as JsonObject, memberType.shape);
  return { json, keepsDigits: keepsDigits(json) };
}

/** GraphQL takes a single value for a list of one; the payload has the list. */
function withLists(object: JsonObject, shape: ObjectShape): JsonObject {
  let copy: Record<string, unknown> | undefined;
  for (const field of shape.fields) {
    const value = object[field.name];
    if (field.kind !== 'array' || value == null) continue;
    const entries = (Array.isArray(value) ? value : [value]) as readonly JsonObject[];
    const whole = field.item.fields.some(({ kind }) => kind === 'array')
      ? entries.map((entry) => withLists(entry, field.item))
      : entries;
    if (whole !== value) (copy ??= { ...object })[field.name] = whole;
  }
  return copy ?? object;
}

/** Whether every whole number beyond 2^53-1 still has its digits: it was written in the document, not in variables. */
function keepsDigits(value: unknown, depth = 0): boolean {
  if (typeof value === 'number') return Number.isSafeInteger(value) || !Number.isInteger(value);
  if (typeof value !== 'object' || value === null || isExactNumber(value)) return true;
  if (depth > jsonDepthLimit) return false; // the catalogue refuses it for that
  const members: readonly unknown[] = Array.isArray(value) ? value : Object.values(value);
  return members.every((member) => keepsDigits(member, depth + 1));
}
