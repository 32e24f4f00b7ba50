/** What a webhook that hangs, with a hundred thousand deliveries waiting, does to the others. */
import { drained, type Bench } from '../bench.ts';
import { measureLatency } from '../latency.ts';
import { publishAtPace } from '../publish.ts';
import { percentile } from '../report.ts';
import { createPayload, createWebhook, createWebhooks } from '../webhooks.ts';
import type { Installation } from '../installation.ts';

const WAITING = 100_000;
const BATCH = 25;

/** @param saturated events per second that batches reach when they saturate the machine */
export async function measureIsolation(bench: Bench, saturated: number): Promise<void> {
  const { installation, service, report } = bench;
  const texts = (await createWebhooks(service, installation, 1)).map((company) => createPayload(2, company));
  const eventsPerSecond = saturated * 0.3;
  const pace = { texts, batch: BATCH, eventsPerSecond, seconds: Math.min(6, bench.seconds) };
  const measure = async () => (await measureLatency(service, installation, pace)).committedToReceived;
  await measure();
  const before = await measure();

  const url = (installation.receiverUrls[0] as string).replace('/hook', '/hang');
  const hanging = createPayload(2, 'HANGS');
  await createWebhook(service, { name: 'Hangs', url, companyId: 'HANGS' });
  await publishAtPace(service, { texts: [hanging], batch: 1, eventsPerSecond: 1, seconds: 1 });
  await addWaiting(installation);
  const [beside] = await Promise.all([
    measure(),
    publishAtPace(service, { ...pace, texts: [hanging], eventsPerSecond: eventsPerSecond / 10 }),
  ]);
  await removeWaiting(installation);

  const after = await measure();
  const alone = [...before, ...after];
  report.add('events published', eventsPerSecond, `/s, ${BATCH} per mutation`);
  report.percentiles('others alone: its commit → received', alone);
  report.percentiles('others beside it: its commit → received', beside);
  report.add('p95 beside it / alone', percentile(beside, 95) / percentile(alone, 95), '');
  report.add('p95 alone, after / before', percentile(after, 95) / percentile(before, 95), '(the noise of the machine)');
  await drained(bench);
}

/** As parking them would leave them; by hand, because publishing so many takes longer than what is measured. */
async function addWaiting({ admin }: Installation): Promise<void> {
  await admin.query(
    `with w as (
       select d.webhook_id, d.event_id, d.tenant_id from dockhook.delivery d join dockhook.webhook w on w.id = d.webhook_id
       where w.name = 'Hangs' limit 1
     ), made as (
       insert into dockhook.delivery (tenant_id, trigger, id, event_id, webhook_id, event_type, status, next_attempt_at)
       select tenant_id, 'EVENT', uuidv7(), event_id, webhook_id, 'shipment.closed', 'PENDING', now()
       from w, generate_series(1, $1) returning id, tenant_id, event_id, webhook_id
     )
     insert into dockhook.held_delivery (webhook_id, delivery_id, tenant_id, event_id, attempt_number, reason)
     select webhook_id, id, tenant_id, event_id, 1, 'PARKED' from made`,
    [WAITING],
  );
}

async function removeWaiting({ admin }: Installation): Promise<void> {
  await admin.query(`update dockhook.webhook set deleted_at = now(), status = 'DISABLED' where name = 'Hangs'`);
  await admin.query(
    `delete from dockhook.held_delivery where webhook_id = (select id from dockhook.webhook where name = 'Hangs')`,
  );
  await admin.query(
    `update dockhook.delivery set status = 'CANCELED'
     where status = 'PENDING' and webhook_id = (select id from dockhook.webhook where name = 'Hangs')`,
  );
}
