/** F7: the network to PostgreSQL goes silent: nothing is refused, nothing is answered. */
import { after, atMost, conclude, seconds, until, type Fault } from '../fault.ts';
import { unrecorded } from '../rig/in-flight.ts';

/** When readiness must be false, an answer come, and readiness be true again after the end. */
const UNREADY_MS = 5_000;
const ANSWER_MS = 20_000;
const READY_MS = 10_000;

export const halfOpenDatabase: Fault = {
  id: 'F7',
  title: 'half-open connections to PostgreSQL for 60 s',
  async run(rig, size) {
    const silenceMs = size === 'full' ? 60_000 : 20_000;
    await rig.workers(2);
    const ledger = await rig.company('F7', ['delay=0', 'delay=50']);
    let finishLoad = ledger.load(20);
    await after(1_000);
    await finishLoad();

    rig.proxy.stall();
    const silentSinceMs = performance.now();
    const unreadyMs = await until('readiness is false', async () => !(await rig.isReady()));
    finishLoad = ledger.load(2); // published again and again until the network is back
    await after(silenceMs - (performance.now() - silentSinceMs));
    // Sent by then, and with no way to be recorded: asked beside the proxy.
    const inFlight = (await unrecorded(rig, ledger)).length;
    rig.proxy.resume();
    const readyMs = await until('ready again', () => rig.isReady());
    await finishLoad();

    const slowestMs = Math.max(...ledger.publications.map((publication) => publication.slowestMs));
    const violations = [
      ...atMost('readiness was false', unreadyMs, UNREADY_MS),
      ...atMost('a publish was answered', slowestMs, ANSWER_MS),
      ...atMost('the service was ready again', readyMs, READY_MS),
    ];
    const note = `unready after ${seconds(unreadyMs)}, ready ${seconds(readyMs)} after the end, longest wait for an answer ${seconds(slowestMs)}`;
    return conclude(rig, ledger, { times: 1, fanOut: 2, inFlight, violations, note });
  },
};
