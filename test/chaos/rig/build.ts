/** Runs once before the chaos tests: the rig runs what operators run, so it is compiled when a source is newer. */
import { execFile } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';

const ROOT = path.resolve(import.meta.dirname, '../../..');

export default async function build(): Promise<void> {
  const builtMs = statSync(path.join(ROOT, 'dist/src/main.js'), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const sources = ['src', 'migrations', 'schema'].flatMap((folder) =>
    readdirSync(path.join(ROOT, folder), { recursive: true, withFileTypes: true }),
  );
  if (sources.every((entry) => statSync(path.join(entry.parentPath, entry.name)).mtimeMs <= builtMs)) return;
  const compiler = path.join(ROOT, 'node_modules/typescript/bin/tsc');
  await promisify(execFile)(process.execPath, [compiler, '-p', 'tsconfig.build.json'], { cwd: ROOT });
}
