/**
 * The design that one writes first, for comparison: a transaction per published event, a pg-boss job per delivery,
 * workers that take one job at a time, a transaction per outcome. The same tables and receivers; no GraphQL, no
 * payload check and no address guard, which is to its advantage. A process of its own that publishes to itself.
 */
import { createHmac, createSecretKey, randomBytes } from 'node:crypto';
import pg from 'pg';
import { PgBoss } from 'pg-boss';
import { Pool } from 'undici';
import { newUuid } from '../src/domain/ids.ts';

interface Setup {
  readonly databaseUrl: string;
  readonly caPem: string;
  readonly tenantId: string;
  /** One per company, in the order of the companies. */
  readonly texts: readonly string[];
}

/** How soon workers notice that there is more to do: as soon as pg-boss can. */
const promptly = { superviseIntervalSeconds: 1, monitorIntervalSeconds: 1, queueCacheIntervalSeconds: 1 };
const QUEUE = 'naive';
const WORKERS = 50;
const PUBLISHERS = 16;
/** Deliveries that publishing may be ahead. */
const OUTSTANDING = 1_000;

async function run({ databaseUrl, caPem, tenantId, texts }: Setup): Promise<void> {
  const pool = new pg.Pool({ connectionString: databaseUrl, options: '-c role=dockhook_system', max: 30 });
  const boss = new PgBoss({ connectionString: databaseUrl, schema: 'naive_jobs', max: 30, ...promptly });
  boss.on('error', (error) => process.stderr.write(`${String(error)}\n`));
  await boss.start();
  await boss.createQueue(QUEUE, { retryLimit: 1_000_000 });
  // Jobs are made in the transactions of the service's role, which owns nothing.
  await pool.query(`set role none; grant usage on schema naive_jobs to dockhook_system;
    grant all on all tables in schema naive_jobs to dockhook_system; set role dockhook_system`);
  const key = createSecretKey(randomBytes(32));
  const receivers = new Map<string, Pool>();
  let ahead = 0;

  async function inTransaction(work: (client: pg.PoolClient) => Promise<void>): Promise<void> {
    const client = await pool.connect();
    try {
      await client.query('begin');
      await work(client);
      await client.query('commit');
    } finally {
      client.release();
    }
  }

  const publish = (text: string, companyId: string) =>
    inTransaction(async (client) => {
      const eventId = newUuid();
      await client.query(
        `insert into dockhook.event (tenant_id, id, type, schema_version, company_id, payload, key_hashes, occurred_at, matched_webhook_count)
         values ($1, $2, 'shipment.closed', 1, $3, $4, '{}', now(), 1)`,
        [tenantId, eventId, companyId, text],
      );
      const webhooks = await client.query<{ id: string }>(
        `select id from dockhook.webhook where tenant_id = $1 and company_id = $2 and deleted_at is null and status = 'ACTIVE'`,
        [tenantId, companyId],
      );
      for (const { id: webhookId } of webhooks.rows) {
        const deliveryId = newUuid();
        await client.query(
          `insert into dockhook.delivery (tenant_id, trigger, id, event_id, webhook_id, event_type, status, next_attempt_at)
           values ($1, 'EVENT', $2, $3, $4, 'shipment.closed', 'PENDING', now())`,
          [tenantId, deliveryId, eventId, webhookId],
        );
        const db = { executeSql: (sql: string, values?: unknown[]) => client.query(sql, values) };
        await boss.send(QUEUE, { deliveryId, eventId, webhookId }, { db });
        ahead += 1;
      }
    });

  async function deliver({ deliveryId, eventId, webhookId }: Record<string, string>): Promise<void> {
    const { rows } = await pool.query<{ url: string; payload: string }>(
      `select w.url, e.payload from dockhook.webhook w, dockhook.event e where w.id = $1 and e.id = $2`,
      [webhookId, eventId],
    );
    const { url, payload } = rows[0] as { url: string; payload: string };
    const timestamp = Math.floor(Date.now() / 1000);
    const signature = createHmac('sha256', key).update(`${eventId}.${timestamp}.`).update(payload).digest('base64');
    const headers = {
      'content-type': 'application/json',
      'webhook-id': eventId as string,
      'webhook-timestamp': String(timestamp),
      'webhook-signature': `v1,${signature}`,
    };
    const { origin, pathname } = new URL(url);
    const receiver = receivers.get(origin) ?? new Pool(origin, { connections: 8, connect: { ca: caPem } });
    receivers.set(origin, receiver);
    const startedAt = new Date();
    const { statusCode, body } = await receiver.request({ method: 'POST', path: pathname, headers, body: payload });
    await body.dump();
    await inTransaction(async (client) => {
      await client.query(
        `insert into dockhook.attempt (tenant_id, delivery_id, number, outcome, started_at, finished_at, duration_ms,
           request_url, request_headers, response_status_code, response_headers)
         values ($1, $2, 1, 'SUCCESS', $3, now(), 1, $4, $5, $6, '[]')`,
        [tenantId, deliveryId, startedAt, url, JSON.stringify(Object.entries(headers)), statusCode],
      );
      await client.query(
        `update dockhook.delivery set status = 'SUCCEEDED', attempt_count = 1, next_attempt_at = null,
           last_outcome = 'SUCCESS', last_status_code = $2, updated_at = now(), completed_at = now() where id = $1`,
        [deliveryId, statusCode],
      );
      await client.query(
        `insert into dockhook.delivery_change
           (tenant_id, delivery_id, webhook_id, event_type, trigger, previous_status, status, attempt_number, occurred_at)
         values ($1, $2, $3, 'shipment.closed', 'EVENT', 'PENDING', 'SUCCEEDED', 1, now())`,
        [tenantId, deliveryId, webhookId],
      );
    });
    ahead -= 1;
  }

  const options = { batchSize: 1, pollingIntervalSeconds: 0.5, burstWhenReadyExceeds: 1 };
  for (let n = 0; n < WORKERS; n++) {
    await boss.work<Record<string, string>>(QUEUE, options, async ([job]) => {
      if (job !== undefined) await deliver(job.data); // `work` completes the job
    });
  }
  const publisher = async (first: number): Promise<never> => {
    for (let n = first; ; n += PUBLISHERS) {
      while (ahead >= OUTSTANDING) await new Promise((resolve) => setTimeout(resolve, 5));
      const index = n % texts.length;
      await publish(texts[index] as string, `C${index}`);
    }
  };
  process.send?.({ ready: true });
  await Promise.all(Array.from({ length: PUBLISHERS }, (_, first) => publisher(first)));
}

process.once('message', (setup: Setup) => void run(setup));
process.on('disconnect', () => process.exit(0)); // the parent has what it wanted to know
