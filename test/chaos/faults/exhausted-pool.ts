/** F14: every connection is held up; who cannot get one is told so, and nothing locks up for good. */
import { createLiveClient } from '../../support/live-client.ts';
import { after, atMost, conclude, seconds, type Fault } from '../fault.ts';

/** Who gets no connection or no lock within five seconds is told so: see docs/guarantees.md. With a margin. */
const REFUSED_MS = 5_000 + 2_000;

export const exhaustedPool: Fault = {
  id: 'F14',
  title: 'pool exhausted (4 connections, everything locked)',
  isShort: true,
  async run(rig, size) {
    const publishers = size === 'full' ? 200 : 60;
    const previous = rig.api;
    rig.api = await rig.startApi({ DATABASE_TENANT_CONNECTIONS: '4', DATABASE_SYSTEM_CONNECTIONS: '4' });
    await rig.end(previous, 'SIGTERM');
    await rig.workers(1);
    const ledger = await rig.company('F14', ['delay=0']);
    // Ten to a socket, which takes no more than twenty.
    const sockets = Array.from({ length: size === 'full' ? 5 : 1 }, () =>
      createLiveClient(rig.api.url, { authorization: `Bearer ${rig.token}` }),
    );
    const streams = sockets.flatMap((live) => Array.from({ length: 10 }, () => live.deliveryUpdates()));
    await Promise.all(streams.map((stream) => stream.next()));

    const published = await rig.database.session(async (client) => {
      await client.query('begin; lock table dockhook.event, dockhook.idempotency_key in access exclusive mode');
      const waiting = ledger.publishMany(publishers, publishers);
      waiting.catch(() => {}); // awaited below
      await after(6_000);
      await client.query('rollback');
      return { waiting };
    });
    await published.waiting;
    const api = rig.api;
    rig.api = await rig.startApi();
    await rig.settled(ledger);
    await Promise.all(streams.map((stream) => stream.waitFor(1 + publishers, 60_000)));
    await Promise.all(sockets.map((live) => live.close()));
    await rig.end(api, 'SIGTERM');

    const refusals = new Set(ledger.publications.flatMap((publication) => publication.refusals));
    const other = [...refusals].filter((code) => code !== 'SERVICE_UNAVAILABLE');
    const violations = other.length > 0 ? [`refused with ${other.join(', ')}`] : [];
    if (refusals.size === 0) violations.push('nobody was refused: the pool was not exhausted');
    const slowestMs = Math.max(...ledger.publications.map((publication) => publication.slowestRefusalMs));
    violations.push(...atMost('a publish was refused', slowestMs, REFUSED_MS));
    const times = ledger.publications.filter((publication) => publication.refusals.length > 0).length;
    const note = `${times} were refused with ${[...refusals].join(', ')}, after ${seconds(slowestMs)} at most`;
    return conclude(rig, ledger, { times: 1, violations, note });
  },
};
