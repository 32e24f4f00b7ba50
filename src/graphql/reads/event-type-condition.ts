/** Event type patterns as a condition on a column. */

/** One condition per pattern, to be ORed. */
export function eventTypeConditions<Column extends string>(
  column: Column,
  patterns: readonly string[],
): ({ [C in Column]: string } | { [C in Column]: { $like: string } })[] {
  return patterns.map((pattern) => {
    if (pattern === '*') return { [column]: { $like: '%' } } as { [C in Column]: { $like: string } };
    if (!pattern.endsWith('.*')) return { [column]: pattern } as { [C in Column]: string };
    const prefix = pattern.slice(0, -1).replace(/[\\%_]/g, '\\$&');
    return { [column]: { $like: `${prefix}%` } } as { [C in Column]: { $like: string } };
  });
}
