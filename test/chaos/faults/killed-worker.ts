/** F1: kill -9 of a worker, again and again, under load. */
import { after, atMost, conclude, seconds, together, until, type Fault } from '../fault.ts';
import { isLongInFlight, kill, mustBeAborted, retakenAfterMs, type Kill } from '../rig/in-flight.ts';
import type { Ledger } from '../rig/ledger.ts';

/** Answers of the slow receiver: requests to it are in flight for seconds when the last blow falls. */
const SLOW_MS = 4_000;
/** Ten seconds without a heartbeat, a look every second of those who supervise and of those who take, and a margin. */
const RETAKEN_MS = 10_000 + 2_000 + 3_000;

export const killedWorker: Fault = {
  id: 'F1',
  title: 'kill -9 a worker',
  isShort: true,
  async run(rig, size) {
    const times = size === 'full' ? 40 : 4;
    const workers = await rig.workers(2);
    const ledger = await rig.company('F1', ['delay=0', 'delay=20', 'delay=60']);
    const slow = await rig.company('F1S', [`delay=${SLOW_MS}`]);
    const finishLoads = [ledger.load(size === 'full' ? 60 : 30), slow.load(2)];
    const kills: Kill[] = [];
    for (let round = 2; round < times; round += 1) {
      await after(rig.random.between(50, 500));
      const index = rig.random.between(0, 1);
      kills.push(await kill(rig, workers.slice(index, index + 1), [ledger, slow]));
      workers[index] = await rig.startWorker();
    }
    // Then nobody is left, when what is in flight has been so for long enough to be known.
    await until('requests are in flight for seconds', () => isLongInFlight(rig, slow));
    kills.push(await kill(rig, workers, [ledger, slow]));
    await rig.workers(2);
    for (const finish of finishLoads) await finish();

    // A connection ends at one kill: nothing is counted twice.
    const inFlight = kills.flatMap((one) => one.inFlight);
    const of = ({ companyId }: Ledger) => inFlight.filter(({ webhook }) => webhook.startsWith(`${companyId}-`));
    const report = await conclude(rig, ledger, { times, fanOut: 3, inFlight: of(ledger).length });
    const aborted = kills.flatMap(mustBeAborted);
    const slowReport = await conclude(rig, slow, { times, inFlight: of(slow).length, aborted });

    const last = kills.at(-1) as Kill;
    const long = mustBeAborted(last);
    const retakenMs = retakenAfterMs(rig, last, long);
    const whole = together(report, slowReport);
    return {
      ...whole,
      violations: [
        ...whole.violations,
        ...(long.length === 0 ? ['nothing had been in flight for seconds at the last kill'] : []),
        ...atMost('what a killed worker had in flight was sent again', retakenMs, RETAKEN_MS),
      ],
      note: `${aborted.length} had been in flight for seconds and are ABORTED; sent again after ${seconds(retakenMs)} at most`,
    };
  },
};
