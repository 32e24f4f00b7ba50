/** Who is asking. */
import { Ctx, Field, ObjectType, Query, Resolver } from 'type-graphql';
import type { GraphqlContext } from '../context.ts';
import { Actor } from '../object-types/actor.ts';
import { Scope, toScope } from '../object-types/scope.ts';
import { DateTimeScalar } from '../scalars.ts';

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
      actor: Object.assign(new Actor(), { id: viewer.actorId, name: viewer.name, role: viewer.role }),
      scope: toScope(viewer),
      expiresAt: viewer.expiresAt,
    });
  }
}
