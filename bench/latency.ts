/** How long events take, from the sending of the mutation to the recorded outcome, each step by its own clock. */
import { parsePublicId } from '../src/domain/ids.ts';
import type { Installation } from './installation.ts';
import { publishAtPace, type Pace } from './publish.ts';
import type { Report } from './report.ts';
import type { Service } from './service.ts';

/** Milliseconds per event. */
export interface Latencies {
  /** From sending the mutation. */
  readonly sentToReceived: number[];
  /** From the commit that accepted the event, as PostgreSQL noted it just before it flushed its WAL. */
  readonly committedToReceived: number[];
  /** To the commit that recorded the outcome. */
  readonly receivedToRecorded: number[];
}

export async function measureLatency(service: Service, installation: Installation, pace: Pace): Promise<Latencies> {
  await installation.watchArrivals();
  const sent = await publishAtPace(service, pace);
  const ids = [...sent.keys()];
  await recorded(installation, ids);
  const arrivals = await installation.arrivals();
  const latencies: Latencies = { sentToReceived: [], committedToReceived: [], receivedToRecorded: [] };
  for (const { id, committed, recorded: end } of await readCommits(installation, ids)) {
    const received = arrivals[id];
    if (received === undefined) throw new Error(`${id} is recorded but never arrived`);
    latencies.sentToReceived.push(received - (sent.get(id) as number));
    latencies.committedToReceived.push(received - committed);
    latencies.receivedToRecorded.push(end - received);
  }
  return latencies;
}

export function reportLatencies(report: Report, latencies: Latencies): void {
  report.percentiles('mutation sent → received', latencies.sentToReceived);
  report.percentiles('published (its commit) → received', latencies.committedToReceived);
  report.percentiles('received → recorded (its commit)', latencies.receivedToRecorded);
}

const toUuids = (ids: readonly string[]) => ids.map((id) => parsePublicId('event', id));

/** Waits until all these events are delivered. */
async function recorded({ admin }: Installation, ids: readonly string[]): Promise<void> {
  for (let round = 0; round < 300; round++) {
    const { rows } = await admin.query(
      `select count(*)::int as open from dockhook.delivery where event_id = any($1) and status <> 'SUCCEEDED'`,
      [toUuids(ids)],
    );
    if (rows[0].open === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('deliveries are still waiting after half a minute');
}

async function readCommits({ admin }: Installation, ids: readonly string[]) {
  const { rows } = await admin.query<{ id: string; committed: number; recorded: number }>(
    `select 'evt_' || replace(e.id::text, '-', '') as id,
            extract(epoch from pg_xact_commit_timestamp(e.xmin))::float8 * 1000 as committed,
            extract(epoch from pg_xact_commit_timestamp(d.xmin))::float8 * 1000 as recorded
     from dockhook.event e join dockhook.delivery d on d.event_id = e.id where e.id = any($1)`,
    [toUuids(ids)],
  );
  return rows;
}
