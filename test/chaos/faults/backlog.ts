/** F17: far more is published than is delivered: memory stays flat, publishers are told to wait, nothing accepted is lost. */
import { print } from 'graphql';
import { PublishEventDocument } from '../../../src/web/gql/graphql.ts';
import { after, conclude, seconds, until, type Fault } from '../fault.ts';
import type { Ledger } from '../rig/ledger.ts';
import type { Rig } from '../rig/rig.ts';

const LIMIT = 2_000;
const MIB = 1024 * 1024;
/** More than this is no longer "flat", whatever the garbage collector was about to do. */
const GROWTH_MIB = 100;

export const backlog: Fault = {
  id: 'F17',
  title: 'publishing ten times faster than delivering',
  async run(rig, size) {
    const floodMs = size === 'full' ? 40_000 : 8_000;
    const previous = rig.api;
    rig.api = await rig.startApi({ BACKLOG_LIMIT: String(LIMIT) });
    await rig.end(previous, 'SIGTERM');
    await rig.workers(0);
    const ledger = await rig.company('F17', ['delay=0', 'delay=0']);
    const publishers = flood(ledger);
    await until('publishing is refused', () => refusals(ledger).length > 0, 120_000);
    const { retryAfter, code } = await askOnce(rig, ledger);
    const before = rig.api.residentBytes();
    await after(floodMs);
    const grown = (rig.api.residentBytes() - before) / MIB;

    const startMs = performance.now();
    await rig.workers(2);
    await publishers.stop();
    await rig.settled(ledger, 180_000);
    const note = `answered LIMIT_EXCEEDED, Retry-After ${retryAfter} s; memory of the API ${grown >= 0 ? '+' : ''}${grown.toFixed(0)} MiB; worked off in ${seconds(performance.now() - startMs)}`;
    const other = [...new Set(refusals(ledger))].filter((refusal) => refusal !== 'LIMIT_EXCEEDED');
    const violations = [
      ...(code !== 'LIMIT_EXCEEDED' || retryAfter === null ? [`refused with ${code}, Retry-After ${retryAfter}`] : []),
      ...(other.length > 0 ? [`refused with ${other.join(', ')}`] : []),
      ...(grown > GROWTH_MIB ? [`memory of the API grew by ${grown.toFixed(0)} MiB`] : []),
    ];
    return conclude(rig, ledger, { times: 1, fanOut: 2, violations, note });
  },
};

const refusals = (ledger: Ledger): string[] => ledger.publications.flatMap((publication) => publication.refusals);

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

/** With its header, which the ledger does not keep. */
async function askOnce(rig: Rig, { companyId }: Ledger) {
  const response = await fetch(`${rig.api.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${rig.token}` },
    body: JSON.stringify({
      query: print(PublishEventDocument),
      variables: { input: { type: 'pick.confirmed', payload: { text: '{}' }, idempotencyKey: `${companyId}-asked` } },
    }),
  });
  const { data } = (await response.json()) as { data: { publishEvent: { errors: { code: string }[] } } };
  return { retryAfter: response.headers.get('retry-after'), code: data.publishEvent.errors[0]?.code };
}
