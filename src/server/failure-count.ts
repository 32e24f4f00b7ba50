/** Counts refused credentials and logs the sum now and then: whoever guesses keys fills a counter, not the log. */

const INTERVAL_MS = 10_000;
const ADDRESSES = 10;

export interface FailureCount {
  /** @param reason one of a few words */
  add(reason: string, remoteAddress: string | undefined): void;
  /** Logs what was counted since the last time. */
  close(): void;
}

/** @param log gets the number of failures, per reason too, and some of the addresses they came from */
export function createFailureCount(log: (sum: object) => void): FailureCount {
  let timer: NodeJS.Timeout | undefined;
  let reasons: Record<string, number> = {};
  let addresses = new Set<string>();

  function flush(): void {
    clearTimeout(timer);
    timer = undefined;
    const count = Object.values(reasons).reduce((sum, each) => sum + each, 0);
    if (count > 0) log({ count, reasons, addresses: [...addresses] });
    reasons = {};
    addresses = new Set();
  }

  return {
    add(reason, remoteAddress) {
      reasons[reason] = (reasons[reason] ?? 0) + 1;
      if (remoteAddress !== undefined && addresses.size < ADDRESSES) addresses.add(remoteAddress);
      timer ??= setTimeout(flush, INTERVAL_MS);
    },
    close: flush,
  };
}
