/** The rules for what people enter about an API key, all problems at once. */
import type { Problem } from '../domain/domain-error.ts';
import { isEventTypePattern } from '../domain/event-type-pattern.ts';
import { IDENTIFIER_RULE, isIdentifier } from '../domain/identifier.ts';
import type { Role } from '../domain/role.ts';

export interface NewKey {
  readonly name: string;
  readonly role: Role;
  /** Levels that are not given are the caller's own. */
  readonly companyId?: string | null | undefined;
  readonly fulfillmentCenterId?: string | null | undefined;
  readonly allowedEventTypes?: readonly string[] | null | undefined;
  readonly expiresAt?: Date | null | undefined;
  /** For VIEWER; default false. */
  readonly mayReadPersonalData?: boolean | null | undefined;
}

export const KEYS_PER_TENANT = 1_000;
export const MAX_OVERLAP_MS = 7 * 24 * 3_600_000;
const PATTERNS = 100;

const NAME = /^[^\p{Cc}\p{Cs}]{1,200}$/u;
export const isKeyName = (text: string): boolean => NAME.test(text) && text.trim() !== '';
export const KEY_NAME_RULE = 'must have 1 to 200 characters, not all of them blanks and none a control character';

/** Problems with paths relative to the input. */
export function checkNewKey({ name, role, expiresAt, ...input }: NewKey, now = new Date()): Problem[] {
  const problems: Problem[] = [];
  const refuse = (path: string[], rule: string, message: string) =>
    void problems.push({ code: 'INVALID', message, path, rule });
  if (!isKeyName(name)) refuse(['name'], 'length', `name ${KEY_NAME_RULE}.`);
  for (const level of ['companyId', 'fulfillmentCenterId'] as const) {
    const value = input[level];
    if (value != null && !isIdentifier(value)) {
      refuse(['scope', level], 'length', `${level} ${IDENTIFIER_RULE}.`);
    }
  }
  if (expiresAt != null && expiresAt <= now) refuse(['expiresAt'], 'range', 'expiresAt must lie in the future.');
  const patterns = input.allowedEventTypes ?? [];
  if (patterns.length > 0 && role !== 'PUBLISHER') {
    refuse(['allowedEventTypes'], 'role', 'Only a key with the role PUBLISHER can be limited to event types.');
  }
  if (patterns.length > PATTERNS) {
    refuse(['allowedEventTypes'], 'count', `allowedEventTypes can have ${PATTERNS} entries.`);
  }
  for (const [index, pattern] of patterns.entries()) {
    if (isEventTypePattern(pattern)) continue;
    const message = 'An event type is a dotted name such as shipment.closed, a prefix such as shipment.*, or *.';
    refuse(['allowedEventTypes', String(index)], 'format', message);
  }
  return problems;
}
