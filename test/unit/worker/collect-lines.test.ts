import { expect, it, vi } from 'vitest';
import { TOGETHER_MS } from '../../../src/log.ts';
import { collectLines, TOGETHER } from '../../../src/worker/collect-lines.ts';

it('passes lines on together, when enough of them wait or have waited for a while', () => {
  vi.useFakeTimers();
  try {
    const passed: string[] = [];
    const lines = collectLines((text) => passed.push(text));
    lines.write('first\n');
    lines.write('second\n');
    expect(passed).toEqual([]);
    vi.advanceTimersByTime(TOGETHER_MS);
    expect(passed).toEqual(['first\nsecond\n']);

    const long = `${'x'.repeat(TOGETHER)}\n`;
    lines.write('third\n');
    lines.write(long);
    expect(passed.slice(1)).toEqual([`third\n${long}`]);
    vi.advanceTimersByTime(10 * TOGETHER_MS);
    lines.flush();
    expect(passed).toHaveLength(2);

    lines.write('last\n');
    lines.flush();
    expect(passed[2]).toBe('last\n');
  } finally {
    vi.useRealTimers();
  }
});
