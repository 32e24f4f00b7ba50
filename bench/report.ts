/** The figures of a run: printed as they come, kept for --json. */

export interface Report {
  readonly figures: Readonly<Record<string, number>>;
  heading(text: string): void;
  add(name: string, value: number, unit: string): void;
  /** p50, p95 and p99 of milliseconds, in one line. */
  percentiles(name: string, values: readonly number[]): void;
}

export function createReport(): Report {
  const figures: Record<string, number> = {};
  let section = '';
  const print = (name: string, text: string, unit: string): void => {
    process.stdout.write(`  ${name.padEnd(44)} ${text.padStart(24)} ${unit}\n`);
  };

  return {
    figures,
    heading(text) {
      section = text;
      process.stdout.write(`\n${text}\n`);
    },
    add(name, value, unit) {
      figures[`${section}: ${name}`] = value;
      print(name, format(value), unit);
    },
    percentiles(name, values) {
      const shares = [50, 95, 99].map((share) => [share, percentile(values, share)] as const);
      for (const [share, value] of shares) figures[`${section}: ${name} p${share}`] = value;
      print(name, shares.map(([, value]) => format(value).padStart(7)).join(' '), `ms p50 p95 p99 of ${values.length}`);
    },
  };
}

/** @param share in percent */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * share) / 100))] ?? Number.NaN;
}

const format = (value: number): string => (Math.abs(value) >= 100 ? value.toFixed(0) : value.toFixed(2));
