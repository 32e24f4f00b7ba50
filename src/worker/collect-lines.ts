/** The log of a thread: lines go some at a time to the thread that writes them, so that only one writes. */
import { TOGETHER_MS, type LogOutput } from '../log.ts';

/** Characters that go at once, however short they waited. */
export const TOGETHER = 64 * 1024;

export interface LineCollector extends LogOutput {
  /** Passes on what waits. */
  flush(): void;
}

export function collectLines(pass: (lines: string) => void): LineCollector {
  let waiting = '';
  let timer: NodeJS.Timeout | undefined;

  function flush(): void {
    clearTimeout(timer);
    timer = undefined;
    if (waiting !== '') pass(waiting);
    waiting = '';
  }

  return {
    write(lines) {
      waiting += lines;
      if (waiting.length >= TOGETHER) flush();
      else timer ??= setTimeout(flush, TOGETHER_MS).unref();
    },
    flush,
  };
}
