/** Deliveries: sending one again, stopping one. */
import { Arg, Ctx, ID, Mutation, Resolver } from 'type-graphql';
import { parsePublicId } from '../../domain/ids.ts';
import type { GraphqlContext } from '../context.ts';
import { toDelivery, type Delivery } from '../object-types/delivery.ts';
import { CancelDeliveryPayload, RedeliverPayload } from '../object-types/delivery-payloads.ts';
import { orErrors } from '../or-errors.ts';
import { RequiresRole } from '../roles.ts';

@Resolver()
export class DeliveryMutationsResolver {
  @Mutation(() => RedeliverPayload, {
    nullable: true,
    description:
      "Sends one delivery that has ended again, as a new delivery, to the webhook's present configuration. The " +
      "event's id, and so the header webhook-id, stays the same.",
  })
  @RequiresRole('ADMINISTRATOR')
  redeliver(
    @Arg('deliveryId', () => ID) deliveryId: string,
    @Arg('idempotencyKey', () => String, {
      nullable: true,
      description: 'Repeat-safe for seven days: the same key and delivery again gives the first result.',
    })
    idempotencyKey: string | null,
    @Ctx() context: GraphqlContext,
  ): Promise<RedeliverPayload> {
    const { services, viewer } = context;
    return orErrors(RedeliverPayload, { delivery: null }, async () => {
      const request = { caller: viewer, deliveryId: parsePublicId('delivery', deliveryId), idempotencyKey };
      return { delivery: await load(context, await services.redeliver(request)) };
    });
  }

  @Mutation(() => CancelDeliveryPayload, {
    nullable: true,
    description: 'Stops a delivery that is not final. An attempt that has begun is finished.',
  })
  @RequiresRole('ADMINISTRATOR')
  cancelDelivery(
    @Arg('deliveryId', () => ID) deliveryId: string,
    @Ctx() context: GraphqlContext,
  ): Promise<CancelDeliveryPayload> {
    const { services, viewer } = context;
    return orErrors(CancelDeliveryPayload, { delivery: null }, async () => {
      const uuid = parsePublicId('delivery', deliveryId);
      await services.cancelDelivery(viewer, uuid);
      return { delivery: uuid === undefined ? null : await load(context, uuid) };
    });
  }
}

/** As it is after the change: one document may change a delivery several times. */
async function load({ loaders }: GraphqlContext, uuid: string): Promise<Delivery | null> {
  const row = await loaders.delivery.clear(uuid).load(uuid);
  return row === undefined ? null : toDelivery(row);
}
