/**
 * Logs what roles were not allowed to do: the first time that a key asks for a field, and then only how often, so that
 * whoever tries everything again and again fills a counter and not the log.
 */
import type { ForbiddenAttempt } from '../graphql/context.ts';

const INTERVAL_MS = 10_000;
/** Lines in one interval, whoever asks. */
const LINES = 100;

export interface ForbiddenLog {
  add(attempt: ForbiddenAttempt): void;
  /** Logs how many were left out since the last time. */
  close(): void;
}

/** @param log gets an attempt, or `{ alike }`: how many more there were in the last ten seconds */
export function createForbiddenLog(log: (fields: object) => void): ForbiddenLog {
  const told = new Set<string>();
  let alike = 0;
  let timer: NodeJS.Timeout | undefined;

  function flush(): void {
    clearTimeout(timer);
    timer = undefined;
    if (alike > 0) log({ alike });
    told.clear();
    alike = 0;
  }

  return {
    add(attempt) {
      timer ??= setTimeout(flush, INTERVAL_MS);
      const name = `${attempt.actorId} ${attempt.field}`;
      if (told.has(name) || told.size >= LINES) {
        alike += 1;
        return;
      }
      told.add(name);
      log(attempt);
    },
    close: flush,
  };
}
