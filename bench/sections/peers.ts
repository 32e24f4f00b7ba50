/** With the service stopped: its halves as two processes, and the design that one writes first. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import type { Bench } from '../bench.ts';
import { measureCosts, reportCosts } from '../costs.ts';
import { publishClosedLoop } from '../publish.ts';
import { startService } from '../service.ts';
import { createPayload, createWebhooks } from '../webhooks.ts';
import { batched } from './throughput.ts';

/** API and worker as two processes tell their costs apart. */
export async function measureApart({ installation, report, seconds }: Omit<Bench, 'service'>): Promise<void> {
  const service = await startService(installation, { apart: true });
  try {
    const texts = (await createWebhooks(service, installation, 1)).map((company) => createPayload(2, company));
    const load = { texts, fanOut: 1, ...batched };
    await publishClosedLoop(service, installation, { ...load, seconds: 4 });
    const costs = await measureCosts(installation, service.processes, () =>
      publishClosedLoop(service, installation, { ...load, seconds }),
    );
    report.add('deliveries', costs.perSecond, '/s');
    reportCosts(report, costs);
  } finally {
    await service.stop();
  }
}

/** The service only makes the webhooks, and is stopped before anything is measured. */
export async function measureNaive({ installation, report, seconds }: Omit<Bench, 'service'>): Promise<void> {
  const service = await startService(installation);
  let companies: string[];
  try {
    companies = await createWebhooks(service, installation, 1);
  } finally {
    await service.stop();
  }
  const child = fork(new URL('../naive.ts', import.meta.url));
  child.send({
    databaseUrl: installation.appUrl,
    caPem: installation.caPem,
    tenantId: 'TENANT001',
    texts: companies.map((company) => createPayload(2, company)),
  });
  const ended = once(child, 'exit');
  const whileItRuns = <T>(work: Promise<T>): Promise<T> =>
    Promise.race([work, ended.then(([code]) => Promise.reject(new Error(`the naive service ended with ${code}`)))]);
  await whileItRuns(once(child, 'message'));
  const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
  await whileItRuns(wait(4_000));
  const processes = [{ name: 'naive service and publisher', pid: child.pid as number }];
  const costs = await whileItRuns(measureCosts(installation, processes, () => wait(seconds * 1000)));
  child.disconnect();
  await ended;
  report.add('deliveries', costs.perSecond, '/s');
  reportCosts(report, costs);
}
