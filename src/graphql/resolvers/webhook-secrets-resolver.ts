/** The signing secrets of webhooks: rotating and revoking. */
import { Arg, Ctx, ID, Mutation, Resolver } from 'type-graphql';
import type { SigningAlgorithm } from '../../domain/signing.ts';
import type { GraphqlContext } from '../context.ts';
import { WebhookRefInput } from '../inputs/shared-inputs.ts';
import { RotateWebhookSecretPayload, UpdateWebhookPayload } from '../object-types/webhook-payloads.ts';
import { orErrors } from '../or-errors.ts';
import { loadWebhook } from '../reads/load-webhook.ts';
import { RequiresRole } from '../roles.ts';
import { DurationScalar } from '../scalars.ts';
import { SigningAlgorithmEnum } from '../webhook-enums.ts';

const DEFAULT_OVERLAP_MS = 24 * 3_600_000;

@Resolver()
export class WebhookSecretsResolver {
  @Mutation(() => RotateWebhookSecretPayload, {
    nullable: true,
    description:
      'Makes a new signing secret; both sign until the overlap ends (at most 7 days, at most 3 secrets). With PT0S every ' +
      'older secret ends at once, also one that was still in an earlier overlap.',
  })
  @RequiresRole('ADMINISTRATOR')
  rotateWebhookSecret(
    @Arg('webhook', () => WebhookRefInput) by: WebhookRefInput,
    @Arg('overlap', () => DurationScalar, { nullable: true, defaultValue: DEFAULT_OVERLAP_MS })
    overlap: number | null,
    @Arg('algorithm', () => SigningAlgorithmEnum, {
      nullable: true,
      description: 'How the new secret signs; as the present one unless given.',
    })
    algorithm: SigningAlgorithm | null,
    @Ctx() context: GraphqlContext,
  ): Promise<RotateWebhookSecretPayload> {
    const { services, viewer, loaders } = context;
    const nothing = { webhook: null, signingSecret: null, previousExpiresAt: null };
    return orErrors(RotateWebhookSecretPayload, nothing, async () => {
      const rotation = { overlapMs: overlap ?? DEFAULT_OVERLAP_MS, algorithm };
      const { webhookId, ...secret } = await services.webhooks.secrets.rotate(viewer, by, rotation);
      loaders.signingSecrets.clear(webhookId);
      return { webhook: await loadWebhook(context, webhookId), ...secret };
    });
  }

  @Mutation(() => UpdateWebhookPayload, {
    nullable: true,
    description:
      'Ends a secret now; the last one cannot be ended. When it was the newest, the next takes its place and no longer expires.',
  })
  @RequiresRole('ADMINISTRATOR')
  revokeWebhookSecret(
    @Arg('secretId', () => ID) secretId: string,
    @Ctx() context: GraphqlContext,
  ): Promise<UpdateWebhookPayload> {
    const { services, viewer, loaders } = context;
    return orErrors(UpdateWebhookPayload, { webhook: null }, async () => {
      const webhookId = await services.webhooks.secrets.revoke(viewer, secretId);
      loaders.signingSecrets.clear(webhookId);
      return { webhook: await loadWebhook(context, webhookId) };
    });
  }
}
