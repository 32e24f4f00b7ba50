/** F1: kill -9 of a worker, again and again, under load. */
import { after, conclude, type Fault } from '../fault.ts';

export const killedWorker: Fault = {
  id: 'F1',
  title: 'kill -9 a worker',
  isShort: true,
  async run(rig, size) {
    const times = size === 'full' ? 40 : 4;
    const workers = await rig.workers(2);
    const ledger = await rig.company('F1', ['delay=0', 'delay=20', 'delay=60']);
    const finishLoad = ledger.load(size === 'full' ? 60 : 30);
    let duplicatesAllowed = 0;
    for (let round = 0; round < times; round += 1) {
      await after(rig.random.between(50, 500));
      const index = rig.random.between(0, 1);
      const victim = workers[index];
      if (victim !== undefined) await rig.end(victim, 'SIGKILL');
      duplicatesAllowed += await rig.inFlight(ledger);
      workers[index] = await rig.startWorker();
    }
    await finishLoad();
    return conclude(rig, ledger, { times, fanOut: 3, duplicatesAllowed, note: `${duplicatesAllowed} were in flight` });
  },
};
