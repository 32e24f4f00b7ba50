/** F8: a worker stands still past its lease and then goes on: what it has in hand is no longer its own. */
import { conclude, until, type Fault } from '../fault.ts';
import { unrecorded } from '../rig/in-flight.ts';
import type { Ledger } from '../rig/ledger.ts';
import type { SeenRequest } from '../rig/oracle.ts';
import type { Rig } from '../rig/rig.ts';

export const frozenWorker: Fault = {
  id: 'F8',
  title: 'SIGSTOP a worker past its lease, then SIGCONT',
  isShort: true,
  async run(rig, size) {
    const times = size === 'full' ? 6 : 1;
    const ledger = await rig.company('F8', ['delay=150', 'delay=400']);
    const violations: string[] = [];
    const inFlight = new Set<SeenRequest>();
    let compared = 0;
    let overwritten = 0;
    for (let round = 0; round < times; round += 1) {
      await rig.workers(0);
      const [zombie] = await rig.workers(1);
      if (zombie === undefined) throw new Error('no worker');
      const before = rig.oracle.requests().length;
      // While it goes on: once all is published, all may be delivered before anybody looks.
      const published = ledger.publishMany(60);
      await until('something is in flight', () => rig.oracle.requests().length > before + 5);
      zombie.signal('SIGSTOP');
      for (const request of await unrecorded(rig, ledger)) inFlight.add(request);
      await published;
      await rig.workers(2);
      await rig.settled(ledger);
      const recorded = await outcomes(rig, ledger);
      zombie.signal('SIGCONT');
      await ledger.publishMany(20); // both work again
      await rig.settled(ledger);
      const later = new Map((await outcomes(rig, ledger)).map((row) => [row.key, row.outcome]));
      compared += recorded.length;
      overwritten += recorded.filter(({ key, outcome }) => later.get(key) !== outcome).length;
    }
    if (overwritten > 0) violations.push(`${overwritten} outcomes were overwritten`);
    if (inFlight.size === 0) violations.push('nothing was in flight when the worker was stopped');
    const note = `${overwritten} of ${compared} outcomes overwritten`;
    return conclude(rig, ledger, { times, fanOut: 2, inFlight: inFlight.size, violations, note });
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
