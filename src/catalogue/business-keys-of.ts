/** The business keys of a stored payload, as publish saw them: the payload is their only copy. */
import type { BusinessKey } from './payload-reading.ts';
import { preparePayload } from './prepare-payload.ts';
import type { ObjectShape } from './payload-shape.ts';

/** @param text a prepared payload's */
export function businessKeysOf(type: { readonly shape: ObjectShape }, text: string): readonly BusinessKey[] {
  const prepared = preparePayload(type, { text });
  return prepared.ok ? prepared.payload.businessKeys : [];
}
