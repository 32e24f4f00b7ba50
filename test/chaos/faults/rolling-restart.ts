/** F16: every process is replaced under load, as a deployment does: the new one first, then SIGTERM to the old. */
import { after, atMost, conclude, seconds, until, type Fault } from '../fault.ts';
import { compareWithHistory, startFollower } from '../rig/follower.ts';
import type { Rig } from '../rig/rig.ts';
import type { ServiceProcess } from '../rig/service-process.ts';

/** What is in flight has thirty seconds. */
const EXIT_MS = 35_000;

export const rollingRestart: Fault = {
  id: 'F16',
  title: 'rolling restarts under load (SIGTERM)',
  isShort: true,
  async run(rig, size) {
    const rounds = size === 'full' ? 8 : 1;
    let workers = await rig.workers(2);
    const ledger = await rig.company('F16', ['delay=0', 'delay=300']);
    const follower = await startFollower(rig);
    const finishLoad = ledger.load(30);
    const violations: string[] = [];
    let worstMs = 0;
    for (let round = 0; round < rounds; round += 1) {
      await after(rig.random.between(100, 300));
      const [api, ...replaced] = await Promise.all([
        replaceApi(rig),
        ...workers.map((worker) => replaceWorker(rig, worker)),
      ]);
      workers = replaced.map(({ successor }) => successor);
      for (const { code, tookMs } of [api, ...replaced]) {
        worstMs = Math.max(worstMs, tookMs);
        if (code !== 0) violations.push(`a process ended with code ${code}`);
      }
    }
    await finishLoad();
    await rig.settled(ledger);
    const failed = ledger.publications.filter(({ refusals }) => refusals.length > 0);
    if (failed.length > 0) violations.push(`${failed.length} publishes failed: ${failed[0]?.refusals.join(', ')}`);
    const [aborted] = await rig.database.query<{ count: number }>(
      `select count(*)::int as count from dockhook.event e join dockhook.delivery d on d.event_id = e.id
       where e.company_id = 'F16' and d.attempt_count <> 1`,
    );
    if (aborted?.count !== 0) violations.push(`${aborted?.count} deliveries were aborted`);
    await until('the subscriber has heard of all', () => follower.told.length >= ledger.publications.length * 2);
    violations.push(...(await compareWithHistory(rig, follower, ledger.companyId)).violations);
    await follower.stop();
    violations.push(...atMost('a process ended', worstMs, EXIT_MS));
    const note = `${failed.length} publishes failed, ${aborted?.count} deliveries aborted; a process ends within ${seconds(worstMs)}; a subscriber came back ${follower.returns} times`;
    return conclude(rig, ledger, { times: rounds * 3, fanOut: 2, violations, note });
  },
};

/** Publishers go on to the old one until it says that it is no longer ready, as a balancer would have them. */
async function replaceApi(rig: Rig) {
  const successor = await rig.startApi();
  const previous = rig.api;
  const ended = rig.end(previous, 'SIGTERM');
  await until('the old API is no longer ready', async () => !(await rig.isReady(previous)));
  rig.api = successor;
  return { ...(await ended), successor };
}

async function replaceWorker(rig: Rig, previous: ServiceProcess) {
  const successor = await rig.startWorker();
  return { ...(await rig.end(previous, 'SIGTERM')), successor };
}
