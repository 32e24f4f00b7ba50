/** What has to be closed again, in reverse order of opening. */

export interface Closers {
  /** Remembers how to close a part, and returns the part. */
  add<T>(part: T, close: (part: T) => unknown): T;
  /** Closes everything once; what does not close must not keep the rest open. */
  closeAll(): Promise<void>;
}

/** @param onError told of each part that did not close */
export function createClosers(onError: (error: unknown) => void): Closers {
  const closers: (() => unknown)[] = [];
  return {
    add(part, close) {
      closers.push(() => close(part));
      return part;
    },
    async closeAll() {
      for (let close = closers.pop(); close !== undefined; close = closers.pop()) {
        try {
          await close();
        } catch (error) {
          onError(error);
        }
      }
    },
  };
}
