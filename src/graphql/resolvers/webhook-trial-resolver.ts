/** Trying a webhook: a real test, or a look at what would be sent. */
import { Arg, Ctx, Int, Mutation, Query, Resolver } from 'type-graphql';
import { mayReadPersonalData } from '../../access/personal-data.ts';
import { DomainError } from '../../domain/domain-error.ts';
import type { GraphqlContext } from '../context.ts';
import { Cost } from '../cost-directives.ts';
import { PreviewTargetInput, SampleEventInput, toSample } from '../inputs/sample-inputs.ts';
import { WebhookRefInput } from '../inputs/shared-inputs.ts';
import { toNewWebhook } from '../inputs/webhook-inputs.ts';
import { toDelivery } from '../object-types/delivery.ts';
import { toHttpRequest } from '../object-types/delivery-attempt.ts';
import { toUserErrors } from '../object-types/user-error.ts';
import { ConditionPreview, DeliveryPreview, TestWebhookPayload } from '../object-types/webhook-payloads.ts';
import { orErrors } from '../or-errors.ts';
import { shownPayload } from '../personal-data.ts';
import { RequiresRole } from '../roles.ts';
import { EventTypePatternScalar } from '../scalars.ts';

@Resolver()
export class WebhookTrialResolver {
  @Mutation(() => TestWebhookPayload, {
    nullable: true,
    description: 'Sends one signed test request now, waits for the answer, never retries.',
  })
  @RequiresRole('ADMINISTRATOR')
  @Cost(50)
  testWebhook(
    @Arg('webhook', () => WebhookRefInput) by: WebhookRefInput,
    @Arg('sample', () => SampleEventInput, { nullable: true }) sample: SampleEventInput | null,
    @Ctx() { services, viewer, loaders, answer }: GraphqlContext,
  ): Promise<TestWebhookPayload> {
    const test = async () => {
      const id = await services.webhooks.test(viewer, by, sample == null ? undefined : toSample(sample));
      const row = await loaders.delivery.load(id);
      return { delivery: row === undefined ? null : toDelivery(row) };
    };
    return orErrors(TestWebhookPayload, { delivery: null }, test, [], answer);
  }

  @Query(() => DeliveryPreview, {
    nullable: true,
    description: 'Dry run: what a webhook or a draft would send for an event. Nothing is sent, nothing is stored.',
  })
  @RequiresRole('ADMINISTRATOR', 'VIEWER')
  @Cost(5)
  async previewDelivery(
    @Arg('target', () => PreviewTargetInput) { webhook, draft }: PreviewTargetInput,
    @Arg('sample', () => SampleEventInput) sample: SampleEventInput,
    @Ctx() context: GraphqlContext,
  ): Promise<DeliveryPreview> {
    const { services, viewer } = context;
    const target = draft != null ? { draft: toNewWebhook(draft) } : { webhook: webhook ?? {} };
    try {
      const preview = await services.webhooks.preview(viewer, target, toSample(sample), {
        mayUseSecrets: viewer.role === 'ADMINISTRATOR',
        mayReadPersonalData: mayReadPersonalData(viewer),
      });
      const { matches, explanation, request, problems } = preview;
      return Object.assign(new DeliveryPreview(), {
        matches,
        explanation,
        request:
          request === undefined
            ? null
            : toHttpRequest(
                request.url,
                request.headers,
                shownPayload(context, request.eventType, request.body),
                request.body,
              ),
        errors: toUserErrors(problems, []),
      });
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      const errors = toUserErrors(error.problems, []);
      return Object.assign(new DeliveryPreview(), { matches: false, explanation: [], request: null, errors });
    }
  }
  @Query(() => ConditionPreview, {
    nullable: true,
    description: 'How many of the latest events of the given types a condition would let through.',
  })
  @RequiresRole('ADMINISTRATOR')
  @Cost(50)
  async previewCondition(
    @Arg('eventTypes', () => [EventTypePatternScalar]) eventTypes: string[],
    @Arg('condition', () => String, { description: 'CEL over the payload of each of those types.' }) condition: string,
    @Arg('sampleSize', () => Int, { defaultValue: 200, description: 'Events to look at, 1 to 500.' })
    sampleSize: number,
    @Ctx() { services, viewer }: GraphqlContext,
  ): Promise<ConditionPreview> {
    const trial = { eventTypes, condition, sampleSize };
    const { problems, ...counts } = await services.webhooks.previewCondition(viewer, trial);
    return Object.assign(new ConditionPreview(), { ...counts, errors: toUserErrors(problems, []) });
  }
}
