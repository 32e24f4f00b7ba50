/** What callers name a call by, so that it can be repeated. Other names of theirs follow the same rule. */
import type { Problem } from './domain-error.ts';

const NAME = /^[^\p{Cc}\p{Cs}]{1,255}$/u;

/** @returns the problem of a name that is given and malformed, as a list */
export function checkCallersName(
  field: 'idempotencyKey' | 'correlationId',
  name: string | null | undefined,
  path: readonly string[] = [field],
): Problem[] {
  if (name == null || NAME.test(name)) return [];
  const message = `${field} must have 1 to 255 characters, none of them a control character.`;
  return [{ code: 'INVALID', message, path, rule: 'format' }];
}
