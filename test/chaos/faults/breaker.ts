/** F11: a receiver fails every time, then is well: its circuit opens, probes with one delivery at a time, and closes. */
import { circuitLimits } from '../../../src/domain/circuit.ts';
import { conclude, seconds, until, type Fault } from '../fault.ts';
import { circuitOf, mostAtOnce, requestsTo } from '../rig/circuit-of.ts';
import { RETRY_TIME_SCALE, type Rig } from '../rig/rig.ts';

const WEBHOOK = 'F11-0';
/** What may be in flight when the tenth failure is stored: a worker's share of a webhook, unless it says otherwise. */
const MAX_CONCURRENT = 10;
/** Between our clock and the one of PostgreSQL, which is the same, and their roundings. */
const SLACK_MS = 20;

export const breaker: Fault = {
  id: 'F11',
  title: 'a receiver that always fails, then is well',
  isShort: true,
  async run(rig, size) {
    const probes = size === 'full' ? 5 : 2;
    await rig.workers(2);
    const ledger = await rig.company('F11', ['delay=20']);
    rig.oracle.answer(WEBHOOK, 500);
    await rig.oracle.catchUp();
    await ledger.publishMany(circuitLimits.consecutiveFailures);
    await until('the circuit opens', async () => (await circuitOf(rig, 'F11')).state === 'OPEN');
    const { changedMs } = await circuitOf(rig, 'F11');
    await until('all is recorded', async () => (await spentBy(rig)) === requestsTo(rig, WEBHOOK).length);
    const before = requestsTo(rig, WEBHOOK).length;
    await ledger.publishMany(size === 'full' ? 500 : 50);
    await until('it has been probed', () => requestsTo(rig, WEBHOOK).length >= before + probes);
    await until('the probe is recorded', async () => (await circuitOf(rig, 'F11')).state === 'OPEN');
    const probing = requestsTo(rig, WEBHOOK).slice(before);
    const spent = await spentBy(rig);

    rig.oracle.answer(WEBHOOK, 200);
    const closedAfterMs = await until('it closes', async () => (await circuitOf(rig, 'F11')).state === 'CLOSED');
    const violations = [
      ...(before >= circuitLimits.consecutiveFailures && before <= circuitLimits.consecutiveFailures + MAX_CONCURRENT
        ? []
        : [`it opened after ${before} failures`]),
      ...tooEarly(probing.map(({ atMs }) => atMs - changedMs)).map(
        (ms) => `a probe came ${seconds(ms)} after the circuit opened`,
      ),
      ...(mostAtOnce(probing) > 1 ? ['several probes were under way at once'] : []),
      ...(spent === before + probing.length
        ? []
        : [`${spent} attempts were spent on ${before} failures and ${probing.length} probes`]),
    ];
    const note = `opened after ${before} failures, ${probing.length} probes, closed ${seconds(closedAfterMs)} after it was well`;
    return conclude(rig, ledger, { times: 1, mustSucceed: false, violations, note });
  },
};

/** Attempts in the history. */
async function spentBy({ database }: Rig): Promise<number> {
  const [row] = await database.query<{ count: number }>(
    `select coalesce(sum(d.attempt_count), 0)::int as count
     from dockhook.event e join dockhook.delivery d on d.event_id = e.id where e.company_id = 'F11'`,
  );
  return row?.count ?? 0;
}

/** Each waits twice as long as the one before it. */
function tooEarly(probesMs: readonly number[]): number[] {
  const firstMs = circuitLimits.firstProbeMs * RETRY_TIME_SCALE;
  return probesMs.filter((ms, index) => ms < firstMs * (2 ** (index + 1) - 1) - SLACK_MS);
}
