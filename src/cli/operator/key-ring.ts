/** The key ring for secrets at rest, as an operator's command finds it, and what the stored values need of it. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Config } from '../../config.ts';
import type { KeyUse } from '../../database/reencrypt-secrets.ts';
import type { SecretBox } from '../../database/secret-box.ts';
import { loadSecretKeys } from '../../database/secret-keys.ts';
import type { Finding } from './finding.ts';

/** @returns undefined when there is none: unlike the service, a command makes none */
export async function findKeyRing({ secretKeys, dataDir }: Config): Promise<string | undefined> {
  if (secretKeys !== undefined) return secretKeys;
  return existsSync(path.join(dataDir, 'secret-keys')) ? loadSecretKeys(dataDir) : undefined;
}

/** One finding for each key besides the newest that some value needs. */
export function examineKeyUse(uses: ReadonlyMap<string, KeyUse>, { keyIds }: SecretBox): Finding[] {
  const total = new Map<string, number>();
  for (const use of uses.values()) for (const [kid, count] of use) total.set(kid, (total.get(kid) ?? 0) + count);
  total.delete(keyIds[0] ?? '');
  return [...total].map(([kid, count]) => {
    if (kid === '') return { kind: 'wrong', text: `${count} stored value(s) are not encrypted as they should be.` };
    if (keyIds.includes(kid)) return { kind: 'advice', text: `${count} stored value(s) need the older key ${kid}.` };
    const text = `${count} stored value(s) need the key ${kid}, which SECRET_KEYS does not have: they cannot be opened.`;
    return { kind: 'wrong', text };
  });
}
