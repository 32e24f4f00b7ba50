/** F4: PostgreSQL is killed or stopped at once, and started again. */
import { after, atMost, conclude, seconds, until, type Fault } from '../fault.ts';
import { inFlightAt } from '../rig/in-flight.ts';
import type { SeenRequest } from '../rig/oracle.ts';

/**
 * How soon after PostgreSQL the service must be ready again. Beside other tests it takes what they leave of the machine; a
 * service that has to be started again for it is never ready.
 */
const READY_MS = { full: 10_000, short: 30_000 };

export const crashedDatabase: Fault = {
  id: 'F4',
  title: 'kill -9 PostgreSQL, or immediate shutdown',
  isShort: true,
  async run(rig, size) {
    const times = size === 'full' ? 10 : 2;
    await rig.workers(2);
    const ledger = await rig.company('F4', ['delay=0', 'delay=30']);
    const finishLoad = ledger.load(20);
    const inFlight = new Set<SeenRequest>();
    let worstMs = 0;
    for (let round = 0; round < times; round += 1) {
      await after(rig.random.between(100, 600));
      const signal = round % 2 === 0 ? 'SIGKILL' : 'SIGQUIT';
      const struck = await inFlightAt(rig, ledger, () => rig.database.crash(signal));
      for (const request of struck) inFlight.add(request);
      await after(rig.random.between(0, size === 'full' ? 3_000 : 300));
      await rig.database.start();
      worstMs = Math.max(worstMs, await until('ready again', () => rig.isReady()));
    }
    await finishLoad();
    const violations = atMost('the service was ready again', worstMs, READY_MS[size]);
    const note = `ready again within ${seconds(worstMs)} of PostgreSQL`;
    return conclude(rig, ledger, { times, fanOut: 2, inFlight: inFlight.size, violations, note });
  },
};
