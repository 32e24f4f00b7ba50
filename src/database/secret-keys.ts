/** The key ring for secrets at rest when nobody gave one: generated once and kept in DATA_DIR. */
import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** Reads DATA_DIR/secret-keys, or makes it. Losing the file means that stored secrets cannot be opened again. */
export async function loadSecretKeys(dataDir: string): Promise<string> {
  const file = path.join(dataDir, 'secret-keys');
  await mkdir(dataDir, { recursive: true });
  try {
    await writeFile(file, `k1:${randomBytes(32).toString('base64')}\n`, { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  return (await readFile(file, 'utf8')).trim();
}
