/** F5: the primary dies, its synchronous standby is promoted, and the name of the database leads there. */
import path from 'node:path';
import { after, atMost, conclude, seconds, until, type Fault } from '../fault.ts';
import { inFlightAt } from '../rig/in-flight.ts';
import type { Rig } from '../rig/rig.ts';
import { startStandby } from '../rig/standby.ts';

/** How soon after the promotion the service must be ready again. */
const READY_MS = 10_000;

export const failover: Fault = {
  id: 'F5',
  title: 'failover to a promoted synchronous standby',
  async run(rig) {
    const standby = await startStandby(rig.database, path.join(rig.folder, 'standby'));
    rig.onStop(() => standby.stop());
    await rig.workers(2);
    const ledger = await rig.company('F5', ['delay=0', 'delay=20']);
    await until('the standby is synchronous', async () => {
      const rows = await rig.database.query(`select 1 from pg_stat_replication where sync_state = 'sync'`);
      return rows.length === 1;
    });
    const finishLoad = ledger.load(60);
    await after(rig.random.between(2_000, 4_000));
    const struck = await inFlightAt(rig, ledger, () => rig.database.crash('SIGKILL'));
    const promised = ledger.publications.flatMap(({ eventIds }) => [...eventIds]);
    // For a while the name leads to a server that answers, but takes no changes.
    rig.proxy.target(standby.port);
    await until('readiness is false', async () => !(await rig.isReady()));
    await after(rig.random.between(500, 2_000));
    await standby.promote();
    rig.database.follow(standby.port);
    const readyMs = await until('ready again', () => rig.isReady());
    const kept = await countKept(rig, promised);
    await finishLoad();
    const violations = [
      ...(kept < promised.length ? [`${promised.length - kept} events that were accepted before are not there`] : []),
      ...atMost('the service was ready again', readyMs, READY_MS),
    ];
    const note = `${kept} of ${promised.length} accepted until then are on the promoted one; ready again ${seconds(readyMs)} after`;
    return conclude(rig, ledger, { times: 1, fanOut: 2, inFlight: struck.length, violations, note });
  },
};

/** How many of the events PostgreSQL has now. */
async function countKept(rig: Rig, eventIds: readonly string[]): Promise<number> {
  const [row] = await rig.database.query<{ kept: number }>(
    `select count(*)::int as kept from dockhook.event where 'evt_' || replace(id::text, '-', '') = any($1)`,
    [eventIds],
  );
  return row?.kept ?? 0;
}
