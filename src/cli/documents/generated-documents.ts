/** Every document that is generated from code, by path from the project's folder. A test compares it with the disk. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { format, resolveConfig } from 'prettier';
import { packageRoot } from '../../version.ts';
import { renderConfigurationPage, renderEnvExample } from './configuration.ts';
import { withOperations } from './cookbook.ts';
import { renderFailuresPage } from './failures-page.ts';
import { withRetryTable } from './retry-table.ts';

const LIFECYCLE = 'docs/delivery-lifecycle.md';
const COOKBOOK = 'docs/cookbook.md';

export async function generatedDocuments(): Promise<ReadonlyMap<string, string>> {
  const lifecycle = readFileSync(path.join(packageRoot, LIFECYCLE), 'utf8');
  const cookbook = readFileSync(path.join(packageRoot, COOKBOOK), 'utf8');
  return new Map([
    ['.env.example', renderEnvExample()],
    ['docs/configuration.md', await formatted('docs/configuration.md', renderConfigurationPage())],
    ['docs/failures.md', await formatted('docs/failures.md', renderFailuresPage())],
    [COOKBOOK, await formatted(COOKBOOK, withOperations(cookbook))],
    [LIFECYCLE, await formatted(LIFECYCLE, withRetryTable(lifecycle))],
  ]);
}

async function formatted(name: string, text: string): Promise<string> {
  const filepath = path.join(packageRoot, name);
  return format(text, { ...(await resolveConfig(filepath)), filepath });
}
