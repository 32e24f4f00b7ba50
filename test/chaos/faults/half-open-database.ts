/** F7: the network to PostgreSQL goes silent: nothing is refused, nothing is answered. */
import { after, conclude, seconds, until, type Fault } from '../fault.ts';

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
    const duplicatesAllowed = await rig.inFlight(ledger);
    rig.proxy.resume();
    const readyMs = await until('ready again', () => rig.isReady());
    await finishLoad();

    const slowestMs = Math.max(...ledger.publications.map((publication) => publication.slowestMs));
    const violations = [
      ...(unreadyMs > 5_000 ? [`readiness was false only after ${seconds(unreadyMs)}`] : []),
      ...(slowestMs > 20_000 ? [`a publish was answered only after ${seconds(slowestMs)}`] : []),
    ];
    const note = `unready after ${seconds(unreadyMs)}, ready ${seconds(readyMs)} after the end, longest wait for an answer ${seconds(slowestMs)}`;
    return conclude(rig, ledger, { times: 1, fanOut: 2, duplicatesAllowed, violations, note });
  },
};
