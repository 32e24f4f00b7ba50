/**
 * A caller's mistake: a stable code, one clear sentence, and the input path that caused it. Thrown or
 * returned by rooms below GraphQL and mapped once, in graphql/errors, to a UserError. A fault of ours
 * is any other Error: it is masked outside and logged with its cause.
 */

export const userErrorCodes = [
  'INVALID',
  'NOT_FOUND',
  'TAKEN',
  'STALE_REVISION',
  'URL_NOT_ALLOWED',
  'IDEMPOTENCY_MISMATCH',
  'LIMIT_EXCEEDED',
  'INVALID_STATE',
  'SCHEMA_MISMATCH',
  'SCOPE_NOT_ALLOWED',
] as const;

export type UserErrorCode = (typeof userErrorCodes)[number];

/** One thing that is wrong with what the caller sent. */
export interface Problem {
  readonly code: UserErrorCode;
  /** English, safe to show: never echoes a value that may be secret. */
  readonly message: string;
  /** From the mutation's argument down, e.g. ["input", "headers", "0", "name"]. */
  readonly path?: readonly string[];
  /** Name of the rule that failed, e.g. maxLength; for URL_NOT_ALLOWED the egress rule. */
  readonly rule?: string;
  /** For LIMIT_EXCEEDED. */
  readonly limit?: number;
  /** For LIMIT_EXCEEDED: trying again may work after this. */
  readonly retryAfterMs?: number;
  /** For TAKEN: the public id of the object in the way. */
  readonly conflictingId?: string;
  /** For STALE_REVISION. */
  readonly currentRevision?: number;
}

/** Carries problems through code that cannot go on; `problems` has at least one. */
export class DomainError extends Error {
  readonly problems: readonly Problem[];
  constructor(...problems: [Problem, ...Problem[]]) {
    super(problems.map((problem) => problem.message).join(' '));
    this.name = 'DomainError';
    this.problems = problems;
  }
}
