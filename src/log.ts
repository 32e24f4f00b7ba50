/** Structured logs: one JSON line per unit of work, with secrets redacted wherever they might stand. */
import { pino, type Logger } from 'pino';
import { MASK } from './domain/mask.ts';

export type { Logger };

/** Bytes, and milliseconds, after which lines that wait are written. */
const TOGETHER_BYTES = 4_096;
export const TOGETHER_MS = 100;

/** Where lines go. */
export interface LogOutput {
  /** @param lines one or more, whole */
  write(lines: string): void;
}

/** Standard output. Lines are written some at a time: a system call for each costs as much as making it. */
export function openLogOutput(): LogOutput {
  const lines = pino.destination({ fd: 1, minLength: TOGETHER_BYTES, periodicFlush: TOGETHER_MS, sync: true });
  process.once('exit', () => lines.flushSync());
  return lines;
}

export function createLogger(level: string, output: LogOutput = openLogOutput()): Logger {
  return pino(
    {
      level,
      base: { service: 'dockhook' },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: {
        paths: ['*.authorization', '*.secret', '*.token', 'authorization', 'secret', 'token'],
        censor: MASK,
      },
    },
    output,
  );
}

/**
 * For a line that is written thousands of times a second and holds nothing to redact: as pino writes it, made at less than
 * half the cost.
 * @param msg without characters that JSON escapes
 */
export function createFrequentInfo(log: Logger, msg: string): (fields: Readonly<Record<string, unknown>>) => void {
  const output = (log as unknown as Record<symbol, LogOutput>)[pino.symbols.streamSym] as LogOutput;
  const bindings = Object.entries(log.bindings()).map(([name, value]) => `,"${name}":${JSON.stringify(value)}`);
  const middle = `"${bindings.join('')},`;
  const end = `,"msg":"${msg}"}\n`;
  return (fields) => {
    if (!log.isLevelEnabled('info')) return;
    const inner = JSON.stringify(fields).slice(1, -1);
    output.write(`{"level":"info","time":"${new Date().toISOString()}${middle}${inner}${end}`);
  };
}
