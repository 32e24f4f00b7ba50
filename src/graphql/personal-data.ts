/** What a caller is shown of payloads and of what receivers answered, which may repeat them. */
import { mayReadPersonalData } from '../access/personal-data.ts';
import { maskPersonalData, PERSONAL_DATA_MASK } from '../catalogue/mask-personal-data.ts';
import type { GraphqlContext } from './context.ts';

/** @param text a payload; empty once it was removed */
export const shownPayload = ({ viewer }: GraphqlContext, typeName: string, text: string): string =>
  text === '' || mayReadPersonalData(viewer) ? text : maskPersonalData(typeName, text);

/** A receiver may answer with anything that it was sent. */
export const shownResponse = ({ viewer }: GraphqlContext, body: string | null): string | null =>
  body === null || body === '' || mayReadPersonalData(viewer) ? body : PERSONAL_DATA_MASK;
