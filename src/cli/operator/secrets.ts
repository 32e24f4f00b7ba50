/** `secrets reencrypt`: everything sealed comes under the newest key of the ring, so that an older one can go. */
import { parseArgs } from 'node:util';
import { loadConfig } from '../../config.ts';
import { countKeyUse, reencryptSecrets, type KeyUse } from '../../database/reencrypt-secrets.ts';
import { createSecretBox, type SecretBox } from '../../database/secret-box.ts';
import type { Sql } from '../../database/sql.ts';
import type { Terminal } from '../terminal.ts';
import { examineKeyUse, findKeyRing } from './key-ring.ts';
import { withDatabase } from './with-database.ts';

/** Looks so often, at most, because of rows that somebody changed meanwhile. */
const PASSES = 5;

/** @returns 1 when something is left that is not under the newest key; with --dry-run always 0 */
export async function reencrypt(args: readonly string[], { env, print, explain }: Terminal): Promise<number> {
  const { values } = parseArgs({ args: [...args], options: { 'dry-run': { type: 'boolean' } } });
  const isDryRun = values['dry-run'] ?? false;
  const config = loadConfig(env);
  const ring = await findKeyRing(config);
  if (ring === undefined) throw new Error(`There are no keys: neither SECRET_KEYS nor ${config.dataDir}/secret-keys.`);
  const box = createSecretBox(ring);
  return withDatabase(config, explain, async ({ system }) => {
    if (!isDryRun) await run(system, box, print);
    const uses = await countKeyUse(system);
    for (const [name, use] of uses) print(`${name}: ${describeUse(use)}`);
    const left = examineKeyUse(uses, box);
    for (const { text } of left) print(text);
    if (left.length === 0) print(`Everything is under ${box.keyIds[0]}: no other key is needed.`);
    return isDryRun || left.length === 0 ? 0 : 1;
  });
}

async function run(sql: Sql, box: SecretBox, print: (line: string) => void): Promise<void> {
  let moved = 0;
  let last = await reencryptSecrets(sql, box);
  moved += last.moved;
  for (let pass = 2; pass <= PASSES && last.missed > 0; pass += 1) {
    last = await reencryptSecrets(sql, box);
    moved += last.moved;
  }
  print(`${moved} value(s) re-encrypted under ${box.keyIds[0]}.`);
  if (last.broken > 0) print(`${last.broken} row(s) do not open although their key is there: left as they are.`);
}

const describeUse = (use: KeyUse): string =>
  [...use].map(([kid, count]) => `${count} under ${kid === '' ? 'no key' : kid}`).join(', ') || 'none';
