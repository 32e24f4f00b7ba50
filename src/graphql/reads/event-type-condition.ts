/** Event type patterns as patterns of LIKE. */

/** `null` when they let every type through. */
export function likePatterns(patterns: readonly string[] | null | undefined): string[] | null {
  if (patterns == null || patterns.includes('*')) return null;
  return patterns.map((pattern) => {
    const literal = pattern.replace(/[\\%_]/g, '\\$&');
    return literal.endsWith('.*') ? `${literal.slice(0, -1)}%` : literal;
  });
}
