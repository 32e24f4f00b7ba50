/** The lines of the measurement, and the verdict. */
import type { Measurement } from './measurement.ts';

/** What an answer may take of the database's time, all its statements together. */
const LIMIT_MS = 50;
/** Rows that a statement may go through, whatever is asked. */
const VISITED = 25_000;

export interface HistoryReport {
  /** @param isPaged whether the slowest of the statements counts, instead of all of them together */
  line(what: string, how: string, found: string, measurements: readonly Measurement[], isPaged?: boolean): void;
  /** @returns whether everything kept to the limits */
  end(): boolean;
}

export function createHistoryReport(): HistoryReport {
  let lines = 0;
  let slow = 0;
  process.stdout.write(
    `${'asked'.padEnd(64)} ${'page'.padEnd(16)} ${'ms'.padStart(6)} ${'plan'.padStart(6)} ${'visited'.padStart(8)} ${'buffers'.padStart(8)}  found\n`,
  );
  return {
    line(what, how, found, measurements, isPaged = false) {
      const sum = (of: (measurement: Measurement) => number): number =>
        measurements.reduce((total, measurement) => total + of(measurement), 0);
      const most = (of: (measurement: Measurement) => number): number => Math.max(0, ...measurements.map(of));
      const ms = (isPaged ? most : sum)(({ runMs }) => runMs);
      const plan = sum(({ planMs }) => planMs);
      const visited = most((measurement) => measurement.visited);
      const whole = measurements.flatMap(({ wholeScans }) => wholeScans);
      const isSlow = ms > LIMIT_MS || plan > LIMIT_MS * 2 || visited > VISITED || whole.length > 0;
      lines += 1;
      if (isSlow) slow += 1;
      process.stdout.write(
        `${what.padEnd(64)} ${how.padEnd(16)} ${ms.toFixed(1).padStart(6)} ${plan.toFixed(0).padStart(6)} ` +
          `${String(visited).padStart(8)} ${String(sum(({ buffers }) => buffers)).padStart(8)}  ${found}` +
          `${whole.length > 0 ? ` SCANS ${[...new Set(whole)].join(', ')}` : ''}${isSlow ? '  TOO MUCH' : ''}\n`,
      );
    },
    end() {
      process.stdout.write(
        slow === 0
          ? `Every one of ${lines} answers took less than ${LIMIT_MS} ms.\n`
          : `${slow} of ${lines} took too long or too much.\n`,
      );
      return slow === 0;
    },
  };
}
