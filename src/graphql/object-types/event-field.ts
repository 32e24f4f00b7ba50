/** One field of an event's payload, for pickers, documentation and editors of conditions. */
import { Field, Float, Int, ObjectType } from 'type-graphql';
import { Cost } from '../cost-directives.ts';
import type { EventField as CatalogueField } from '../../catalogue/event-fields.ts';

@ObjectType({ description: 'Member of an enum.' })
export class EnumMember {
  @Field(() => String, { description: 'As it stands in the payload.' })
  value!: string;

  @Field(() => String, { description: 'Meaning.' })
  description!: string;
}

@ObjectType({ description: 'One field of a payload.' })
export class EventField {
  @Field(() => String, { description: 'Path, arrays marked with [], e.g. details[].product.' })
  path!: string;

  @Field(() => String, { description: 'string, long, integer, float, date, enum, boolean.' })
  type!: string;

  @Field(() => Boolean, { description: 'Whether it is always present; inside an array, in every entry.' })
  required!: boolean;

  @Field(() => String, {
    nullable: true,
    description: 'When a producer is expected to give it; advice, never a reason to refuse.',
  })
  requiredWhen!: string | null;

  @Field(() => String, { description: 'Meaning.' })
  description!: string;

  @Field(() => String, { description: 'Heading under which pickers show it, e.g. shipTo.' })
  group!: string;

  @Field(() => Boolean, { description: "Whether the vendor's page names it; the others complete the catalogue." })
  documented!: boolean;

  @Field(() => Boolean, { description: 'Whether events are found by its value: filter { businessKey }.' })
  businessKey!: boolean;

  @Field(() => Boolean, { description: 'Whether it names or locates a person.' })
  personalData!: boolean;

  @Field(() => String, { nullable: true, description: 'Name of the enum type.' })
  enumName!: string | null;

  @Field(() => [String], { nullable: true, description: 'Members of an enum.' })
  enumValues!: readonly string[] | null;

  @Field(() => [EnumMember], { nullable: true, description: 'Members of an enum with their meanings.' })
  @Cost(0) // less than one on average
  enumMembers!: readonly EnumMember[] | null;

  @Field(() => Int, { nullable: true, description: 'Characters of text at most.' })
  maxLength!: number | null;

  @Field(() => Int, { nullable: true, description: 'Digits kept after the point, half rounded away from zero.' })
  decimals!: number | null;

  @Field(() => Float, { nullable: true, description: 'Least number, inclusive.' })
  minimum!: number | null;

  @Field(() => Float, {
    nullable: true,
    description: 'Size that a number must stay below; without a minimum, on both sides of zero.',
  })
  limit!: number | null;

  @Field(() => String, { nullable: true, description: 'How a date is sent, e.g. YYYY-MM-DDTHH:mm:ssZ.' })
  format!: string | null;

  @Field(() => String, { description: 'Realistic value, as it stands in JSON text.' })
  exampleText!: string;
}

export function toEventField(field: CatalogueField): EventField {
  return Object.assign(new EventField(), {
    path: field.path,
    type: field.type,
    required: field.required,
    requiredWhen: field.requiredWhen ?? null,
    description: field.description,
    group: field.group,
    documented: field.documented,
    businessKey: field.businessKey,
    personalData: field.personalData,
    enumName: field.enumName ?? null,
    enumValues: field.enumValues ?? null,
    enumMembers: field.enumMeanings?.map((member) => Object.assign(new EnumMember(), member)) ?? null,
    maxLength: field.maxLength ?? null,
    decimals: field.decimals ?? null,
    minimum: field.minimum ?? null,
    limit: field.limit ?? null,
    format: field.format ?? null,
    exampleText: JSON.stringify(field.example),
  });
}
