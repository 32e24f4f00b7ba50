/** F3: kill -9 of the API while it publishes. The same idempotency key afterwards is the same event. */
import { after, conclude, type Fault } from '../fault.ts';
import type { Rig } from '../rig/rig.ts';

export const killedApi: Fault = {
  id: 'F3',
  title: 'kill -9 the API during publish',
  isShort: true,
  async run(rig, size) {
    const times = size === 'full' ? 24 : 3;
    await rig.workers(1);
    const ledger = await rig.company('F3', ['delay=0']);
    const finishLoad = ledger.load(50);
    for (let round = 0; round < times; round += 1) {
      if (round % 3 === 0) await killAtRandom(rig);
      else await killAtPoint(rig, round % 3 === 1 ? 'before-accept' : 'after-accept');
    }
    await finishLoad();
    const repeated = ledger.publications.filter(({ refusals }) => refusals.length > 0).length;
    return conclude(rig, ledger, { times, note: `${repeated} publishes were repeated` });
  },
};

async function killAtRandom(rig: Rig): Promise<void> {
  await after(rig.random.between(50, 400));
  await rig.end(rig.api, 'SIGKILL');
  rig.api = await rig.startApi();
}

/** In the middle of a transaction, or after its commit and before the answer. */
async function killAtPoint(rig: Rig, point: string): Promise<void> {
  const doomed = await rig.startApi({ FAILPOINT: `${point}:${rig.random.between(1, 5)}` });
  const previous = rig.api;
  rig.api = doomed;
  await rig.end(previous, 'SIGKILL');
  await doomed.exited;
  rig.processes.delete(doomed);
  rig.api = await rig.startApi();
}
