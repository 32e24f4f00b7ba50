/** Everything that the API does with webhooks, made from what it needs. */
import type { RateLimit } from '../access/rate-limit.ts';
import type { Database } from '../database/database.ts';
import type { SecretBox } from '../database/secret-box.ts';
import type { Signals } from '../database/signals.ts';
import type { Attempter } from '../pipeline/attempt.ts';
import type { TargetLoader } from '../pipeline/load-targets.ts';
import type { CheckUrl } from './check-webhook.ts';
import { createCreateWebhook, type CreateWebhook } from './create-webhook.ts';
import { createDeleteWebhook, type DeleteWebhook } from './delete-webhook.ts';
import { createPreviewCondition, type PreviewCondition } from './preview-condition.ts';
import { createPreviewDelivery, type PreviewDelivery } from './preview-delivery.ts';
import { createSetWebhookStatus, type SetWebhookStatus } from './set-webhook-status.ts';
import { createSigningSecrets, type SigningSecrets } from './signing-secrets.ts';
import { createTestWebhook, type TestWebhook } from './test-webhook.ts';
import { createUpdateWebhook, type UpdateWebhook } from './update-webhook.ts';

export interface ManageWebhooksDeps {
  readonly database: Database;
  readonly secretBox: SecretBox;
  readonly signals: Signals;
  readonly targets: TargetLoader;
  readonly attempt: Attempter;
  readonly checkUrl: CheckUrl;
  /** Tests, by webhook. */
  readonly testLimit: RateLimit;
  readonly headerPrefix: string;
  readonly version: string;
}

export interface ManageWebhooks {
  readonly create: CreateWebhook;
  readonly update: UpdateWebhook;
  readonly delete: DeleteWebhook;
  readonly setStatus: SetWebhookStatus;
  readonly secrets: SigningSecrets;
  readonly test: TestWebhook;
  readonly preview: PreviewDelivery;
  readonly previewCondition: PreviewCondition;
}

export const createManageWebhooks = (deps: ManageWebhooksDeps): ManageWebhooks => ({
  create: createCreateWebhook(deps),
  update: createUpdateWebhook(deps),
  delete: createDeleteWebhook(deps.database, deps.signals),
  setStatus: createSetWebhookStatus(deps.database, deps.signals),
  secrets: createSigningSecrets(deps.database, deps.secretBox),
  test: createTestWebhook(deps),
  preview: createPreviewDelivery(deps),
  previewCondition: createPreviewCondition(deps.database),
});
