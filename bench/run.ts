/** The benchmark: see README.md beside this file. */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { Bench } from './bench.ts';
import { startInstallation } from './installation.ts';
import { createReport } from './report.ts';
import { sections, type SectionName } from './sections/index.ts';
import { startService } from './service.ts';

const { values: options } = parseArgs({
  options: {
    seconds: { type: 'string', default: '10' },
    only: { type: 'string' },
    json: { type: 'string' },
    statements: { type: 'boolean', default: false },
    profile: { type: 'string' },
  },
});
const names = Object.keys(sections) as SectionName[];
const wanted = options.only === undefined ? names : options.only.split(',').map(checkName);
const report = createReport();
const installation = await startInstallation();
const profile = options.profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${options.profile}`];
const service = await startService(installation, { nodeArguments: profile });
const bench: Bench = {
  installation,
  service,
  report,
  seconds: Number(options.seconds),
  statements: options.statements,
};
try {
  for (const name of wanted) await sections[name](bench);
  if (options.json !== undefined) writeFileSync(options.json, `${JSON.stringify(report.figures, null, 2)}\n`);
} finally {
  await service.stop();
  await installation.stop();
}

function checkName(name: string): SectionName {
  if (!names.includes(name as SectionName)) throw new Error(`--only: one or more of ${names.join(', ')}`);
  return name as SectionName;
}
