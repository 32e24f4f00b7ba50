/**
 * Runs the operations of sockets and knows which are at work, so that closing can wait for them: what still reads the
 * database while it is closed fails, or keeps it from closing.
 */
import { execute, GraphQLError, subscribe, type ExecutionArgs, type ExecutionResult } from 'graphql';

import type { TimeLimit } from './time-limit.ts';

type Results = AsyncGenerator<ExecutionResult, void, void>;

export interface RunningOperations {
  execute(args: ExecutionArgs): Promise<ExecutionResult>;
  subscribe(args: ExecutionArgs): Promise<Results | ExecutionResult>;
  /** Resolves when nothing is at work. Streams must have been ended before: one that waits for news is at work. */
  settle(): Promise<void>;
}

/** @param timeLimit for what is executed; streams have none */
export function createRunningOperations(timeLimit: TimeLimit): RunningOperations {
  const running = new Set<Promise<unknown>>();

  function track<T>(work: T | Promise<T>): Promise<T> {
    const promise = Promise.resolve(work);
    running.add(promise);
    const forget = () => void running.delete(promise);
    promise.then(forget, forget);
    return promise;
  }

  const trackItems = (results: Results): Results => ({
    next: () => track(results.next()),
    return: (value) => track(results.return(value)),
    throw: (error) => track(results.throw(error)),
    [Symbol.asyncIterator]() {
      return this;
    },
    [Symbol.asyncDispose]: async () => void (await track(results.return())),
  });

  return {
    execute: (args) =>
      timeLimit
        .within(() => track(execute(args)))
        .catch((error: unknown) => {
          if (error instanceof GraphQLError) return { errors: [error] };
          throw error;
        }),
    async subscribe(args) {
      const result = await track(subscribe(args));
      return Symbol.asyncIterator in result ? trackItems(result) : result;
    },
    async settle() {
      while (running.size > 0) await Promise.allSettled(running);
    },
  };
}
