/** A dashboard: follows the live stream, and comes back with its cursor whenever the socket is closed. */
import { changesOf, createLiveClient, type DeliveryChanged } from '../../support/live-client.ts';
import type { Rig } from './rig.ts';

export interface Follower {
  /** Every outcome told so far, as `delivery attempt`. */
  readonly told: readonly string[];
  /** How often it had to come back. */
  readonly returns: number;
  stop(): Promise<void>;
}

/** Resolves when the stream stands. */
export async function startFollower(rig: Rig): Promise<Follower> {
  const told: string[] = [];
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
        for (const change of changesOf([update])) if (change.attempt !== null) told.push(outcomeOf(change));
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

/** What the follower should have been told, in the order of the change log, and whether it was. */
export async function compareWithHistory(rig: Rig, { told }: Follower, companyId: string): Promise<string[]> {
  const rows = await rig.database.query<{ outcome: string }>(
    `select 'dlv_' || replace(c.delivery_id::text, '-', '') || ' ' || c.attempt_number as outcome
     from dockhook.delivery_change c join dockhook.delivery d on d.id = c.delivery_id
     join dockhook.event e on e.id = d.event_id
     where e.company_id = $1 and c.attempt_number is not null order by c.xid, c.seq`,
    [companyId],
  );
  const expected = rows.map(({ outcome }) => outcome);
  const known = new Set(expected);
  const own = told.filter((outcome) => known.has(outcome));
  if (own.length === expected.length && own.every((outcome, index) => outcome === expected[index])) return [];
  return [
    `a subscriber was told ${own.length} outcomes (${new Set(own).size} different) of ${expected.length}, or in another order`,
  ];
}
