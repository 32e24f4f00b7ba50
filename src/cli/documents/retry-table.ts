/** The table of the default retry policy in docs/delivery-lifecycle.md, computed by the code that plans retries. */
import { defaultRetryPolicy, nextAttemptDelayMs } from '../../domain/retry-policy.ts';

const BEGIN = '<!-- Generated from src/domain/retry-policy.ts by `npm run generate`: -->';
const END = '<!-- End of what is generated. -->';

/** @throws Error when the page lacks the marks between which the table belongs */
export function withRetryTable(page: string): string {
  const begin = page.indexOf(BEGIN);
  const end = page.indexOf(END);
  if (begin === -1 || end < begin) throw new Error('The page has no place for the table of retries.');
  return `${page.slice(0, begin + BEGIN.length)}\n\n${renderTable()}\n\n${page.slice(end)}`;
}

function renderTable(): string {
  const rows: string[] = [];
  let earliestMs = 0;
  let latestMs = 0;
  for (let number = 1; ; number += 1) {
    const delayMs = delayAfter(number, 0);
    const longestMs = delayAfter(number, 1);
    if (delayMs === undefined || longestMs === undefined) break;
    earliestMs += delayMs;
    latestMs += longestMs;
    rows.push(`| ${[number + 1, ...[delayMs, earliestMs, latestMs].map(duration)].join(' | ')} |`);
  }
  return [
    '| Attempt | Wait before it | Earliest after the first | Latest |',
    '| --: | --: | --: | --: |',
    ...rows,
  ].join('\n');
}

const delayAfter = (number: number, random: number): number | undefined =>
  nextAttemptDelayMs(defaultRetryPolicy, { number, outcome: 'TIMEOUT' }, random);

/** 135000 becomes "2 min 15 s": the two largest units, rounded. */
function duration(ms: number): string {
  const units = [
    ['d', 86_400],
    ['h', 3_600],
    ['min', 60],
    ['s', 1],
  ] as const;
  const seconds = Math.round(ms / 1000);
  const first = units.findIndex(([, size]) => seconds >= size);
  const [large, small] = units.slice(first);
  if (large === undefined) return '0 s';
  if (small === undefined) return `${seconds} ${large[0]}`;
  const smalls = Math.round(seconds / small[1]);
  const perLarge = large[1] / small[1];
  const rest = smalls % perLarge;
  return `${Math.floor(smalls / perLarge)} ${large[0]}${rest === 0 ? '' : ` ${rest} ${small[0]}`}`;
}
