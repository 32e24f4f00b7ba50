/** What a caller is shown of payloads, of headers, and of what receivers answered, which may repeat them. */
import { mayReadPersonalData } from '../access/personal-data.ts';
import { maskPersonalData } from '../catalogue/mask-personal-data.ts';
import { MASK } from '../domain/mask.ts';
import { carriesSecret, isTechnical } from '../domain/shown-headers.ts';
import type { GraphqlContext } from './context.ts';
import type { HttpHeader } from './object-types/http-header.ts';

/** @param text a payload; empty once it was removed */
export const shownPayload = ({ viewer }: GraphqlContext, typeName: string, text: string): string =>
  text === '' || mayReadPersonalData(viewer) ? text : maskPersonalData(typeName, text);

/**
 * What a webhook sends under a name that tells of a secret is shown to nobody, marked or not; what a receiver answers under
 * one, or may have repeated, not to those who only look on.
 */
export function isShownHeader(
  { viewer }: GraphqlContext,
  { name, source }: Pick<HttpHeader, 'name' | 'source'>,
): boolean {
  if (carriesSecret(name) && (source === 'sent' || viewer.role === 'VIEWER')) return false;
  return source === 'sent' || mayReadPersonalData(viewer) || isTechnical(name);
}

/** A receiver may answer with anything that it was sent. */
export const shownResponse = ({ viewer }: GraphqlContext, body: string | null): string | null =>
  body === null || body === '' || mayReadPersonalData(viewer) ? body : MASK;
