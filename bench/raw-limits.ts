/** The machine's own limits, measured beside the service's figures. */
import { createHmac, createSecretKey, randomBytes, randomUUID } from 'node:crypto';
import pg from 'pg';
import { Pool } from 'undici';

/** Signed HTTPS POSTs per second from this process to the receivers, 200 in flight. */
export async function measureRawPosts(urls: readonly string[], ca: string, body: string, seconds: number) {
  const key = createSecretKey(randomBytes(32));
  const pools = urls.map((url) => new Pool(new URL(url).origin, { connections: 8, pipelining: 1, connect: { ca } }));
  let sent = 0;
  let next = 0;
  const post = async (): Promise<void> => {
    const pool = pools[next++ % pools.length] as Pool;
    const id = `evt_${randomUUID().replaceAll('-', '')}`;
    const timestamp = Math.floor(Date.now() / 1000);
    const signature = createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest('base64');
    const { body: answer } = await pool.request({
      method: 'POST',
      path: '/hook',
      headers: {
        'content-type': 'application/json',
        'webhook-id': id,
        'webhook-timestamp': String(timestamp),
        'webhook-signature': `v1,${signature}`,
      },
      body,
    });
    await answer.dump();
    sent += 1;
  };
  const loop = async (until: number): Promise<void> => {
    while (performance.now() < until) await post();
  };
  const run = async (ms: number) => {
    const until = performance.now() + ms;
    await Promise.all(Array.from({ length: 200 }, () => loop(until)));
  };
  await run(1_500); // handshakes and compilation
  sent = 0;
  const start = performance.now();
  await run(seconds * 1000);
  const perSecond = sent / ((performance.now() - start) / 1000);
  await Promise.all(pools.map((pool) => pool.close()));
  return perSecond;
}

export interface RawRows {
  /** Of every event. */
  readonly body: string;
  /** Deliveries of an event. */
  readonly fanOut: number;
  readonly seconds: number;
}

/** Deliveries in one statement. */
const BATCH = 200;

/** Deliveries per second as rows alone: event, delivery, attempt and update, in batches, one connection, no queue. */
export async function measureRawRows(adminUrl: string, { body, fanOut, seconds }: RawRows): Promise<number> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  await client.query(`create table raw_event (id uuid primary key, payload text);
    create table raw_delivery (id uuid primary key, event_id uuid, status int) with (fillfactor = 50);
    create table raw_attempt (delivery_id uuid, number int, headers text, primary key (delivery_id, number))`);
  const headers = 'x'.repeat(700);
  let rows = 0;
  const start = performance.now();
  while (performance.now() - start < seconds * 1000) {
    const events = Array.from({ length: BATCH / fanOut }, () => randomUUID());
    const eventOf = events.flatMap((id) => Array.from({ length: fanOut }, () => id));
    const deliveries = eventOf.map(() => randomUUID());
    await client.query('begin');
    await client.query({
      name: 'raw-publish',
      text: `with e as (insert into raw_event select unnest($1::uuid[]), $2)
             insert into raw_delivery select unnest($3::uuid[]), unnest($4::uuid[]), 0`,
      values: [events, body, deliveries, eventOf],
    });
    await client.query('commit');
    await client.query('begin');
    await client.query({
      name: 'raw-record',
      text: `with a as (insert into raw_attempt select u, 1, $2 from unnest($1::uuid[]) u)
             update raw_delivery set status = 1 where id = any($1)`,
      values: [deliveries, headers],
    });
    await client.query('commit');
    rows += deliveries.length;
  }
  const perSecond = rows / ((performance.now() - start) / 1000);
  await client.query('drop table raw_event, raw_delivery, raw_attempt');
  await client.end();
  return perSecond;
}
