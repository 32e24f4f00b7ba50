/** The table that `npm run chaos` prints, as Markdown. */
import { seconds, type Fault, type Report } from './fault.ts';

const widths = [53, 5, 8, 4, 10, 9, 8] as const;

const row = (cells: readonly string[], note: string): string =>
  `| ${cells.map((cell, index) => (index === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[index] ?? 0))).join(' | ')} | ${note} |`;

export const tableHead = [
  row(['fault', 'times', 'accepted', 'lost', 'duplicates', 'in flight', 'slowest'], 'remarks'),
  row(
    widths.map((width, index) => (index === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)),
    '-------',
  ),
].join('\n');

const nameOf = ({ id, title }: Pick<Fault, 'id' | 'title'>): string => `${id} ${title}`;

export function describeReport(fault: Fault, report: Report): string {
  const { times, accepted, lost, duplicates, inFlight, slowestMs, note } = report;
  const figures = [times, accepted, lost, duplicates, inFlight].map(String);
  return row([nameOf(fault), ...figures, seconds(slowestMs)], note);
}

export const describeSkipped = (fault: Fault, reason: string): string =>
  row([nameOf(fault), ...widths.slice(1).map(() => '-')], `skipped: ${reason}`);
