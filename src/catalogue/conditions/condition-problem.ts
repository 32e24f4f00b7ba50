/** What is wrong with the source of a condition, and where. */

export type ConditionRule = 'size' | 'syntax' | 'unknown' | 'type' | 'enum' | 'unsupported';

export interface ConditionProblem {
  readonly rule: ConditionRule;
  /** A sentence without its position. */
  readonly message: string;
  /** UTF-16 units from the beginning of the source. */
  readonly at: number;
}

/** `Line 1, column 5: …`; both count from 1. */
export function describeConditionProblem(source: string, { at, message }: ConditionProblem): string {
  const before = source.slice(0, at);
  return `Line ${before.split('\n').length}, column ${at - before.lastIndexOf('\n')}: ${message}`;
}
