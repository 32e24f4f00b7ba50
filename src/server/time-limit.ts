/** One timer around a whole operation, whatever it waits for. */
import { GraphQLError } from 'graphql';
import { withinRequest } from '../database/request-time.ts';

export interface TimeLimit {
  /**
   * Resolves as `work` does, or rejects with a GraphQLError TIMEOUT when its time is over; `work` then begins nothing
   * more in the database, and what becomes of it is told to nobody.
   */
  within<T>(work: () => Promise<T>): Promise<T>;
}

export function createTimeLimit(limitMs: number): TimeLimit {
  return {
    async within(work) {
      const controller = new AbortController();
      let timer: NodeJS.Timeout | undefined;
      const over = new Promise<never>((_, reject) => {
        timer = setTimeout(() => {
          controller.abort();
          reject(timedOut(limitMs));
        }, limitMs);
      });
      try {
        return await Promise.race([withinRequest(controller.signal, work), over]);
      } finally {
        clearTimeout(timer);
      }
    },
  };
}

const timedOut = (limitMs: number): GraphQLError =>
  new GraphQLError(
    `The request took longer than ${limitMs / 1_000} s and was given up. A change may have been made: look before you repeat it.`,
    { extensions: { code: 'TIMEOUT', limitMs, http: { status: 504 } } },
  );
