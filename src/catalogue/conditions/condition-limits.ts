/** What bounds a condition: its size when it is saved, its work when it is evaluated. No time limit is needed beside them. */
export const conditionLimits = {
  /** UTF-8 bytes of the source. */
  bytes: 2_048,
  /** Names, literals, operators and calls. */
  nodes: 100,
  /** Entries looked at by exists, all, map and the like in one evaluation, all together. */
  entries: 10_000,
} as const;
