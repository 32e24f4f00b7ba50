/** Custom headers between what people enter and what is stored: sensitive values are sealed for their webhook. */
import type { StoredHeader } from '../database/entities/webhook.ts';
import type { SecretBox } from '../database/secret-box.ts';
import { isWriteOnly } from '../domain/shown-headers.ts';
import type { HeaderInput } from './check-webhook.ts';

/** @param headers checked: each has a value */
export function sealHeaders(
  headers: readonly HeaderInput[] | null | undefined,
  webhookId: string,
  secretBox: SecretBox,
): Promise<StoredHeader[]> {
  return Promise.all(
    (headers ?? []).map(async (header) => {
      const isSensitive = isWriteOnly(header);
      const value = header.value ?? '';
      return { name: header.name, value: isSensitive ? await secretBox.seal(value, webhookId) : value, isSensitive };
    }),
  );
}

/** What was stored in clear although its name tells of a secret, before such names were sealed always. */
export const hasClearSecret = (headers: readonly StoredHeader[]): boolean =>
  headers.some((header) => !header.isSensitive && isWriteOnly(header));

/** Seals what was stored in clear although its name tells of a secret. */
export function sealClearSecrets(
  headers: readonly StoredHeader[],
  webhookId: string,
  secretBox: SecretBox,
): Promise<StoredHeader[]> {
  return Promise.all(
    headers.map(async (header) =>
      header.isSensitive || !isWriteOnly(header)
        ? header
        : { ...header, value: await secretBox.seal(header.value, webhookId), isSensitive: true },
    ),
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
      if (header.value != null || !isWriteOnly(header)) return header;
      const name = header.name.toLowerCase();
      const kept = webhook.headers.find((stored) => isWriteOnly(stored) && stored.name.toLowerCase() === name);
      if (kept === undefined) return header;
      return { ...header, value: kept.isSensitive ? await secretBox.open(kept.value, webhook.id) : kept.value };
    }),
  );
}
