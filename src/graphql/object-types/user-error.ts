/** What a caller can put right, as data: an interface and its kinds, and the one place that maps problems to them. */
import { Field, ID, Int, InterfaceType, ObjectType } from 'type-graphql';
import type { Problem, UserErrorCode } from '../../domain/domain-error.ts';
import { UserErrorCodeEnum } from '../enums.ts';
import { DurationScalar } from '../scalars.ts';

@InterfaceType({
  description:
    'An expected, caller-actionable failure of a mutation. Unexpected failures use the top-level errors array.',
  resolveType: (value: UserError) => value.constructor.name,
})
export abstract class UserError {
  @Field(() => UserErrorCodeEnum, { description: 'Stable machine code.' })
  code!: UserErrorCode;

  @Field(() => String, { description: 'Human text, English, safe to show.' })
  message!: string;

  @Field(() => [String], {
    nullable: true,
    description: 'Input path that caused it, e.g. ["input","url"]; null when not about one field.',
  })
  path!: readonly string[] | null;

  constructor(problem: Problem, prefix: readonly string[]) {
    this.code = problem.code;
    this.message = problem.message;
    this.path = problem.path === undefined ? null : [...prefix, ...problem.path];
  }
}

@ObjectType({ implements: UserError, description: 'A field failed validation.' })
export class ValidationError extends UserError {
  @Field(() => String, { nullable: true, description: 'Name of the rule that failed, e.g. maxLength.' })
  rule!: string | null;

  constructor(problem: Problem, prefix: readonly string[]) {
    super(problem, prefix);
    this.rule = problem.rule ?? null;
  }
}

@ObjectType({ implements: UserError, description: 'Referenced object was not found.' })
export class NotFoundError extends UserError {}

@ObjectType({ implements: UserError, description: 'Unique value taken or revision stale.' })
export class ConflictError extends UserError {
  @Field(() => ID, { nullable: true, description: 'Id of the object in the way, when the caller may see it.' })
  conflictingId!: string | null;

  @Field(() => Int, { nullable: true, description: 'Current revision, for STALE_REVISION.' })
  currentRevision!: number | null;

  constructor(problem: Problem, prefix: readonly string[]) {
    super(problem, prefix);
    this.conflictingId = problem.conflictingId ?? null;
    this.currentRevision = problem.currentRevision ?? null;
  }
}

@ObjectType({ implements: UserError, description: 'Target URL refused.' })
export class UrlNotAllowedError extends UserError {
  @Field(() => String, { description: 'Policy rule that refused it, e.g. private-address.' })
  policy!: string;

  constructor(problem: Problem, prefix: readonly string[]) {
    super(problem, prefix);
    this.policy = problem.rule ?? 'not-allowed';
  }
}

@ObjectType({ implements: UserError, description: 'A quota would be exceeded.' })
export class LimitExceededError extends UserError {
  @Field(() => Int, { description: 'The limit.' })
  limit!: number;

  @Field(() => DurationScalar, { nullable: true, description: 'When trying again may work.' })
  retryAfter!: number | null;

  constructor(problem: Problem, prefix: readonly string[]) {
    super(problem, prefix);
    this.limit = problem.limit ?? 0;
    this.retryAfter = problem.retryAfterMs ?? null;
  }
}

@ObjectType({
  implements: UserError,
  description: 'Any other expected failure (INVALID_STATE, IDEMPOTENCY_MISMATCH, SCOPE_NOT_ALLOWED).',
})
export class OperationError extends UserError {}

/** The class that carries each code. */
const classes: Record<UserErrorCode, new (problem: Problem, prefix: readonly string[]) => UserError> = {
  INVALID: ValidationError,
  SCHEMA_MISMATCH: ValidationError,
  NOT_FOUND: NotFoundError,
  TAKEN: ConflictError,
  STALE_REVISION: ConflictError,
  URL_NOT_ALLOWED: UrlNotAllowedError,
  LIMIT_EXCEEDED: LimitExceededError,
  IDEMPOTENCY_MISMATCH: OperationError,
  INVALID_STATE: OperationError,
  SCOPE_NOT_ALLOWED: OperationError,
};

/** @param prefix the path of the argument that the problems' paths are relative to */
export function toUserErrors(problems: readonly Problem[], prefix: readonly string[]): UserError[] {
  return problems.map((problem) => new classes[problem.code](problem, prefix));
}
