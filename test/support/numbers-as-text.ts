/** Reads JSON with every number as the text it was written as: to compare what doubles would round. */
export function numbersAsText(json: string): unknown {
  const reviver = (_: string, value: unknown, { source }: { readonly source?: string }): unknown =>
    typeof value === 'number' ? source : value;
  return JSON.parse(json, reviver as (key: string, value: unknown) => unknown);
}
