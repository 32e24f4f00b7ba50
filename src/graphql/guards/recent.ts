/** A memory of the things used last: bounded, the one unused for longest goes first. */

export interface Recent<Value> {
  get(key: string): Value | undefined;
  set(key: string, value: Value): void;
}

export function createRecent<Value>(limit: number): Recent<Value> {
  const values = new Map<string, Value>();
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
      if (values.size >= limit) values.delete(values.keys().next().value as string);
      values.set(key, value);
    },
  };
}
