/** F9: a receiver was down while deliveries piled up, and is back: they come gently, and nobody else notices. */
import { recovery } from '../../../src/domain/circuit.ts';
import { after, conclude, seconds, together, until, type Fault } from '../fault.ts';
import { circuitOf, mostAtOnce, requestsTo } from '../rig/circuit-of.ts';
import type { Rig } from '../rig/rig.ts';

const WEBHOOK = 'F9-0';
const WORKERS = 2;
/** In flight at once per worker, unless a webhook says otherwise. */
const MAX_CONCURRENT = 10;
/** Deliveries that a probe which comes to the end of its attempts may cost: it is FAILED then, which is no loss. */
const MOST_FAILED = 5;

export const thunderingHerd: Fault = {
  id: 'F9',
  title: 'a receiver comes back to what piled up',
  async run(rig, size) {
    const waiting = size === 'full' ? 5_000 : 300;
    const calmForMs = size === 'full' ? 10_000 : 3_000;
    await rig.workers(WORKERS);
    const neighbour = await rig.company('F9N', ['delay=0']);
    const ledger = await rig.company('F9', ['delay=30']);
    const finishLoad = neighbour.load(20);
    await after(calmForMs);
    const calm = neighbour.publications.length;

    rig.oracle.answer(WEBHOOK, 503);
    await rig.oracle.catchUp();
    await ledger.publishMany(waiting);
    await until('what piled up is held', async () => (await heldOf(rig)) > waiting * 0.9);
    rig.oracle.answer(WEBHOOK, 200);
    await until('the circuit closes', async () => (await circuitOf(rig, 'F9')).state === 'CLOSED');
    const { recoveringMs } = await circuitOf(rig, 'F9');
    await rig.settled(ledger, 120_000);
    await finishLoad();
    await rig.settled(neighbour);

    const back = requestsTo(rig, WEBHOOK).filter(({ atMs }) => atMs > (recoveringMs ?? 0));
    const latencies = await latenciesOf(rig);
    // The short form has some sixty of the calm: three late ones would decide about the slowest of twenty.
    const share = size === 'full' ? 95 : 50;
    const [calmMs, sinceMs] = [latencies.slice(0, calm), latencies.slice(calm)].map(percentileOf(share)) as [
      number,
      number,
    ];
    const failed = await countFailed(rig);
    const most = mostAtOnce(back);
    const violations = [
      ...herds(back.map(({ atMs }) => atMs - (recoveringMs ?? 0))),
      ...(most > WORKERS * MAX_CONCURRENT ? [`${most} requests were in flight at once`] : []),
      ...(sinceMs > Math.max(3 * calmMs, calmMs + 300)
        ? [`the neighbour's p${share} went from ${calmMs} to ${sinceMs} ms`]
        : []),
      ...(failed > MOST_FAILED ? [`${failed} deliveries came to the end of their attempts`] : []),
    ];
    const tookMs = Math.max(...back.map(({ atMs }) => atMs)) - (recoveringMs ?? 0);
    const note = `${back.length} came back in ${seconds(tookMs)}, ${most} in flight at most; the neighbour's p${share} ${calmMs.toFixed(0)} ms before, ${sinceMs.toFixed(0)} ms since`;
    const other = await conclude(rig, neighbour, { times: 0 });
    return {
      ...together(await conclude(rig, ledger, { times: 1, mustSucceed: false, violations, note }), other),
      note,
    };
  },
};

/** What came too soon: by the end of each second no more than the seconds so far allow, a fifth more and a ticket. */
function herds(timesMs: readonly number[]): string[] {
  const last = Math.ceil(Math.max(0, ...timesMs) / 1_000);
  return Array.from({ length: last }, (_, index) => index + 1).flatMap((second) => {
    const came = timesMs.filter((ms) => ms < second * 1_000).length;
    const allowed = (recovery.perSecond * second * (second + 1)) / 2;
    return came > allowed * 1.2 + 50 ? [`${came} requests in the first ${second} s, where ${allowed} may begin`] : [];
  });
}

const heldOf = (rig: Rig) => count(rig, `d.status = 'HELD'`);
const countFailed = (rig: Rig) => count(rig, `d.status = 'FAILED'`);

async function count({ database }: Rig, condition: string): Promise<number> {
  const [row] = await database.query<{ count: number }>(
    `select count(*)::int as count from dockhook.event e join dockhook.delivery d on d.event_id = e.id
     where e.company_id = 'F9' and ${condition}`,
  );
  return row?.count ?? 0;
}

/** Milliseconds from accepting an event of the neighbour to the end of its delivery, in the order they were accepted. */
async function latenciesOf({ database }: Rig): Promise<number[]> {
  const rows = await database.query<{ ms: number }>(
    `select extract(epoch from d.completed_at - e.received_at)::float8 * 1000 as ms
     from dockhook.event e join dockhook.delivery d on d.event_id = e.id where e.company_id = 'F9N' order by e.id`,
  );
  return rows.map(({ ms }) => ms);
}

const percentileOf =
  (share: number) =>
  (values: readonly number[]): number =>
    values.toSorted((a, b) => a - b)[Math.floor((values.length * share) / 100)] ?? 0;
