/** The table at the end of `npm run test:hostile`: class, inputs tried, judged wrongly. */
import type { Reporter, TestModule } from 'vitest/node';
import type { HostileTally } from './hostile-tally.ts';

export default class HostileTable implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const totals = new Map<string, HostileTally>();
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    for (const tally of tests.flatMap((test) => test.meta().hostile ?? [])) {
      const { tried = 0, wrong = 0 } = totals.get(tally.className) ?? {};
      totals.set(tally.className, { ...tally, tried: tried + tally.tried, wrong: wrong + tally.wrong });
    }
    const rows = [...totals.values()].toSorted((a, b) => a.className.localeCompare(b.className, 'en'));
    console.log(formatTable([...rows, sumOf(rows)]));
  }
}

function sumOf(rows: readonly HostileTally[]): HostileTally {
  const sum = (field: 'tried' | 'wrong') => rows.reduce((total, row) => total + row[field], 0);
  return { className: 'all', tried: sum('tried'), wrong: sum('wrong') };
}

function formatTable(rows: readonly HostileTally[]): string {
  const title = 'Hostile inputs';
  const width = Math.max(title.length, ...rows.map(({ className }) => className.length));
  const line = (name: string, tried: string, wrong: string) =>
    `${name.padEnd(width)}  ${tried.padStart(8)}  ${wrong.padStart(5)}`;
  return [
    '',
    line(title, 'tried', 'wrong'),
    line('-'.repeat(width), '-'.repeat(8), '-'.repeat(5)),
    ...rows.map(({ className, tried, wrong }) => line(className, tried.toLocaleString('en'), String(wrong))),
  ].join('\n');
}
