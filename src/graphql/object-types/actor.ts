/** Who did something, as the API shows it. */
import { Field, ID, ObjectType } from 'type-graphql';
import type { Role } from '../../access/viewer.ts';
import { toPublicId } from '../../domain/ids.ts';
import { RoleEnum } from '../enums.ts';

@ObjectType({ description: "Who did something: a person's session or an API key." })
export class Actor {
  @Field(() => ID, { description: 'Id of the user or key.' })
  id!: string;

  @Field(() => String, { description: 'Display name.' })
  name!: string;

  @Field(() => RoleEnum, { description: 'Role used.' })
  role!: Role;
}

/** @param key by its UUID */
export const toActor = (key: { readonly id: string; readonly name: string; readonly role: Role }): Actor =>
  Object.assign(new Actor(), { id: toPublicId('apiKey', key.id), name: key.name, role: key.role });
