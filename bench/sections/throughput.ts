/** Saturated: as many deliveries as the machine takes, beside what raw POSTs to the same receivers and raw rows reach. */
import { drained, type Bench } from '../bench.ts';
import { measureCosts, printStatements, reportCosts } from '../costs.ts';
import { publishClosedLoop } from '../publish.ts';
import { measureRawPosts, measureRawRows } from '../raw-limits.ts';
import { createPayload, createWebhooks } from '../webhooks.ts';

const WARM_UP_SECONDS = 4;

/** Batches of a hundred: how a busy warehouse publishes. */
export const batched = { batch: 100, publishers: 4 } as const;
/** One event per mutation, by many callers at once. */
export const single = { batch: 1, publishers: 64 } as const;

export interface Throughput {
  readonly kilobytes: number;
  readonly fanOut: number;
  readonly load: typeof batched | typeof single;
}

/** @returns deliveries per second */
export async function measureThroughput(bench: Bench, { kilobytes, fanOut, load }: Throughput): Promise<number> {
  const { installation, service, report, seconds } = bench;
  const companies = await createWebhooks(service, installation, fanOut);
  const texts = companies.map((company) => createPayload(kilobytes, company));
  const raw = () => measureRawPosts(installation.receiverUrls, installation.caPem, texts[0] as string, seconds / 3);
  const rawBefore = await raw();
  await publishClosedLoop(service, installation, { texts, fanOut, ...load, seconds: WARM_UP_SECONDS });
  const costs = await measureCosts(installation, service.processes, () =>
    publishClosedLoop(service, installation, { texts, fanOut, ...load, seconds }),
  );
  if (bench.statements) await printStatements(installation, costs.deliveries);
  await drained(bench);
  const rawPerSecond = (rawBefore + (await raw())) / 2;
  const rows = { body: texts[0] as string, fanOut, seconds: seconds / 3 };
  const rowsPerSecond = await measureRawRows(installation.adminUrl, rows);
  report.add('deliveries', costs.perSecond, '/s');
  report.add('raw signed HTTPS POSTs', rawPerSecond, '/s');
  report.add('ratio to raw POSTs', costs.perSecond / rawPerSecond, '');
  report.add('raw rows of as many deliveries', rowsPerSecond, '/s');
  report.add('ratio to raw rows', costs.perSecond / rowsPerSecond, '');
  reportCosts(report, costs);
  await reportHeapOnly(bench);
  return costs.perSecond;
}

async function reportHeapOnly({ installation, report }: Bench): Promise<void> {
  const { rows } = await installation.admin.query(
    `select sum(n_tup_hot_upd)::float8 / nullif(sum(n_tup_upd), 0) as share
     from pg_stat_user_tables where relname ~ '^delivery_[0-9]'`,
  );
  report.add('heap-only updates of deliveries', Number(rows[0].share), '');
}
