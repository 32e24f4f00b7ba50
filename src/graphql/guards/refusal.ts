/** A request that is refused before anything of it runs: which rule, and what it allows. */
import { GraphQLError } from 'graphql';

export type GuardRule =
  | 'document-size'
  | 'body-size'
  | 'tokens'
  | 'depth'
  | 'introspection'
  | 'aliases'
  | 'directives'
  | 'fields'
  | 'repeated-fields'
  | 'fragments'
  | 'fragment-cycle'
  | 'operations'
  | 'operation-name'
  | 'root-mutations'
  | 'list-length'
  | 'cost';

/** An error with status 400 over HTTP; its extensions name the rule and the limit, for programs. */
export const refusal = (rule: GuardRule, message: string, limit: number): GraphQLError =>
  new GraphQLError(message, { extensions: { code: 'GRAPHQL_VALIDATION_FAILED', rule, limit } });
