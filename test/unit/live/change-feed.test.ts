/** The feed over a log in memory that behaves as the table does: what is still being committed cannot be read. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Signals } from '../../../src/database/signals.ts';
import type { Sql } from '../../../src/database/sql.ts';
import { createChangeFeed, type ChangeFeed, type SubscribeOptions } from '../../../src/live/change-feed.ts';
import type { FeedItem } from '../../../src/live/feed-item.ts';
import type { DeliveryChange } from '../../../src/live/delivery-change.ts';
import { change, TENANT } from './change.ts';

let log: DeliveryChange[];
/** The oldest transaction that is still running. */
let oldestRunning: bigint;
let horizon: bigint;
let faults: unknown[];
let failing: Error | undefined;
let wakeListeners: () => void;
let feed: ChangeFeed;

const sql: Sql = {
  async query<Row extends object>(statement: string | { text: string }, values: readonly unknown[] = []) {
    if (failing !== undefined) throw failing;
    const text = typeof statement === 'string' ? statement : statement.text;
    return answer(text, values) as Row[];
  },
};

function answer(text: string, values: readonly unknown[]): object[] {
  if (text.includes('change_log_horizon')) return [{ resumable: horizon <= BigInt(values[0] as string) }];
  if (!text.includes('dockhook.delivery_change')) return [{ xid: String(oldestRunning) }];
  const isHistory = text.includes('seen');
  const [upTo, tenant] = isHistory ? [values[2] as string | null, values[4] as string] : [null, undefined];
  const seen = log
    .filter(({ position: { xid } }) => {
      const after = BigInt(values[0] as string);
      const isInRange = xid > after || (xid === after && values[1] === '0');
      return isInRange && xid < oldestRunning && (upTo === null || xid < BigInt(upTo));
    })
    .slice(0, values.at(-1) as number);
  return seen
    .filter((entry) => tenant === undefined || entry.tenantId === tenant || entry === seen.at(-1))
    .map((entry) => ({
      seen: seen.length,
      xid: String(entry.position.xid),
      seq: String(entry.position.seq),
      tenant_id: entry.tenantId,
      delivery_id: entry.deliveryId,
      webhook_id: entry.webhookId,
      event_type: entry.eventType,
      trigger: entry.trigger,
      previous_status: entry.previousStatus,
      status: entry.status,
      attempt_number: entry.attemptNumber,
      occurred_at: entry.occurredAt,
    }));
}

/** Writes changes into the log and commits them. */
function commit(...numbers: number[]): void {
  log.push(...numbers.map((number) => change(number)));
  oldestRunning = BigInt(Math.max(...numbers) + 1);
  wakeListeners();
}

beforeEach(() => {
  [log, oldestRunning, horizon, faults, failing] = [[], 1n, 0n, [], undefined];
  const signals: Signals = {
    send: () => {},
    on(_signal, listener) {
      wakeListeners = listener;
      return () => {};
    },
    close: async () => {},
  };
  feed = createChangeFeed({ sql, signals, onError: (error) => void faults.push(error) });
});
afterEach(() => feed.close());

const open = (options: Partial<SubscribeOptions> = {}) =>
  feed.subscribe({ tenantId: TENANT, wants: () => true, ...options });
const next = async (stream: AsyncGenerator<FeedItem, void>): Promise<string> => {
  const { value } = await stream.next();
  if (value === undefined) return 'end';
  return value.kind === 'change' ? `${value.isReplay ? 'replay' : 'live'} ${value.change.position.xid}` : value.kind;
};

describe('the live feed', () => {
  it('says that it is caught up, then tells what happens', async () => {
    commit(1);
    const stream = open();
    expect(await next(stream)).toBe('caught-up');
    commit(2, 3);
    expect([await next(stream), await next(stream)]).toEqual(['live 2', 'live 3']);
  });

  it('sends everything since a cursor first, then goes on without gap or repeat', async () => {
    commit(1, 2, 3, 4);
    const stream = open({ after: { xid: 2n, seq: 1n } });
    expect([await next(stream), await next(stream)]).toEqual(['replay 3', 'replay 4']);
    commit(5); // while the history is being read
    expect([await next(stream), await next(stream)]).toEqual(['replay 5', 'caught-up']);
    commit(6);
    expect(await next(stream)).toBe('live 6');
  });

  it('waits for a transaction that began earlier and commits later', async () => {
    const stream = open();
    await next(stream);
    log.push(change(2)); // 1 is still running
    wakeListeners();
    const told = next(stream);
    log.unshift(change(1));
    oldestRunning = 3n; // no signal: the feed looks again by itself
    expect([await told, await next(stream)]).toEqual(['live 1', 'live 2']);
  });

  it('resets a cursor that is older than the log, and goes on', async () => {
    horizon = 5n;
    oldestRunning = 10n;
    const stream = open({ after: { xid: 2n, seq: 1n } });
    expect([await next(stream), await next(stream)]).toEqual(['reset', 'caught-up']);
    commit(10);
    expect(await next(stream)).toBe('live 10');
  });

  it('tells nobody about another tenant', async () => {
    const [ours, theirs] = [open(), open({ tenantId: 'TENANT002' })];
    await Promise.all([next(ours), next(theirs)]);
    log.push(change(1, { tenantId: 'TENANT002' }));
    commit(2);
    expect(await next(ours)).toBe('live 2');
    expect(await next(theirs)).toBe('live 1');
  });

  it('replays more than one page of history', async () => {
    commit(...Array.from({ length: 2_500 }, (_, index) => index + 1));
    const stream = open({ after: { xid: 0n, seq: 1n } });
    for (let number = 1; number <= 2_500; number++) expect(await next(stream)).toBe(`replay ${number}`);
    expect(await next(stream)).toBe('caught-up');
  });

  it('replays past pages that are all of other tenants', async () => {
    for (let number = 1; number <= 2_500; number++) log.push(change(number, { tenantId: 'TENANT002' }));
    commit(2_501);
    const stream = open({ after: { xid: 0n, seq: 1n } });
    expect([await next(stream), await next(stream)]).toEqual(['replay 2501', 'caught-up']);
  });

  it('says so when the log is cleared away under a reader that is too slow for it', async () => {
    commit(...Array.from({ length: 2_500 }, (_, index) => index + 1));
    const stream = open({ after: { xid: 0n, seq: 1n } });
    for (let number = 1; number <= 1_000; number++) await next(stream);
    log = log.slice(2_000);
    horizon = 2_000n;
    expect([await next(stream), await next(stream)]).toEqual(['reset', 'caught-up']);
    commit(2_501);
    expect(await next(stream)).toBe('live 2501');
  });

  it('a history of any length keeps nothing in memory, and so ends in no reset', async () => {
    commit(...Array.from({ length: 100 }, (_, index) => index + 1));
    const stream = open({ after: { xid: 0n, seq: 1n } });
    expect(await next(stream)).toBe('replay 1');
    commit(...Array.from({ length: 15_000 }, (_, index) => index + 101)); // more than may wait for a subscriber
    for (let number = 2; number <= 15_100; number++) expect(await next(stream)).toBe(`replay ${number}`);
    expect(await next(stream)).toBe('caught-up');
  });

  it('reports a database that fails and comes back to it', async () => {
    const stream = open();
    await next(stream);
    failing = new Error('away');
    commit(1);
    await expect.poll(() => faults).toHaveLength(1);
    failing = undefined;
    wakeListeners();
    expect(await next(stream)).toBe('live 1');
  });

  it('ends every stream when it closes, and one when its consumer leaves', async () => {
    const [first, second] = [open(), open()];
    await Promise.all([next(first), next(second)]);
    const [waiting, left] = [next(first), next(second)];
    await second.return();
    expect(await left).toBe('end');
    await feed.close();
    expect(await waiting).toBe('end');
  });
});
