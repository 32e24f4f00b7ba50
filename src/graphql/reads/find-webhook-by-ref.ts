/** A webhook by id or key, among those that the caller may see. */
import type { WebhookRow } from '../../database/entities/webhook.ts';
import { findWebhook } from '../../webhooks/find-webhook.ts';
import type { GraphqlContext } from '../context.ts';
import type { WebhookRefInput } from '../inputs/shared-inputs.ts';

export const findWebhookByRef = (
  { services, viewer }: Pick<GraphqlContext, 'services' | 'viewer'>,
  by: WebhookRefInput,
): Promise<WebhookRow | null> => findWebhook(services.database.forTenant(viewer), viewer, by);
