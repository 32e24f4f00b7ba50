/** Webhooks: creating, changing, deleting, and whether they are active. */
import { Arg, Ctx, Int, Mutation, Resolver } from 'type-graphql';
import { toPublicId } from '../../domain/ids.ts';
import type { WebhookStatus } from '../../domain/webhook-status.ts';
import type { GraphqlContext } from '../context.ts';
import { WebhookRefInput } from '../inputs/shared-inputs.ts';
import { toWebhookChanges, UpdateWebhookInput } from '../inputs/update-webhook-input.ts';
import { CreateWebhookInput, toNewWebhook } from '../inputs/webhook-inputs.ts';
import { toWebhook } from '../object-types/webhook.ts';
import {
  CreateWebhookPayload,
  DeleteWebhookPayload,
  SetWebhookStatusPayload,
  UpdateWebhookPayload,
} from '../object-types/webhook-payloads.ts';
import { orErrors } from '../or-errors.ts';
import { loadWebhook } from '../reads/load-webhook.ts';
import { RequiresRole } from '../roles.ts';

@Resolver()
export class WebhookMutationsResolver {
  @Mutation(() => CreateWebhookPayload, {
    nullable: true,
    description: 'Creates a webhook and returns its secret once.',
  })
  @RequiresRole('ADMINISTRATOR')
  createWebhook(
    @Arg('input', () => CreateWebhookInput) input: CreateWebhookInput,
    @Ctx() { services, viewer }: GraphqlContext,
  ): Promise<CreateWebhookPayload> {
    const create = async () => {
      const request = { caller: viewer, input: toNewWebhook(input) };
      const { webhook, signingSecret } = await services.webhooks.create(request);
      return { webhook: toWebhook(webhook), signingSecret };
    };
    return orErrors(CreateWebhookPayload, { webhook: null, signingSecret: null }, create, ['input']);
  }

  @Mutation(() => UpdateWebhookPayload, {
    nullable: true,
    description: 'Changes a webhook. Pending retries use the new settings from then on.',
  })
  @RequiresRole('ADMINISTRATOR')
  updateWebhook(
    @Arg('webhook', () => WebhookRefInput) by: WebhookRefInput,
    @Arg('input', () => UpdateWebhookInput) input: UpdateWebhookInput,
    @Arg('expectedRevision', () => Int, {
      nullable: true,
      description: 'The revision that the changes are based on; another one gives STALE_REVISION.',
    })
    expectedRevision: number | null,
    @Ctx() { services, viewer }: GraphqlContext,
  ): Promise<UpdateWebhookPayload> {
    return orErrors(UpdateWebhookPayload, { webhook: null }, async () => {
      const row = await services.webhooks.update(viewer, by, toWebhookChanges(input), expectedRevision ?? null);
      return { webhook: toWebhook(row) };
    });
  }

  @Mutation(() => DeleteWebhookPayload, {
    nullable: true,
    description: 'Deletes a webhook and cancels what waits for it; its history stays until retention removes it.',
  })
  @RequiresRole('ADMINISTRATOR')
  deleteWebhook(
    @Arg('webhook', () => WebhookRefInput) by: WebhookRefInput,
    @Ctx() { services, viewer }: GraphqlContext,
  ): Promise<DeleteWebhookPayload> {
    return orErrors(DeleteWebhookPayload, { deletedWebhookId: null, canceledDeliveryCount: null }, async () => {
      const { webhookId, canceledDeliveryCount } = await services.webhooks.delete(viewer, by);
      return { deletedWebhookId: toPublicId('webhook', webhookId), canceledDeliveryCount };
    });
  }

  @Mutation(() => SetWebhookStatusPayload, {
    nullable: true,
    description: 'Resumes delivery, closes the circuit and releases held deliveries.',
  })
  @RequiresRole('ADMINISTRATOR')
  activateWebhook(
    @Arg('webhook', () => WebhookRefInput) by: WebhookRefInput,
    @Ctx() context: GraphqlContext,
  ): Promise<SetWebhookStatusPayload> {
    return setStatus(context, by, 'ACTIVE', null);
  }

  @Mutation(() => SetWebhookStatusPayload, { nullable: true, description: 'Holds deliveries until activated.' })
  @RequiresRole('ADMINISTRATOR')
  pauseWebhook(
    @Arg('webhook', () => WebhookRefInput) by: WebhookRefInput,
    @Arg('reason', () => String, { nullable: true, description: 'Kept as statusNote.' }) reason: string | null,
    @Ctx() context: GraphqlContext,
  ): Promise<SetWebhookStatusPayload> {
    return setStatus(context, by, 'PAUSED', reason);
  }

  @Mutation(() => SetWebhookStatusPayload, {
    nullable: true,
    description: 'Stops deliveries; unfinished ones are cancelled.',
  })
  @RequiresRole('ADMINISTRATOR')
  disableWebhook(
    @Arg('webhook', () => WebhookRefInput) by: WebhookRefInput,
    @Arg('reason', () => String, { nullable: true, description: 'Kept as statusNote.' }) reason: string | null,
    @Ctx() context: GraphqlContext,
  ): Promise<SetWebhookStatusPayload> {
    return setStatus(context, by, 'DISABLED', reason);
  }
}

function setStatus(context: GraphqlContext, by: WebhookRefInput, status: WebhookStatus, reason: string | null) {
  const { services, viewer } = context;
  return orErrors(SetWebhookStatusPayload, { webhook: null, affectedDeliveryCount: null }, async () => {
    const change = await services.webhooks.setStatus(viewer, by, status, reason ?? null);
    const { webhookId, affectedDeliveryCount } = change;
    return { webhook: await loadWebhook(context, webhookId), affectedDeliveryCount };
  });
}
