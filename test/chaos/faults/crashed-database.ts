/** F4: PostgreSQL is killed or stopped at once, and started again. */
import { after, conclude, seconds, until, type Fault } from '../fault.ts';

export const crashedDatabase: Fault = {
  id: 'F4',
  title: 'kill -9 PostgreSQL, or immediate shutdown',
  isShort: true,
  async run(rig, size) {
    const times = size === 'full' ? 10 : 2;
    await rig.workers(2);
    const ledger = await rig.company('F4', ['delay=0', 'delay=30']);
    const finishLoad = ledger.load(20);
    let duplicatesAllowed = 0;
    let worstMs = 0;
    for (let round = 0; round < times; round += 1) {
      await after(rig.random.between(100, 600));
      duplicatesAllowed += await rig.inFlight(ledger);
      await rig.database.crash(round % 2 === 0 ? 'SIGKILL' : 'SIGQUIT');
      await after(rig.random.between(0, size === 'full' ? 3_000 : 300));
      await rig.database.start();
      worstMs = Math.max(worstMs, await until('ready again', () => rig.isReady()));
    }
    await finishLoad();
    const note = `ready again within ${seconds(worstMs)} of PostgreSQL`;
    return conclude(rig, ledger, { times, fanOut: 2, duplicatesAllowed, note });
  },
};
