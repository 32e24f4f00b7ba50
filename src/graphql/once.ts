/** Does something the first time it is asked for, and again only after it failed. */
export function once<T>(work: () => Promise<T>): () => Promise<T> {
  let working: Promise<T> | undefined;
  return () =>
    (working ??= work().catch((error: unknown) => {
      working = undefined;
      throw error;
    }));
}
