/** F2: kill -9 at named points of a delivery's way: what each costs is known exactly. */
import { conclude, type Fault } from '../fault.ts';
import { duplicatesOf } from '../rig/judge.ts';

/** Once it was sent and is not recorded, it must be sent again. */
const duplicatesAt = {
  'before-claim': 0,
  'after-claim': 0,
  'before-send': 0,
  'after-write': 1,
  'after-answer': 1,
  'before-record': 1,
  'after-record': 0,
  'before-finish': 0,
};

export const failpoints: Fault = {
  id: 'F2',
  title: 'kill -9 at named points of the pipeline',
  isShort: true,
  async run(rig, size) {
    const ledger = await rig.company('F2', ['delay=0']);
    const violations: string[] = [];
    const rounds = size === 'full' ? 5 : 1;
    let times = 0;
    for (let round = 0; round < rounds; round += 1) {
      for (const [point, expected] of Object.entries(duplicatesAt)) {
        await rig.workers(0);
        const before = duplicatesOf(rig.oracle, ledger);
        await ledger.publish();
        const victim = await rig.startWorker({ FAILPOINT: point });
        await victim.exited;
        rig.processes.delete(victim);
        await rig.ageTickets();
        await rig.workers(1);
        await rig.settled(ledger);
        const found = duplicatesOf(rig.oracle, ledger) - before;
        if (found !== expected) violations.push(`${point}: ${found} duplicates instead of ${expected}`);
        times += 1;
      }
    }
    const inFlight = rounds * Object.values(duplicatesAt).reduce((sum, count) => sum + count, 0);
    const note = Object.entries(duplicatesAt).flatMap(([point, count]) => (count === 1 ? [point] : []));
    return conclude(rig, ledger, { times, inFlight, violations, note: `one each at ${note.join(' and ')}` });
  },
};
