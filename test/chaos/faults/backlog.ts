/**
 * F17: far more is published than workers deliver, whose way to the database is slow. Memory stays flat while the backlog
 * grows and is refused, publishers are told to wait, and all that was accepted is delivered.
 */
import { after, conclude, type Fault } from '../fault.ts';
import { startFaultProxy } from '../rig/fault-proxy.ts';
import type { Ledger } from '../rig/ledger.ts';
import type { Rig } from '../rig/rig.ts';
import type { ServiceProcess } from '../rig/service-process.ts';

const LIMIT = 2_000;
const WEBHOOKS = 60;
/** What receivers take. Slower ones would not fill the queue: what waits for one of them is parked. */
const ANSWER_MS = 100;
/** What a worker's every word to the database takes, and every answer. */
const LINK_MS = 100;
/** Publishing is at least so many times faster than delivering. */
const TIMES_FASTER = 10;
const LOOK_MS = 1_000;
const MIB = 1024 * 1024;
/** What a process may take in all for having begun to work: code, pools, what is in hand. */
const FIRST_GROWTH_MIB = 250;
/** What it may grow from the second third of the flood to the last: more than this is no longer "flat". */
const LATER_GROWTH_MIB = 50;

export const backlog: Fault = {
  id: 'F17',
  title: 'publishing ten times faster than delivering',
  async run(rig, size) {
    const floodMs = size === 'full' ? 20_000 : 10_000;
    const previous = rig.api;
    rig.api = await rig.startApi({ BACKLOG_LIMIT: String(LIMIT) });
    await rig.end(previous, 'SIGTERM');
    await rig.workers(0);
    const link = await startFaultProxy(rig.database.port);
    rig.onStop(() => link.close());
    const environment = { DATABASE_URL: rig.database.urlThrough(link.port) };
    const workers = await Promise.all([rig.startWorker(environment), rig.startWorker(environment)]);
    const watched = [rig.api, ...workers].map(watchMemory);
    const ledger = await rig.company('F17', Array<string>(WEBHOOKS).fill(`delay=${ANSWER_MS}`));
    link.delay(LINK_MS);

    for (const memory of watched) memory.look();
    const before = rig.oracle.requests().length;
    const publishers = flood(ledger);
    let deepest = 0;
    for (let elapsedMs = 0; elapsedMs < floodMs; elapsedMs += LOOK_MS) {
      await after(LOOK_MS);
      for (const memory of watched) memory.look();
      deepest = Math.max(deepest, await waiting(rig));
    }
    const delivered = rig.oracle.requests().length - before;
    const refusals = ledger.publications.flatMap((publication) => publication.refusals);
    const offered = (ledger.publications.length + refusals.length) * WEBHOOKS;
    link.delay(0);
    await publishers.stop();
    await rig.settled(ledger, 120_000);

    const other = [...new Set(refusals)].filter((refusal) => refusal !== 'LIMIT_EXCEEDED');
    const violations = [
      ...(refusals.length === 0 ? ['nobody was refused'] : []),
      ...(other.length > 0 ? [`refused with ${other.join(', ')}`] : []),
      ...(offered < TIMES_FASTER * delivered ? [`only ${offered} were offered while ${delivered} were delivered`] : []),
      ...(deepest < LIMIT ? [`only ${deepest} deliveries waited, fewer than may`] : []),
      ...watched.flatMap((memory) => memory.violations()),
    ];
    const memory = watched.map((one) => one.describe()).join(', ');
    const note = `${offered} offered while ${delivered} were delivered, ${refusals.length} publishes refused; ${deepest} waited at most of ${LIMIT}; memory of ${memory}`;
    return conclude(rig, ledger, { times: 1, fanOut: WEBHOOKS, violations, note });
  },
};

/** Deliveries that are due and wait for a worker. */
async function waiting(rig: Rig): Promise<number> {
  const [row] = await rig.database.query<{ count: number }>(
    `select coalesce(sum(jsonb_array_length(data -> 'deliveries')), 0)::int as count from pgboss.job
     where name = 'deliver' and state < 'active' and start_after <= now()`,
  );
  return row?.count ?? 0;
}

function watchMemory(process: ServiceProcess) {
  const looks: number[] = [];
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const grown = () => {
    const [first = 0] = looks;
    const third = Math.floor(looks.length / 3);
    return {
      first: (Math.max(...looks) - first) / MIB,
      later: (mean(looks.slice(-third)) - mean(looks.slice(third, -third))) / MIB,
    };
  };
  const signed = (mib: number): string => `${mib < 0 ? '' : '+'}${mib.toFixed(0)} MiB`;
  return {
    look: () => void looks.push(process.residentBytes()),
    /** In all, and of that after the first third. */
    describe() {
      const { first, later } = grown();
      return `${process.name} ${signed(first)} (later ${signed(later)})`;
    },
    violations(): string[] {
      const { first, later } = grown();
      return [
        ...(first > FIRST_GROWTH_MIB ? [`memory of ${process.name} grew by ${signed(first)}`] : []),
        ...(later > LATER_GROWTH_MIB ? [`memory of ${process.name} goes on growing: ${signed(later)}`] : []),
      ];
    },
  };
}

/** Sixty publishers that never pause, until told to. */
function flood(ledger: Ledger) {
  let stopped = false;
  const publisher = async (): Promise<void> => {
    while (!stopped) await ledger.publish();
  };
  const all = Promise.all(Array.from({ length: 60 }, publisher));
  all.catch(() => {}); // awaited in stop()
  return {
    async stop() {
      stopped = true;
      await all;
    },
  };
}
