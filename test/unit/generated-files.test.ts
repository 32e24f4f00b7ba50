/** What is generated and committed is what `npm run generate` would write now. (Event types: catalogue/generated-files.) */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { generatedDocuments } from '../../src/cli/documents/generated-documents.ts';

const root = path.resolve(import.meta.dirname, '../..');
const read = (name: string): string => readFileSync(path.join(root, name), 'utf8');

it.each([...(await generatedDocuments())])('%s is up to date', (name, text) => {
  expect(read(name)).toBe(text);
});

it('schema/schema.graphql is up to date', () => {
  // In a process of its own: decorators need a compiler, and graphql must be there only once.
  const printSchema = `import { printApiSchema } from './src/graphql/print-schema.ts'; process.stdout.write(printApiSchema());`;
  expect(read('schema/schema.graphql')).toBe(run('tsx', '--eval', printSchema));
});

it('src/web/gql is up to date', () => {
  // Ends with an error and the differences when it would write something else than what is there.
  run('graphql-codegen', '--config', 'codegen.yml', '--check', '--errors-only');
});

function run(program: string, ...args: string[]): string {
  const file = path.join(root, 'node_modules/.bin', program);
  // Not by its first line: that would take whatever Node the machine has.
  return execFileSync(process.execPath, [file, ...args], {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}
