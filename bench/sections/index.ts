/** The sections of the benchmark, in their order. */
import type { Bench } from '../bench.ts';
import { measureHalfLoad, measureIdle } from './load-latency.ts';
import { batched, measureThroughput, single } from './throughput.ts';

type Section = (bench: Bench) => Promise<void>;

/** Events per mutation while latency is measured under batched load. */
const HALF_LOAD_BATCH = 25;

export const sections = {
  async idle(bench) {
    bench.report.heading('Idle: 20 single events a second');
    await measureIdle(bench);
  },
  async single(bench) {
    bench.report.heading('Saturated by single mutations, 2 KB, fan-out 1');
    const perSecond = await measureThroughput(bench, { kilobytes: 2, fanOut: 1, load: single });
    bench.report.heading('Half load of single mutations, 2 KB, fan-out 1');
    await measureHalfLoad(bench, perSecond, 1);
  },
  async batched(bench) {
    bench.report.heading('Saturated by batches, 2 KB, fan-out 1');
    const perSecond = await measureThroughput(bench, { kilobytes: 2, fanOut: 1, load: batched });
    bench.report.heading('Half load of batches, 2 KB, fan-out 1');
    await measureHalfLoad(bench, perSecond, HALF_LOAD_BATCH);
  },
  async 'fan-out'(bench) {
    bench.report.heading('Saturated by batches, 2 KB, fan-out 10');
    await measureThroughput(bench, { kilobytes: 2, fanOut: 10, load: batched });
  },
  async large(bench) {
    for (const fanOut of [1, 10]) {
      bench.report.heading(`Saturated by batches, 7 KB, fan-out ${fanOut}`);
      await measureThroughput(bench, { kilobytes: 7, fanOut, load: batched });
    }
  },
} satisfies Record<string, Section>;

export type SectionName = keyof typeof sections;
