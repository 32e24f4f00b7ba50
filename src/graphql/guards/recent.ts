/** A memory of the things used last: bounded in number and in size, the one unused for longest goes first. */

export interface Recent<Value> {
  get(key: string): Value | undefined;
  set(key: string, value: Value): void;
}

/**
 * @param limit things remembered at most
 * @param sizeLimit characters of all their keys together; what alone has more is not remembered
 */
export function createRecent<Value>(limit: number, sizeLimit: number): Recent<Value> {
  const values = new Map<string, Value>();
  let size = 0;

  function forget(key: string): void {
    if (values.delete(key)) size -= key.length;
  }

  return {
    get(key) {
      const value = values.get(key);
      if (value === undefined) return undefined;
      // A map remembers the order of insertion: last is youngest.
      values.delete(key);
      values.set(key, value);
      return value;
    },
    set(key, value) {
      forget(key);
      if (key.length > sizeLimit) return;
      while (values.size >= limit || size + key.length > sizeLimit) forget(values.keys().next().value as string);
      values.set(key, value);
      size += key.length;
    },
  };
}
