import { expect, it, vi } from 'vitest';
import { createFrequentInfo, createLogger } from '../../src/log.ts';

function linesOf(level: string, write: (log: ReturnType<typeof createLogger>) => void): string[] {
  const lines: string[] = [];
  vi.useFakeTimers({ now: Date.parse('2026-11-26T12:00:00.123Z') });
  try {
    write(createLogger(level, { write: (line) => void lines.push(line) }));
  } finally {
    vi.useRealTimers();
  }
  return lines;
}

it('frequent lines are the ones that pino would have written', () => {
  const fields = { id: 'a "quoted" \\ name', number: 1.5, nothing: undefined, none: null, outcome: 'SUCCESS' };
  const own = linesOf('info', (log) => createFrequentInfo(log, 'delivery.attempted')(fields));
  expect(own).toEqual(linesOf('info', (log) => log.info(fields, 'delivery.attempted')));
  expect(own).toHaveLength(1);
});

it('frequent lines obey the level, also when it changes', () => {
  const lines = linesOf('warn', (log) => {
    const info = createFrequentInfo(log, 'told');
    info({ n: 1 });
    log.level = 'info';
    info({ n: 2 });
  });
  expect(lines.map((line) => (JSON.parse(line) as { n: number }).n)).toEqual([2]);
});
