/** F18: the connection that listens for signals is terminated; a subscriber must not notice. */
import { after, conclude, until, type Fault } from '../fault.ts';
import { compareWithHistory, startFollower } from '../rig/follower.ts';

export const lostListener: Fault = {
  id: 'F18',
  title: 'LISTEN connection killed',
  isShort: true,
  async run(rig, size) {
    const times = size === 'full' ? 60 : 8;
    await rig.workers(1);
    const ledger = await rig.company('F18', ['delay=0', 'delay=10']);
    const follower = await startFollower(rig);
    const finishLoad = ledger.load(40);
    for (let round = 0; round < times; round += 1) {
      await after(rig.random.between(50, 300));
      await rig.database.query(
        `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'dockhook listen'`,
      );
    }
    await finishLoad();
    await rig.settled(ledger);
    await until('the subscriber has heard of all', () => follower.told.length >= ledger.publications.length * 2);
    const violations = await compareWithHistory(rig, follower, ledger.companyId);
    const note = `a subscriber got ${follower.told.length} outcomes once and in order`;
    await follower.stop();
    return conclude(rig, ledger, { times, fanOut: 2, violations, note });
  },
};
