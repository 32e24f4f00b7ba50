/** F10: many receivers are slow, each with more waiting than it takes at once; the one that is not must not notice. */
import { conclude, until, type Fault } from '../fault.ts';
import type { Rig } from '../rig/rig.ts';

/** The healthy one: from accepting an event to the end of its delivery. */
const P99_LIMIT_MS = 1_000;

export const slowNeighbours: Fault = {
  id: 'F10',
  title: 'slow neighbours',
  isShort: true,
  async run(rig, size) {
    const neighbours = size === 'full' ? 200 : 10;
    const delayMs = size === 'full' ? 20_000 : 10_000;
    await rig.workers(1);
    const slow = await rig.company('F10S', Array<string>(neighbours).fill(`delay=${delayMs}`));
    const healthy = await rig.company('F10', ['delay=0']);
    const before = rig.oracle.requests().length;
    await slow.publishMany(size === 'full' ? 15 : 6);
    // All that each takes at once: connecting to so many is work for both sides, and not what is looked at here.
    const busy = neighbours * (size === 'full' ? 10 : 1);
    await until('the neighbours are busy', () => rig.oracle.requests().length >= before + busy);
    const finishLoad = healthy.load(20);
    await until('the healthy one gets its share', () => healthy.publications.length >= (size === 'full' ? 400 : 20));
    await finishLoad();
    const report = await conclude(rig, healthy, { times: neighbours });
    const [open] = await rig.database.query<{ count: number }>(
      `select count(*)::int as count from dockhook.event e join dockhook.delivery d on d.event_id = e.id
       where e.company_id = 'F10S' and d.status <> 'SUCCEEDED'`,
    );
    const waited = open?.count === 0 ? ['the healthy receiver had to wait for the slow ones'] : [];
    const p99 = await percentile99(rig, healthy.companyId);
    if (size === 'full' && p99 >= P99_LIMIT_MS) waited.push(`the healthy one's p99 is ${p99.toFixed(0)} ms`);
    const slowReport = await conclude(rig, slow, { times: neighbours, fanOut: neighbours });
    return {
      ...report,
      accepted: report.accepted + slowReport.accepted,
      lost: report.lost + slowReport.lost,
      duplicates: report.duplicates + slowReport.duplicates,
      violations: [...report.violations, ...slowReport.violations, ...waited],
      note: `slowest is of the healthy one, its p99 ${p99.toFixed(0)} ms; neighbours take ${delayMs / 1000} s`,
    };
  },
};

async function percentile99({ database }: Rig, companyId: string): Promise<number> {
  const [row] = await database.query<{ ms: number }>(
    `select extract(epoch from percentile_disc(0.99) within group (order by d.completed_at - e.received_at))::float8
       * 1000 as ms
     from dockhook.event e join dockhook.delivery d on d.event_id = e.id where e.company_id = $1`,
    [companyId],
  );
  return row?.ms ?? Infinity;
}
