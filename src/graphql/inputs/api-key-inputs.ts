/** What is given to make an API key. */
import { Field, InputType } from 'type-graphql';
import type { NewKey } from '../../access/check-new-key.ts';
import type { Role } from '../../access/viewer.ts';
import { RoleEnum } from '../enums.ts';
import { DateTimeScalar, EventTypePatternScalar } from '../scalars.ts';
import { ScopeInput } from './shared-inputs.ts';

@InputType({ description: 'A new API key.' })
export class CreateApiKeyInput {
  @Field(() => String, { description: 'Display name.' })
  name!: string;

  @Field(() => RoleEnum, { description: 'Role.' })
  role!: Role;

  @Field(() => ScopeInput, { nullable: true, description: "Scope, at most the caller's own, which is the default." })
  scope?: ScopeInput | null;

  @Field(() => [EventTypePatternScalar], {
    nullable: true,
    description: 'PUBLISHER only: types it may publish and see.',
  })
  allowedEventTypes?: string[] | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Expiry.' })
  expiresAt?: Date | null;

  @Field(() => Boolean, {
    defaultValue: false,
    description: 'VIEWER only: whether it sees what the event schemas mark as personal data; the other roles do.',
  })
  mayReadPersonalData!: boolean;
}

export const toNewKey = ({ scope, ...input }: CreateApiKeyInput): NewKey => ({
  ...input,
  companyId: scope?.companyId,
  fulfillmentCenterId: scope?.fulfillmentCenterId,
});
