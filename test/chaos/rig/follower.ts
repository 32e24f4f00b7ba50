/** A dashboard: follows the live stream, and comes back with its cursor whenever the socket is closed. */
import { changesOf, createLiveClient, type DeliveryChanged } from '../../support/live-client.ts';
import type { Rig } from './rig.ts';

export interface Follower {
  /** Every outcome told so far, as `delivery attempt`. */
  readonly told: readonly string[];
  /** When each was told, in milliseconds since 1970. */
  readonly toldAtMs: ReadonlyMap<string, number>;
  /** How often it had to come back. */
  readonly returns: number;
  stop(): Promise<void>;
}

/** Resolves when the stream stands. */
export async function startFollower(rig: Rig): Promise<Follower> {
  const told: string[] = [];
  const toldAtMs = new Map<string, number>();
  let returns = 0;
  let cursor: string | undefined;
  let stopped = false;
  let leave = async (): Promise<void> => {};

  async function follow(onStanding: () => void): Promise<void> {
    const live = createLiveClient(rig.api.url, { authorization: `Bearer ${rig.token}` });
    leave = () => live.close();
    const stream = live.deliveryUpdates(cursor === undefined ? {} : { after: cursor });
    try {
      for (;;) {
        const update = await stream.next(600_000);
        cursor = update.cursor;
        onStanding();
        for (const change of changesOf([update])) {
          if (change.attempt === null) continue;
          told.push(outcomeOf(change));
          toldAtMs.set(outcomeOf(change), Date.now());
        }
      }
    } catch {
      // The socket was closed, or there is no API just now.
    } finally {
      await live.close();
    }
  }

  const standing = Promise.withResolvers<void>();
  const following = (async () => {
    while (!stopped) {
      await follow(standing.resolve);
      returns += 1;
      if (!stopped) await new Promise((resolve) => setTimeout(resolve, 100));
    }
  })();
  await standing.promise;

  return {
    told,
    toldAtMs,
    get returns() {
      return returns;
    },
    async stop() {
      stopped = true;
      await leave();
      await following;
    },
  };
}

const outcomeOf = ({ delivery, attempt }: DeliveryChanged): string => `${delivery.id} ${attempt?.number}`;

export interface Comparison {
  /** Longest time from the beginning of the transaction that recorded an outcome until the follower was told. */
  readonly slowestMs: number;
  readonly violations: readonly string[];
}

/** What the follower should have been told, in the order of the change log, and whether it was. */
export async function compareWithHistory(
  rig: Rig,
  { told, toldAtMs }: Follower,
  companyId: string,
): Promise<Comparison> {
  const rows = await rig.database.query<{ outcome: string; at_ms: number }>(
    `select 'dlv_' || replace(c.delivery_id::text, '-', '') || ' ' || c.attempt_number as outcome,
            extract(epoch from c.occurred_at)::float8 * 1000 as at_ms
     from dockhook.delivery_change c join dockhook.delivery d on d.id = c.delivery_id
     join dockhook.event e on e.id = d.event_id
     where e.company_id = $1 and c.attempt_number is not null order by c.xid, c.seq`,
    [companyId],
  );
  const expected = rows.map(({ outcome }) => outcome);
  const known = new Set(expected);
  const own = told.filter((outcome) => known.has(outcome));
  const slowestMs = Math.max(0, ...rows.map(({ outcome, at_ms }) => (toldAtMs.get(outcome) ?? 0) - at_ms));
  const isSame = own.length === expected.length && own.every((outcome, index) => outcome === expected[index]);
  const sentence = `a subscriber was told ${own.length} outcomes (${new Set(own).size} different) of ${expected.length}, or in another order`;
  return { slowestMs, violations: isSame ? [] : [sentence] };
}
