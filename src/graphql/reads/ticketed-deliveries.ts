/** The deliveries that wait in tickets: what is PENDING stands there, or is parked. */
import type { Database } from '../../database/database.ts';
import { entriesOf, IN_QUEUE, JOBS } from '../../database/ticket-sql.ts';
import { isUuid } from '../../domain/ids.ts';

/** With more tickets than these, what is pending is common enough among the newest to be met there. */
const TICKETS = 500;

const statement = {
  name: 'history-ticketed',
  text: `
    with ticket as (
      select data from ${JOBS} where ${IN_QUEUE} and state < 'completed' limit ${TICKETS + 1}
    )
    select (select count(*)::int from ticket) as tickets,
           array(select e.delivery_id from ticket cross join lateral ${entriesOf('data')} e
                 join dockhook.webhook w on w.id::text = e.webhook_id
                 where e.delivery_id is not null and w.tenant_id = $1 and ($2::uuid[] is null or w.id = any($2))) as ids`,
};

/** @returns UUIDs of a tenant's ticketed deliveries; `undefined` when there are too many tickets to look into */
export async function findTicketedDeliveries(
  database: Database,
  tenantId: string,
  webhookIds: readonly string[] | null,
): Promise<string[] | undefined> {
  const [row] = await database.systemReads.query<{ tickets: number; ids: string[] }>(statement, [tenantId, webhookIds]);
  return row === undefined || row.tickets > TICKETS ? undefined : row.ids.filter(isUuid);
}
