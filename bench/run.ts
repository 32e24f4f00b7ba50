/** The benchmark: see README.md beside this file. */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { startInstallation } from './installation.ts';
import { createReport } from './report.ts';
import { lastSections, sections } from './sections/index.ts';
import { startService } from './service.ts';

const { values: options } = parseArgs({
  options: {
    seconds: { type: 'string', default: '8' },
    only: { type: 'string' },
    peer: { type: 'string', default: 'none' },
    json: { type: 'string' },
    statements: { type: 'boolean', default: false },
    profile: { type: 'string' },
  },
});
if (!['none', 'naive'].includes(options.peer)) throw new Error('--peer: none or naive');
const known = [...Object.keys(sections), ...Object.keys(lastSections)];
const wanted = options.only?.split(',') ?? known.filter((name) => name !== 'naive' || options.peer === 'naive');
for (const name of wanted) if (!known.includes(name)) throw new Error(`--only: one or more of ${known.join(', ')}`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));

const report = createReport();
const installation = await startInstallation();
const common = { installation, report, seconds: Number(options.seconds), statements: options.statements };
const profile = options.profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${options.profile}`];
try {
  // Also when only the last sections are wanted: it migrates the database and makes the key.
  const service = await startService(installation, { nodeArguments: profile });
  try {
    for (const [name, run] of Object.entries(sections)) if (wanted.includes(name)) await run({ ...common, service });
  } finally {
    await service.stop();
  }
  for (const [name, run] of Object.entries(lastSections)) if (wanted.includes(name)) await run(common);
} finally {
  if (options.json !== undefined) writeFileSync(options.json, `${JSON.stringify(report.figures, null, 2)}\n`);
  await installation.stop();
}
