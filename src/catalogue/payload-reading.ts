/** What one pass over one payload carries along, and how a problem is noted in it. */
import type { CanonicalText } from './canonical-text.ts';
import type { JsonCursor } from './json-cursor.ts';
import type { PayloadProblem, PayloadRule, ValueKind } from './payload-problem.ts';
import { problemLimit, shownName } from './payload-problem.ts';

export interface BusinessKey {
  /** Name of the payload field, e.g. salesOrderId. */
  readonly name: string;
  readonly value: string;
}

export interface PayloadReading {
  readonly cursor: JsonCursor;
  readonly out: CanonicalText;
  /** The text was made from parsed JSON, where a number beyond 2^53 has already lost digits. */
  readonly losesDigits: boolean;
  readonly problems: PayloadProblem[];
  /** Arrays and entry numbers down to the object being read. */
  readonly path: (string | number)[];
  readonly headerKeys: BusinessKey[];
  readonly entryKeys: BusinessKey[];
  /** Canonical values of the scope and time fields at the top level. */
  readonly header: Map<string, string>;
}

/** Result of a value's rule: the source text is canonical as it stands. Other text replaces it; undefined means refused. */
export const asGiven = '';

/** Ends a reading that has found as many problems as are reported. */
export class EnoughProblems extends Error {}

/** Notes a problem with the field `name` of the object being read, or with that object when undefined. */
export function refuse(
  reading: PayloadReading,
  name: string | undefined,
  rule: PayloadRule,
  message: string,
  more: { valueKind?: ValueKind; suggestion?: string } = {},
): undefined {
  const path = reading.path.map(String);
  if (name !== undefined) path.push(shownName(name));
  reading.problems.push({ path, rule, message, ...more });
  if (reading.problems.length >= problemLimit) throw new EnoughProblems();
  return undefined;
}
