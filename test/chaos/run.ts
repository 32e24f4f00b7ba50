/** `npm run chaos`: every fault at full size against real processes; see README.md beside this file. */
import { parseArgs } from 'node:util';
import type { Fault, Size } from './fault.ts';
import { faults } from './faults/index.ts';
import { startRig, type Rig } from './rig/rig.ts';
import { strike } from './rig/strike.ts';
import { describeReport, describeSkipped, tableHead } from './table.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    minutes: { type: 'string', default: '0' },
    faults: { type: 'string' },
    short: { type: 'boolean', default: false },
  },
});
const seed = Number(values.seed ?? Math.floor(Math.random() * 1e9));
const untilMs = performance.now() + Number(values.minutes) * 60_000;
const wanted = values.faults?.split(',');
const chosen = faults.filter(({ id }) => wanted === undefined || wanted.includes(id));
const unknown = wanted?.filter((id) => !faults.some((fault) => fault.id === id)) ?? [];
if (unknown.length > 0 || !Number.isInteger(seed) || Number.isNaN(untilMs)) {
  process.stderr.write(`Known faults: ${faults.map(({ id }) => id).join(', ')}. --seed and --minutes are numbers.\n`);
  process.exit(2);
}
const size: Size = values.short ? 'short' : 'full';
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const violations: string[] = [];

say(`seed ${seed} (repeat with: npm run chaos -- --seed ${seed})\n`);
say(tableHead);
let round = 0;
do {
  for (const fault of chosen) await strikeRigOf(fault);
  round += 1;
} while (performance.now() < untilMs);

say(
  violations.length === 0
    ? '\nEvery invariant held.'
    : `\nBroken:\n${violations.map((line) => `  ${line}`).join('\n')}`,
);
process.exit(violations.length === 0 ? 0 : 1);

/** Each fault has a rig of its own, made as it needs it. What it costs to make one is given back however it goes. */
async function strikeRigOf(fault: Fault): Promise<void> {
  const prepared = fault.prepare?.() ?? { options: {}, release: () => {} };
  if ('skipped' in prepared) return say(describeSkipped(fault, prepared.skipped));
  const found: string[] = [];
  let rig: Rig | undefined;
  try {
    rig = await startRig({ durable: true, ...prepared.options });
    const report = await strike(rig, fault, size, { seed, round });
    say(describeReport(fault, report));
    found.push(...report.violations);
  } catch (error) {
    found.push(error instanceof Error ? error.message : String(error));
    say(`| ${fault.id} ${fault.title}: not finished`);
  } finally {
    found.push(...(await stop(rig)));
    prepared.release();
  }
  for (const violation of found) say(`\n${fault.id} BROKEN: ${violation}\n`);
  violations.push(...found.map((violation) => `${fault.id}: ${violation}`));
}

async function stop(rig: Rig | undefined): Promise<string[]> {
  try {
    return (await rig?.stop()) ?? [];
  } catch (error) {
    return [`the rig could not be stopped: ${String(error)}`];
  }
}
