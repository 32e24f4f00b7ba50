/** What is made from the schemas is on disk as `npm run generate` would write it now. */
import { readFileSync } from 'node:fs';
import { check, resolveConfig } from 'prettier';
import { expect, test } from 'vitest';
import { generatedFiles } from '../../../src/catalogue/generate/generated-files.ts';

const projectFolder = new URL('../../../', import.meta.url);

test.each([...generatedFiles()])('%s is up to date', async (path, content) => {
  const file = new URL(path, projectFolder);
  expect(readFileSync(file, 'utf8')).toBe(content);
  const filepath = file.pathname;
  expect(await check(content, { ...(await resolveConfig(filepath)), filepath })).toBe(true);
});
