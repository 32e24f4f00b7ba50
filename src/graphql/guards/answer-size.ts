/**
 * The size of one answer. What an operation costs is estimated before it runs, by how many there usually are of
 * something and how large it usually is; this is for what then turns out to be larger.
 */
import { GraphQLError, type ExecutionResult } from 'graphql';
import { ANSWER_LIMIT_CHARACTERS } from './limits.ts';

const tooLarge = new GraphQLError(
  `The answer would have more than ${ANSWER_LIMIT_CHARACTERS} characters: ask for smaller pages or fewer fields. ` +
    'What a mutation was to change is changed.',
  { extensions: { code: 'LIMIT_EXCEEDED', rule: 'answer-size', limit: ANSWER_LIMIT_CHARACTERS } },
);

/** What there is to say instead of an answer that is too large; undefined when it is not. */
export const refuseLargeAnswer = ({ data }: Pick<ExecutionResult, 'data'>): GraphQLError | undefined =>
  spend(data, ANSWER_LIMIT_CHARACTERS) < 0 ? tooLarge : undefined;

/** Looks no further when nothing is left. @returns what is left of so many characters of JSON, about */
function spend(value: unknown, characters: number): number {
  if (typeof value === 'string') return characters - value.length - 2;
  if (typeof value !== 'object' || value === null) return characters - 5;
  let left = characters - 2;
  if (Array.isArray(value)) {
    for (const entry of value) {
      if (left < 0) return left;
      left = spend(entry, left - 1);
    }
    return left;
  }
  for (const name in value) {
    if (left < 0) return left;
    left = spend((value as Record<string, unknown>)[name], left - name.length - 4);
  }
  return left;
}
