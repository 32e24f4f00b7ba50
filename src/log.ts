/** Structured logs: one JSON line per unit of work, with secrets redacted wherever they might stand. */
import { pino, type Logger } from 'pino';

export type { Logger };

export function createLogger(level: string): Logger {
  return pino({
    level,
    base: { service: 'dockhook' },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    redact: {
      paths: ['*.authorization', '*.secret', '*.token', 'authorization', 'secret', 'token'],
      censor: '********',
    },
  });
}
