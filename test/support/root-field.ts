/** One root field of an answer, as the caller of `sendText` knows it. */
import type { Answer } from './graphql-client.ts';

/** @throws Error with the whole answer when it has errors, or nothing in that field */
export function rootField<Value>({ data, errors, text }: Answer<Record<string, unknown>>, name: string): Value {
  const value = data?.[name];
  if (errors.length > 0 || value == null) throw new Error(`The answer has no ${name}: ${text}`);
  return value as Value;
}
