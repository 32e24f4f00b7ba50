/** Arrays as PostgreSQL reads them, for values that need no quotes: the driver looks into each one for what to escape. */

/** Numbers, UUIDs, words of enums, booleans, instants. Texts of any other kind are the driver's. */
export type PlainValue = string | number | boolean | Date | null | undefined;

/** `{a,NULL,b}`, as a parameter with a cast: `$1::uuid[]`. */
export function plainArray(values: readonly PlainValue[]): string {
  let literal = '';
  for (const value of values) {
    literal += literal === '' ? '{' : ',';
    if (value == null) literal += 'NULL';
    else literal += value instanceof Date ? value.toISOString() : String(value);
  }
  return literal === '' ? '{}' : `${literal}}`;
}
