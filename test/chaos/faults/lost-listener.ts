/** F18: the connection that listens for signals is terminated; a subscriber must not notice. */
import { after, atMost, conclude, seconds, until, type Fault } from '../fault.ts';
import { compareWithHistory, startFollower } from '../rig/follower.ts';

/**
 * Whoever does not hear a signal looks by itself every second; it may take two, and the second until the next look. Beside
 * other tests it takes what they leave of the machine; whoever did not look would not be told of the last at all.
 */
const TOLD_MS = { full: 3_000, short: 15_000 };

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
    const { slowestMs, violations } = await compareWithHistory(rig, follower, ledger.companyId);
    const late = atMost('an outcome was told', slowestMs, TOLD_MS[size]);
    const note = `a subscriber was told ${follower.told.length} outcomes, each within ${seconds(slowestMs)}`;
    await follower.stop();
    return conclude(rig, ledger, { times, fanOut: 2, violations: [...violations, ...late], note });
  },
};
