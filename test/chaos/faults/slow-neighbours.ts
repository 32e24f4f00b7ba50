/** F10: many receivers are slow; the one that is not must not notice. */
import { conclude, until, type Fault } from '../fault.ts';

export const slowNeighbours: Fault = {
  id: 'F10',
  title: 'slow neighbours',
  isShort: true,
  async run(rig, size) {
    const neighbours = size === 'full' ? 60 : 10;
    const delayMs = size === 'full' ? 20_000 : 10_000;
    await rig.workers(1);
    const slow = await rig.company('F10S', Array<string>(neighbours).fill(`delay=${delayMs}`));
    const healthy = await rig.company('F10', ['delay=0']);
    const before = rig.oracle.requests().length;
    await slow.publishMany(6);
    await until('the neighbours are busy', () => rig.oracle.requests().length >= before + neighbours);
    const finishLoad = healthy.load(20);
    await until('the healthy one gets its share', () => healthy.publications.length >= (size === 'full' ? 200 : 20));
    await finishLoad();
    const report = await conclude(rig, healthy, { times: neighbours });
    const [open] = await rig.database.query<{ count: number }>(
      `select count(*)::int as count from dockhook.event e join dockhook.delivery d on d.event_id = e.id
       where e.company_id = 'F10S' and d.status <> 'SUCCEEDED'`,
    );
    const waited = open?.count === 0 ? ['the healthy receiver had to wait for the slow ones'] : [];
    const slowReport = await conclude(rig, slow, { times: neighbours, fanOut: neighbours });
    return {
      ...report,
      accepted: report.accepted + slowReport.accepted,
      lost: report.lost + slowReport.lost,
      duplicates: report.duplicates + slowReport.duplicates,
      violations: [...report.violations, ...slowReport.violations, ...waited],
      note: `slowest is of the healthy one; neighbours take ${delayMs / 1000} s`,
    };
  },
};
