/** Event type names and the patterns by which a webhook asks for them. */

const NAME = /^[a-z][a-z0-9_-]*(\.[a-z0-9][a-z0-9_-]*)+$/;

/** Longest event type name, in characters. */
export const EVENT_TYPE_NAME_LIMIT = 100;

/** Whether a text has the form of an event type name such as `shipment.closed`. */
export const isEventTypeName = (text: string): boolean => text.length <= EVENT_TYPE_NAME_LIMIT && NAME.test(text);

/** Whether a text is a name, a prefix wildcard such as `shipment.*`, or `*`. */
export const isEventTypePattern = (text: string): boolean =>
  text === '*' || isEventTypeName(text) || (text.endsWith('.*') && isEventTypeName(`${text.slice(0, -1)}x`));

/** Whether one of the patterns asks for the type. */
export function matchesEventType(patterns: readonly string[], type: string): boolean {
  return patterns.some(
    (pattern) =>
      pattern === type || pattern === '*' || (pattern.endsWith('.*') && type.startsWith(pattern.slice(0, -1))),
  );
}

/** A pattern as one of LIKE. */
export const toLikePattern = (pattern: string): string =>
  pattern === '*' ? '%' : pattern.replace(/[\\%_]/g, String.raw`\$&`).replace(/\.\*$/, '.%');

/** @param allowed patterns that a key is limited to; empty means every type */
export const mayUseEventType = (allowed: readonly string[], type: string): boolean =>
  allowed.length === 0 || matchesEventType(allowed, type);
