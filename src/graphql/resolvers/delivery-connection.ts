/** A list of deliveries, wherever in the schema it stands. */
import { isUuid, timeOfUuid } from '../../domain/ids.ts';
import type { GraphqlContext } from '../context.ts';
import type { DeliveryFilter } from '../inputs/delivery-inputs.ts';
import { toConnection } from '../object-types/connection.ts';
import { DeliveryConnection, toDelivery } from '../object-types/delivery.ts';
import { toPageQuery, type PageArgs } from '../paging.ts';
import { findDeliveries, type Within } from '../reads/find-deliveries.ts';

export async function readDeliveryConnection(
  { services, viewer, loaders }: GraphqlContext,
  page: PageArgs,
  filter: DeliveryFilter | null,
  within?: Within,
): Promise<DeliveryConnection> {
  const query = toPageQuery(page, isUuid);
  // Before the page: what changes meanwhile is in the stream from here on.
  const position = await loaders.streamEnd();
  const found = await findDeliveries(services.database, viewer, query, filter, within);
  const searchedUntil = found.stoppedAt === undefined ? null : timeOfUuid(found.stoppedAt);
  return Object.assign(toConnection(DeliveryConnection, found, toDelivery, found.countUpTo), {
    position,
    searchedUntil,
  });
}
