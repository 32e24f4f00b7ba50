/**
 * Runs the operations of sockets and knows which are at work, so that closing can wait for them: what still reads the
 * database while it is closed fails, or keeps it from closing.
 */
import { execute, subscribe, type ExecutionArgs, type ExecutionResult } from 'graphql';

type Results = AsyncGenerator<ExecutionResult, void, void>;

export interface RunningOperations {
  execute(args: ExecutionArgs): Promise<ExecutionResult>;
  subscribe(args: ExecutionArgs): Promise<Results | ExecutionResult>;
  /** Resolves when nothing is at work. Streams must have been ended before: one that waits for news is at work. */
  settle(): Promise<void>;
}

export function createRunningOperations(): RunningOperations {
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
    execute: (args) => track(execute(args)),
    async subscribe(args) {
      const result = await track(subscribe(args));
      return Symbol.asyncIterator in result ? trackItems(result) : result;
    },
    async settle() {
      while (running.size > 0) await Promise.allSettled(running);
    },
  };
}
