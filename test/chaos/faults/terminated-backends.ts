/** F6: connections of the service are terminated at random, as an administrator or a balancer would. */
import { after, conclude, type Fault } from '../fault.ts';

export const terminatedBackends: Fault = {
  id: 'F6',
  title: 'pg_terminate_backend at random',
  isShort: true,
  async run(rig, size) {
    const times = size === 'full' ? 300 : 30;
    await rig.workers(2);
    const ledger = await rig.company('F6', ['delay=0', 'delay=20']);
    const finishLoad = ledger.load(60);
    for (let round = 0; round < times; round += 1) {
      await after(rig.random.between(10, 80));
      await rig.database.query(
        `select pg_terminate_backend(pid) from pg_stat_activity
         where application_name like 'dockhook%' order by hashtext(pid::text || $1) limit 1`,
        [String(rig.random.next())],
      );
    }
    await finishLoad();
    const repeated = ledger.publications.filter(({ refusals }) => refusals.length > 0).length;
    return conclude(rig, ledger, { times, fanOut: 2, note: `${repeated} publishes were told to repeat` });
  },
};
