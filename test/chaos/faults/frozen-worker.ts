/** F8: a worker stands still past its lease and then goes on: what it has in hand is no longer its own. */
import { conclude, until, type Fault } from '../fault.ts';
import type { Ledger } from '../rig/ledger.ts';
import type { Rig } from '../rig/rig.ts';

export const frozenWorker: Fault = {
  id: 'F8',
  title: 'SIGSTOP a worker past its lease, then SIGCONT',
  isShort: true,
  async run(rig, size) {
    const times = size === 'full' ? 6 : 1;
    const ledger = await rig.company('F8', ['delay=150', 'delay=400']);
    const violations: string[] = [];
    let duplicatesAllowed = 0;
    for (let round = 0; round < times; round += 1) {
      await rig.workers(0);
      const [zombie] = await rig.workers(1);
      if (zombie === undefined) throw new Error('no worker');
      const before = rig.oracle.requests().length;
      await ledger.publishMany(60);
      await until('something is in flight', () => rig.oracle.requests().length > before + 5);
      zombie.signal('SIGSTOP');
      duplicatesAllowed += await rig.inFlight(ledger);
      await rig.workers(2);
      await rig.settled(ledger);
      const recorded = await outcomes(rig, ledger);
      zombie.signal('SIGCONT');
      await ledger.publishMany(20); // both work again
      await rig.settled(ledger);
      const later = new Map((await outcomes(rig, ledger)).map((row) => [row.key, row.outcome]));
      const changed = recorded.filter(({ key, outcome }) => later.get(key) !== outcome);
      if (changed.length > 0) violations.push(`${changed.length} outcomes were overwritten`);
    }
    const note = `${duplicatesAllowed} were in flight, 0 outcomes overwritten`;
    return conclude(rig, ledger, { times, fanOut: 2, duplicatesAllowed, violations, note });
  },
};

/** Everything that recording writes, of every attempt. */
const outcomes = (rig: Rig, ledger: Ledger) =>
  rig.database.query<{ key: string; outcome: string }>(
    `select a.delivery_id || ' ' || a.number as key, row(a.*, d.status, d.completed_at)::text as outcome
     from dockhook.event e join dockhook.delivery d on d.event_id = e.id join dockhook.attempt a on a.delivery_id = d.id
     where e.company_id = $1`,
    [ledger.companyId],
  );
