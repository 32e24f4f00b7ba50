/** The JSON Schema of an event as it is published: reading its file has rounded the largest Long. */
import { exactNumber } from './exact-number.ts';
import { largestLong } from './number-rules.ts';
import type { SchemaNode } from './read-schema.ts';

/** The same schema, where JSON.stringify writes the maximum of every Long with all its digits. */
export function withExactLimits(schema: SchemaNode): SchemaNode {
  return exact(schema) as SchemaNode;
}

function exact(value: unknown): unknown {
  if (value === Number(largestLong)) return exactNumber(largestLong);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(exact);
  return Object.fromEntries(Object.entries(value).map(([keyword, member]) => [keyword, exact(member)]));
}
