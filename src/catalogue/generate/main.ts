/** Writes every file that is made from schema/events: `npx tsx src/catalogue/generate/main.ts`. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { generatedFiles } from './generated-files.ts';

const projectFolder = new URL('../../../', import.meta.url);

for (const [path, content] of generatedFiles()) {
  const file = fileURLToPath(new URL(path, projectFolder));
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
}
