/** Custom headers between what people enter and what is stored: sensitive values are sealed for their webhook. */
import type { StoredHeader } from '../database/entities/webhook.ts';
import type { SecretBox } from '../database/secret-box.ts';
import type { HeaderInput } from './check-webhook.ts';

/** @param headers checked: each has a value */
export function sealHeaders(
  headers: readonly HeaderInput[] | null | undefined,
  webhookId: string,
  secretBox: SecretBox,
): Promise<StoredHeader[]> {
  return Promise.all(
    (headers ?? []).map(async ({ name, value, isSensitive }) => ({
      name,
      value: isSensitive ? await secretBox.seal(value ?? '', webhookId) : (value ?? ''),
      isSensitive,
    })),
  );
}

/** Fills in the values that sensitive headers keep, because nobody can read them to send them again. */
export function keepValues(
  headers: readonly HeaderInput[],
  webhook: { readonly id: string; readonly headers: readonly StoredHeader[] },
  secretBox: SecretBox,
): Promise<HeaderInput[]> {
  return Promise.all(
    headers.map(async (header) => {
      if (header.value != null || !header.isSensitive) return header;
      const name = header.name.toLowerCase();
      const kept = webhook.headers.find((stored) => stored.isSensitive && stored.name.toLowerCase() === name);
      return kept === undefined ? header : { ...header, value: await secretBox.open(kept.value, webhook.id) };
    }),
  );
}
