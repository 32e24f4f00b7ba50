/** Who is asking. */
import { Ctx, Field, ID, ObjectType, Query, Resolver } from 'type-graphql';
import type { Role } from '../../access/viewer.ts';
import { toPublicId } from '../../domain/ids.ts';
import type { GraphqlContext } from '../context.ts';
import { RoleEnum } from '../enums.ts';
import { Scope, toScope } from '../object-types/scope.ts';
import { DateTimeScalar } from '../scalars.ts';

@ObjectType({ description: "Who did something: a person's session or an API key." })
export class Actor {
  @Field(() => ID, { description: 'Id of the user or key.' })
  id!: string;

  @Field(() => String, { description: 'Display name.' })
  name!: string;

  @Field(() => RoleEnum, { description: 'Role used.' })
  role!: Role;
}

@ObjectType('Viewer', { description: 'The caller.' })
export class ViewerType {
  @Field(() => Actor, { description: 'Actor.' })
  actor!: Actor;

  @Field(() => Scope, { description: 'Widest scope the caller may use.' })
  scope!: Scope;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When the credential expires.' })
  expiresAt!: Date | null;
}

@Resolver()
export class ViewerResolver {
  @Query(() => ViewerType, { nullable: true, description: 'The caller.' })
  viewer(@Ctx() { viewer }: GraphqlContext): ViewerType {
    return Object.assign(new ViewerType(), {
      actor: Object.assign(new Actor(), {
        id: toPublicId('apiKey', viewer.keyId),
        name: viewer.name,
        role: viewer.role,
      }),
      scope: toScope(viewer),
      expiresAt: viewer.expiresAt,
    });
  }
}
