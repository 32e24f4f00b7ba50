/** The benchmark as it is run by hand, as short as it goes. It stands here because it needs the built service. */
import { execFile } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { makeTemporaryDirectory } from '../../support/temporary-directory.ts';

const ROOT = path.resolve(import.meta.dirname, '../../..');

it('sections of the benchmark run, and their figures are numbers', async () => {
  const folder = makeTemporaryDirectory();
  const json = path.join(folder, 'figures.json');
  const options = ['--only', 'idle,rows', '--seconds', '1', '--json', json];
  await promisify(execFile)(process.execPath, ['bench/run.ts', ...options], { cwd: ROOT });
  const figures = JSON.parse(readFileSync(json, 'utf8')) as Record<string, unknown>;
  rmSync(folder, { recursive: true });

  const wanted = ['mutation sent → received', 'published (its commit) → received', 'received → recorded (its commit)'];
  const latencies = wanted.flatMap((name) => [`${name} p50`, `${name} p95`, `${name} p99`]);
  const rows = ['deliveries, fan-out 1', 'deliveries, fan-out 10'];
  expect(Object.keys(figures).map((name) => name.slice(name.lastIndexOf(': ') + 2))).toEqual([...latencies, ...rows]);
  for (const value of Object.values(figures)) expect(value).toSatisfy(Number.isFinite);
});
