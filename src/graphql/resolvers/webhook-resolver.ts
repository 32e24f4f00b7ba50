/** Webhooks: reading, creating, testing. */
import type { FilterQuery } from '@mikro-orm/core';
import { Arg, Args, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql';
import { eventTypes } from '../../catalogue/event-types.ts';
import { WebhookEntity, type WebhookRow } from '../../database/entities/webhook.ts';
import { DomainError } from '../../domain/domain-error.ts';
import { matchesEventType } from '../../domain/event-type-pattern.ts';
import { parsePublicId, toPublicId } from '../../domain/ids.ts';
import { readEnd } from '../../live/read-changes.ts';
import type { TestSample } from '../../webhooks/test-webhook.ts';
import type { GraphqlContext } from '../context.ts';
import { DeliveryFilter } from '../inputs/delivery-inputs.ts';
import { WebhookRefInput } from '../inputs/shared-inputs.ts';
import { CreateWebhookInput, SampleEventInput, toWebhookInput, WebhookFilter } from '../inputs/webhook-inputs.ts';
import { toConnection } from '../object-types/connection.ts';
import { DeliveryConnection, toDelivery } from '../object-types/delivery.ts';
import { EventType, toEventType } from '../object-types/event-type.ts';
import { CreateWebhookPayload, payload, TestWebhookPayload } from '../object-types/payloads.ts';
import { toUserErrors } from '../object-types/user-error.ts';
import { SigningSecret, toWebhook, Webhook, WebhookConnection } from '../object-types/webhook.ts';
import { byIdDescending, isUuid, PageArgs, toPage, toPageQuery } from '../paging.ts';
import { findDeliveries } from '../reads/find-deliveries.ts';
import { RequiresRole } from '../roles.ts';

@Resolver(() => Webhook)
export class WebhookResolver {
  @Query(() => Webhook, { nullable: true, description: 'One webhook.' })
  @RequiresRole('ADMINISTRATOR', 'VIEWER')
  async webhook(
    @Arg('by', () => WebhookRefInput) by: WebhookRefInput,
    @Ctx() context: GraphqlContext,
  ): Promise<Webhook | null> {
    const row = await findWebhook(context, by);
    return row === null ? null : toWebhook(row);
  }

  @Query(() => WebhookConnection, { nullable: true, description: 'Webhooks, newest first.' })
  @RequiresRole('ADMINISTRATOR', 'VIEWER')
  async webhooks(
    @Args(() => PageArgs) page: PageArgs,
    @Arg('filter', () => WebhookFilter, { nullable: true }) filter: WebhookFilter | null,
    @Ctx() { services, viewer }: GraphqlContext,
  ): Promise<InstanceType<typeof WebhookConnection>> {
    const query = toPageQuery(page, isUuid);
    const em = services.database.forTenant(viewer.tenantId);
    const conditions = [{ deletedAt: null }, ...toConditions(filter ?? {})];
    const { where, ...options } = byIdDescending(query);
    const rows = await em.find(WebhookEntity, { $and: [...conditions, where] } as FilterQuery<WebhookRow>, options);
    return toConnection(
      WebhookConnection,
      toPage(query, rows, (row) => row.id),
      toWebhook,
      async (limit) =>
        (await em.find(WebhookEntity, { $and: conditions } as FilterQuery<WebhookRow>, { fields: ['id'], limit }))
          .length,
    );
  }

  @FieldResolver(() => [EventType], { description: 'Concrete event types those patterns match now.' })
  matchedEventTypes(@Root() webhook: Webhook): EventType[] {
    return eventTypes.filter((type) => matchesEventType(webhook.eventTypes, type.name)).map(toEventType);
  }

  @FieldResolver(() => [SigningSecret], { description: 'Active and expiring secrets, newest first.' })
  async signingSecrets(@Root() webhook: Webhook, @Ctx() { loaders }: GraphqlContext): Promise<SigningSecret[]> {
    const rows = await loaders.signingSecrets.load(webhook.uuid);
    return rows.map((row, index) =>
      Object.assign(new SigningSecret(), {
        id: toPublicId('secret', row.id),
        hint: row.hint,
        createdAt: row.createdAt,
        expiresAt: row.expiresAt ?? null,
        isPrimary: index === 0,
      }),
    );
  }

  @FieldResolver(() => Boolean, { description: 'Whether the caller may change it (drives buttons in a front end).' })
  viewerCanManage(@Ctx() { viewer }: GraphqlContext): boolean {
    return viewer.role === 'ADMINISTRATOR';
  }

  @FieldResolver(() => DeliveryConnection, { nullable: true, description: 'Deliveries to this webhook.' })
  async deliveries(
    @Root() webhook: Webhook,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('filter', () => DeliveryFilter, { nullable: true }) filter: DeliveryFilter | null,
    @Ctx() { services, viewer }: GraphqlContext,
  ): Promise<DeliveryConnection> {
    const position = await readEnd(services.database.system);
    const em = services.database.forTenant(viewer.tenantId);
    const found = await findDeliveries(em, viewer.tenantId, toPageQuery(page, isUuid), filter, {
      webhookId: webhook.uuid,
    });
    return Object.assign(toConnection(DeliveryConnection, found, toDelivery, found.countUpTo), { position });
  }

  @Mutation(() => CreateWebhookPayload, {
    nullable: true,
    description: 'Creates a webhook and returns its secret once.',
  })
  @RequiresRole('ADMINISTRATOR')
  async createWebhook(
    @Arg('input', () => CreateWebhookInput) input: CreateWebhookInput,
    @Ctx() { services, viewer }: GraphqlContext,
  ): Promise<CreateWebhookPayload> {
    try {
      const created = await services.createWebhook({
        scope: viewer,
        createdBy: viewer.keyId,
        input: toWebhookInput(input),
      });
      return payload(CreateWebhookPayload, {
        webhook: toWebhook(created.webhook),
        signingSecret: created.signingSecret,
      });
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      const errors = toUserErrors(error.problems, ['input']);
      return payload(CreateWebhookPayload, { webhook: null, signingSecret: null, errors });
    }
  }

  @Mutation(() => TestWebhookPayload, {
    nullable: true,
    description: 'Sends one signed test request now, waits for the answer, never retries.',
  })
  @RequiresRole('ADMINISTRATOR')
  async testWebhook(
    @Arg('webhook', () => WebhookRefInput) by: WebhookRefInput,
    @Arg('sample', () => SampleEventInput, { nullable: true }) sample: SampleEventInput | null,
    @Ctx() context: GraphqlContext,
  ): Promise<TestWebhookPayload> {
    const { services, viewer, loaders } = context;
    try {
      const row = await findWebhook(context, by);
      if (row === null) {
        throw new DomainError({ code: 'NOT_FOUND', message: 'There is no such webhook.', path: ['webhook'] });
      }
      const deliveryId = await services.testWebhook({
        tenantId: viewer.tenantId,
        webhookId: row.id,
        sample: toTestSample(sample),
      });
      const delivery = await loaders.delivery.load(deliveryId);
      return payload(TestWebhookPayload, { delivery: delivery === undefined ? null : toDelivery(delivery) });
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      return payload(TestWebhookPayload, { delivery: null, errors: toUserErrors(error.problems, []) });
    }
  }
}

/** A webhook of the caller's tenant by id or key; ids of others behave like ids that do not exist. */
export async function findWebhook(
  { services, viewer }: GraphqlContext,
  by: WebhookRefInput,
): Promise<WebhookRow | null> {
  const em = services.database.forTenant(viewer.tenantId);
  if (by.key != null) return em.findOne(WebhookEntity, { key: by.key, deletedAt: null });
  const id = parsePublicId('webhook', by.id ?? '');
  return id === undefined ? null : em.findOne(WebhookEntity, { id, deletedAt: null });
}

function toConditions(filter: WebhookFilter): FilterQuery<WebhookRow>[] {
  const conditions: FilterQuery<WebhookRow>[] = [];
  if (filter.status != null) conditions.push({ status: { $in: filter.status } });
  if (filter.scope?.companyId != null) conditions.push({ companyId: filter.scope.companyId });
  if (filter.scope?.fulfillmentCenterId != null) {
    conditions.push({ fulfillmentCenterId: filter.scope.fulfillmentCenterId });
  }
  if (filter.eventTypes != null) {
    conditions.push({ eventTypes: { $overlap: filter.eventTypes.flatMap(patternsOf) } });
  }
  if (filter.search != null) {
    const like = `%${filter.search.replace(/[\\%_]/g, '\\$&')}%`;
    conditions.push({ $or: [{ name: { $ilike: like } }, { key: { $ilike: like } }, { url: { $ilike: like } }] });
  }
  return conditions;
}

/** Every pattern that would match a type: shipment.closed, shipment.*, and *. */
function patternsOf(type: string): string[] {
  const parts = type.split('.');
  return [type, '*', ...parts.slice(1).map((_, index) => `${parts.slice(0, index + 1).join('.')}.*`)];
}

function toTestSample(sample: SampleEventInput | null): TestSample | undefined {
  if (sample?.eventType != null) return { eventType: sample.eventType };
  if (sample?.custom != null) return { eventType: sample.custom.type, payloadText: sample.custom.payloadText };
  return undefined;
}
