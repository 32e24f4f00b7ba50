/** What is given to find audit entries. */
import { Field, ID, InputType } from 'type-graphql';
import type { AuditTargetType } from '../../domain/audit-target.ts';
import { AuditTargetTypeEnum } from '../object-types/audit-entry.ts';
import { DateTimeRangeInput } from './shared-inputs.ts';

@InputType({ description: 'Filter for audit entries; all given conditions must hold.' })
export class AuditFilter {
  @Field(() => [String], { nullable: true, description: 'Names of mutations or commands.' })
  actions?: string[] | null;

  @Field(() => [ID], { nullable: true, description: 'Who did it.' })
  actorIds?: string[] | null;

  @Field(() => [AuditTargetTypeEnum], { nullable: true, description: 'Kinds of things.' })
  targetTypes?: AuditTargetType[] | null;

  @Field(() => [ID], { nullable: true, description: 'The things it was done to.' })
  targetIds?: string[] | null;

  @Field(() => DateTimeRangeInput, { nullable: true, description: 'When.' })
  occurredAt?: DateTimeRangeInput | null;
}
