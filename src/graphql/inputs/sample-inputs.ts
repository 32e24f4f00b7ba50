/** What to try on what: the inputs of tests and previews. */
import { Field, ID, InputType } from 'type-graphql';
import type { Sample } from '../../webhooks/sample-event.ts';
import { EventTypeNameScalar } from '../scalars.ts';
import { OneOf } from './one-of.ts';
import { WebhookRefInput } from './shared-inputs.ts';
import { CreateWebhookInput } from './webhook-inputs.ts';

@InputType({ description: 'Ad-hoc sample.' })
export class CustomSampleInput {
  @Field(() => EventTypeNameScalar, { description: 'Type.' })
  type!: string;

  @Field(() => String, { description: 'Payload as JSON text.' })
  payloadText!: string;
}

@OneOf()
@InputType({ description: 'What a test or preview should send.' })
export class SampleEventInput {
  @Field(() => EventTypeNameScalar, { nullable: true, description: 'The example of this event type.' })
  eventType?: string | null;

  @Field(() => ID, { nullable: true, description: 'A stored event; it keeps its id, as in a replay.' })
  eventId?: string | null;

  @Field(() => CustomSampleInput, { nullable: true, description: 'Ad-hoc data of a type.' })
  custom?: CustomSampleInput | null;
}

@OneOf()
@InputType({ description: 'Configuration to preview: a saved webhook or an unsaved draft.' })
export class PreviewTargetInput {
  @Field(() => WebhookRefInput, { nullable: true, description: 'A saved webhook.' })
  webhook?: WebhookRefInput | null;

  @Field(() => CreateWebhookInput, { nullable: true, description: 'A draft, as for createWebhook.' })
  draft?: CreateWebhookInput | null;
}

export function toSample({ eventType, eventId, custom }: SampleEventInput): Sample {
  if (eventId != null) return { eventId };
  if (custom != null) return { eventType: custom.type, payloadText: custom.payloadText };
  return { eventType: eventType ?? '' };
}
