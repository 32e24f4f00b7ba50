/** Publishing events. */
import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, Info, Mutation, Resolver } from 'type-graphql';
import type { Problem } from '../../domain/domain-error.ts';
import type { EventInput, PublishResult } from '../../pipeline/publish-event.ts';
import type { GraphqlContext } from '../context.ts';
import { Cost, ListSize } from '../cost-directives.ts';
import { givenArgument } from '../given-argument.ts';
import { toPayloadInput } from '../inputs/given-payload.ts';
import { PublishEventInput } from '../inputs/publish-inputs.ts';
import { toEvent } from '../object-types/event.ts';
import { payload, PublishEventPayload, PublishEventsPayload } from '../object-types/payloads.ts';
import { toUserErrors } from '../object-types/user-error.ts';
import { RequiresRole } from '../roles.ts';

/** Events in one call of publishEvents at most. */
const BATCH_LIMIT = 500;

@Resolver()
export class PublishResolver {
  @Mutation(() => PublishEventPayload, { nullable: true, description: 'Publishes one event.' })
  @RequiresRole('ADMINISTRATOR', 'PUBLISHER')
  @Cost(5)
  async publishEvent(
    @Arg('input', () => PublishEventInput) input: PublishEventInput,
    @Ctx() context: GraphqlContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<PublishEventPayload> {
    const [result] = await publish(context, [input], givenArgument(info, context.variables, 'input'));
    return toPublishPayload(result as PublishResult, ['input']);
  }

  @Mutation(() => PublishEventsPayload, {
    nullable: true,
    description: `Publishes up to ${BATCH_LIMIT} events in one transaction; an event with errors stops only itself.`,
  })
  @RequiresRole('ADMINISTRATOR', 'PUBLISHER')
  @Cost(100)
  @ListSize({ slicingArguments: ['inputs'], sizedFields: ['results'] })
  async publishEvents(
    @Arg('inputs', () => [PublishEventInput]) inputs: PublishEventInput[],
    @Ctx() context: GraphqlContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<PublishEventsPayload> {
    if (inputs.length > BATCH_LIMIT) {
      const message = `One call publishes at most ${BATCH_LIMIT} events.`;
      const errors = toUserErrors([{ code: 'LIMIT_EXCEEDED', message, limit: BATCH_LIMIT, path: [] }], ['inputs']);
      return payload(PublishEventsPayload, { results: [], acceptedCount: 0 }, errors);
    }
    const results = await publish(context, inputs, givenArgument(info, context.variables, 'inputs'));
    return payload(PublishEventsPayload, {
      results: results.map((result, index) => toPublishPayload(result, ['inputs', String(index)])),
      acceptedCount: results.filter((result) => result.ok).length,
    });
  }
}

/** @param given the argument before coercion: one event, or a list with as many as `inputs` */
async function publish(
  { services, viewer, answer }: GraphqlContext,
  inputs: readonly PublishEventInput[],
  given: unknown,
): Promise<PublishResult[]> {
  const waitMs = services.rateLimits.events.take(viewer.keyId, inputs.length);
  if (waitMs > 0) {
    answer.retryAfterMs = waitMs;
    return inputs.map(() => ({ ok: false, problems: [tooFast(services.rateLimits.events.perSecond, waitMs)] }));
  }
  const givenInputs = (Array.isArray(given) ? given : [given]) as readonly GivenInput[];
  const events: EventInput[] = [];
  // Per input the place of its event among `events`, or what stops it.
  const places = inputs.map(({ type, idempotencyKey, correlationId }, index): number | Problem => {
    const checked = toPayloadInput(type, (givenInputs[index] as GivenInput).payload);
    if ('code' in checked) return checked;
    return events.push({ type, payload: checked, idempotencyKey, correlationId }) - 1;
  });
  const results = await services.publisher.publish(viewer, events);
  for (const result of results) {
    if (!result.ok)
      for (const { retryAfterMs } of result.problems)
        if (retryAfterMs !== undefined) answer.retryAfterMs = retryAfterMs;
  }
  return places.map((place) =>
    typeof place === 'number' ? (results[place] as PublishResult) : { ok: false, problems: [place] },
  );
}

const tooFast = (limit: number, retryAfterMs: number): Problem => ({
  code: 'LIMIT_EXCEEDED',
  message: `This key publishes more than ${limit} events a second. Nothing was accepted.`,
  limit,
  retryAfterMs,
});

interface GivenInput {
  readonly payload: Readonly<Record<string, unknown>>;
}

function toPublishPayload(result: PublishResult, path: readonly string[]): PublishEventPayload {
  return result.ok
    ? payload(PublishEventPayload, { event: toEvent(result.event), isDuplicate: result.isDuplicate })
    : payload(PublishEventPayload, { event: null, isDuplicate: false }, toUserErrors(result.problems, path));
}
