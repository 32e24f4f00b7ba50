/** F5: the primary dies, its synchronous standby is promoted, and the name of the database leads there. */
import path from 'node:path';
import { after, conclude, seconds, until, type Fault } from '../fault.ts';
import { startStandby } from '../rig/standby.ts';

export const failover: Fault = {
  id: 'F5',
  title: 'failover to a promoted synchronous standby',
  async run(rig) {
    const standby = await startStandby(rig.database, path.join(rig.folder, 'standby'));
    rig.onStop(() => standby.stop());
    await rig.workers(2);
    const ledger = await rig.company('F5', ['delay=0', 'delay=20']);
    await until('the standby is synchronous', async () => {
      const rows = await rig.database.query(`select 1 from pg_stat_replication where sync_state = 'sync'`);
      return rows.length === 1;
    });
    const finishLoad = ledger.load(60);
    await after(rig.random.between(2_000, 4_000));
    const duplicatesAllowed = await rig.inFlight(ledger);
    await rig.database.crash('SIGKILL');
    // For a while the name leads to a server that answers, but takes no changes.
    rig.proxy.target(standby.port);
    await until('readiness is false', async () => !(await rig.isReady()));
    await after(rig.random.between(500, 2_000));
    await standby.promote();
    rig.database.follow(standby.port);
    const readyMs = await until('ready again', () => rig.isReady());
    await finishLoad();
    const note = `0 committed lost; ready again ${seconds(readyMs)} after the promotion`;
    return conclude(rig, ledger, { times: 1, fanOut: 2, duplicatesAllowed, note });
  },
};
