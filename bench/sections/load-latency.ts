/** Latencies at idle, and at half of the rate that the same kind of load reaches when it saturates the machine. */
import type { Bench } from '../bench.ts';
import { measureLatency, reportLatencies } from '../latency.ts';
import { createPayload, createWebhooks } from '../webhooks.ts';

/** Connections made, code compiled. */
const WARM_UP_SECONDS = 3;

async function createTexts({ service, installation }: Bench): Promise<string[]> {
  return (await createWebhooks(service, installation, 1)).map((company) => createPayload(2, company));
}

/** Twenty single events a second. */
export async function measureIdle(bench: Bench): Promise<void> {
  const { service, installation, report } = bench;
  const texts = await createTexts(bench);
  await measureLatency(service, installation, { texts, batch: 1, eventsPerSecond: 200, seconds: WARM_UP_SECONDS });
  const pace = { texts, batch: 1, eventsPerSecond: 20, seconds: Math.min(8, bench.seconds) };
  reportLatencies(report, await measureLatency(service, installation, pace));
}

/**
 * @param saturated events per second that this kind of load reached
 * @param batch events per mutation
 */
export async function measureHalfLoad(bench: Bench, saturated: number, batch: number): Promise<void> {
  const { service, installation, report } = bench;
  const pace = { texts: await createTexts(bench), batch, eventsPerSecond: saturated / 2 };
  await measureLatency(service, installation, { ...pace, seconds: WARM_UP_SECONDS });
  report.add('events published', pace.eventsPerSecond, `/s, ${batch} per mutation`);
  const latencies = await measureLatency(service, installation, { ...pace, seconds: Math.min(8, bench.seconds) });
  reportLatencies(report, latencies);
}
