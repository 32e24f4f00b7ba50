/** From a caller's mistake to the errors of a payload: the one place where resolvers catch. */
import { DomainError } from '../domain/domain-error.ts';
import type { GraphqlContext } from './context.ts';
import { payload, type MutationPayload, type PayloadFields } from './object-types/payloads.ts';
import { toUserErrors } from './object-types/user-error.ts';

/**
 * @param otherwise the payload's fields when there are errors
 * @param prefix the path of the argument that the problems' paths are relative to
 * @param answer learns when trying again may work, where the problems say so
 */
export async function orErrors<P extends MutationPayload>(
  Payload: new () => P,
  otherwise: PayloadFields<P>,
  work: () => Promise<PayloadFields<P>>,
  prefix: readonly string[] = [],
  answer?: GraphqlContext['answer'],
): Promise<P> {
  try {
    return payload(Payload, await work());
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const wait = error.problems.find(({ retryAfterMs }) => retryAfterMs !== undefined)?.retryAfterMs;
    if (answer !== undefined && wait !== undefined) answer.retryAfterMs = wait;
    return payload(Payload, otherwise, toUserErrors(error.problems, prefix));
  }
}
