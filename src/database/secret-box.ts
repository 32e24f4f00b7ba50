/**
 * Secrets at rest: compact JWE (`dir`, A256GCM) with the key's id in the header, each bound to the row it
 * belongs to, so that a ciphertext copied to another row does not open. A key ring lets keys be rotated:
 * the first key seals, every key opens.
 */
import { CompactEncrypt, compactDecrypt, decodeProtectedHeader } from 'jose';

export interface SecretBox {
  /** Encrypts a text for one row. */
  seal(text: string, rowId: string): Promise<string>;
  /**
   * Decrypts. Results are remembered (the pipeline opens the same secrets again and again).
   * @throws Error when the key is not in the ring, or the text was sealed for another row or changed
   */
  open(sealed: string, rowId: string): Promise<string>;
  /** Ids of the keys in the ring, newest first: the first one seals. */
  readonly keyIds: readonly string[];
}

/** The id of the key that a text was sealed with; undefined when it was not sealed at all. */
export function keyIdOf(sealed: string): string | undefined {
  try {
    return decodeProtectedHeader(sealed).kid as string | undefined;
  } catch {
    return undefined;
  }
}

/** Remembered plaintexts; the oldest go first. */
const CACHE_LIMIT = 10_000;

/**
 * @param ring `kid:base64` entries separated by commas, newest first; each key has 32 bytes
 * @throws Error naming the entry that is wrong, never its key
 */
export function createSecretBox(ring: string): SecretBox {
  const keys = parseKeyRing(ring);
  const [sealingKid] = keys.keys();
  const opened = new Map<string, string>();

  return {
    keyIds: [...keys.keys()],
    async seal(text, rowId) {
      const key = keys.get(sealingKid as string) as Uint8Array;
      return new CompactEncrypt(new TextEncoder().encode(text))
        .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', kid: sealingKid as string, sub: rowId })
        .encrypt(key);
    },
    async open(sealed, rowId) {
      const cacheKey = `${rowId} ${sealed}`;
      const known = opened.get(cacheKey);
      if (known !== undefined) return known;
      const { kid, sub } = decodeProtectedHeader(sealed) as { kid?: string; sub?: string };
      const key = keys.get(kid ?? '');
      if (key === undefined) throw new Error(`SECRET_KEYS has no key "${kid}", which a stored secret needs.`);
      if (sub !== rowId) throw new Error('A stored secret belongs to another row.');
      const { plaintext } = await compactDecrypt(sealed, key, {
        keyManagementAlgorithms: ['dir'],
        contentEncryptionAlgorithms: ['A256GCM'],
      });
      const text = new TextDecoder().decode(plaintext);
      if (opened.size >= CACHE_LIMIT) opened.delete(opened.keys().next().value as string);
      opened.set(cacheKey, text);
      return text;
    },
  };
}

function parseKeyRing(ring: string): Map<string, Uint8Array> {
  const keys = new Map<string, Uint8Array>();
  for (const [index, entry] of ring.split(',').entries()) {
    const [kid, encoded] = entry.trim().split(':');
    const key = Buffer.from(encoded ?? '', 'base64');
    if (!kid || key.length !== 32) {
      throw new Error(`SECRET_KEYS: entry ${index + 1} is not "kid:base64 of 32 bytes".`);
    }
    if (keys.has(kid)) throw new Error(`SECRET_KEYS: entry ${index + 1} repeats the id of an earlier one.`);
    keys.set(kid, key);
  }
  return keys;
}
