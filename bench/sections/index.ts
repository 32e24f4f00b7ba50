/** The sections of the benchmark, in their order. */
import type { Bench } from '../bench.ts';
import { measureRawRows } from '../raw-limits.ts';
import { createPayload } from '../webhooks.ts';
import { measureIsolation } from './isolation.ts';
import { measureHalfLoad, measureIdle } from './load-latency.ts';
import { measureApart, measureNaive } from './peers.ts';
import { measureSubscribers } from './subscribers.ts';
import { batched, measureThroughput, single } from './throughput.ts';

/** Events per mutation while latency is measured under batched load. */
const HALF_LOAD_BATCH = 25;
/** Events per second that `isolation` takes for saturated when `batched` was not run. */
const ASSUMED_SATURATED = 1_000;

let saturated = ASSUMED_SATURATED;

/** With the service in one process. */
export const sections = {
  async idle(bench) {
    bench.report.heading('Idle: 20 single events a second');
    await measureIdle(bench);
  },
  async batched(bench) {
    bench.report.heading('Saturated by batches, 2 KB, fan-out 1');
    saturated = await measureThroughput(bench, { kilobytes: 2, fanOut: 1, load: batched });
    bench.report.heading('Half load of batches, 2 KB, fan-out 1');
    await measureHalfLoad(bench, saturated, HALF_LOAD_BATCH);
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
  async single(bench) {
    bench.report.heading('Saturated by single mutations, 2 KB, fan-out 1');
    const perSecond = await measureThroughput(bench, { kilobytes: 2, fanOut: 1, load: single });
    bench.report.heading('Half load of single mutations, 2 KB, fan-out 1');
    await measureHalfLoad(bench, perSecond, 1);
  },
  async subscribers(bench) {
    bench.report.heading('Saturated by batches, 2 KB, fan-out 1, 200 live subscribers');
    await measureSubscribers(bench);
  },
  async isolation(bench) {
    bench.report.heading('A webhook that hangs, with 100,000 deliveries waiting');
    await measureIsolation(bench, saturated);
  },
} satisfies Record<string, (bench: Bench) => Promise<void>>;

/** With the service stopped. */
export const lastSections = {
  async apart(bench) {
    bench.report.heading('API and worker as two processes, batches, 2 KB, fan-out 1');
    await measureApart(bench);
  },
  async naive(bench) {
    bench.report.heading('The naive design, 2 KB, fan-out 1');
    await measureNaive(bench);
  },
  async rows({ installation, report, seconds }) {
    report.heading(
      'Raw rows, 2 KB: event, delivery, attempt, update; 200 deliveries at a time, one connection, no queue',
    );
    for (const fanOut of [1, 10]) {
      const rows = { body: createPayload(2, 'C0'), fanOut, seconds: Math.min(5, seconds) };
      report.add(`deliveries, fan-out ${fanOut}`, await measureRawRows(installation.adminUrl, rows), '/s');
    }
  },
} satisfies Record<string, (bench: Omit<Bench, 'service'>) => Promise<void>>;
