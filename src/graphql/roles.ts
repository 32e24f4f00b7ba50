/** Which roles may select a field: checked at run time and shown in the SDL, from one decorator. */
import { GraphQLError } from 'graphql';
import { Authorized, Directive, type AuthChecker } from 'type-graphql';
import type { Role } from '../access/viewer.ts';
import type { GraphqlContext } from './context.ts';

/** Only these roles may select the field. */
export function RequiresRole(...anyOf: Role[]): MethodDecorator {
  return (target, key, descriptor) => {
    Authorized<Role>(anyOf)(target, key, descriptor);
    (Directive(`@requiresRole(anyOf: [${anyOf.join(', ')}])`) as MethodDecorator)(target, key, descriptor);
  };
}

/** @throws GraphQLError FORBIDDEN, which names the roles that would do */
export const checkRole: AuthChecker<GraphqlContext, Role> = ({ context: { viewer, services }, info }, anyOf) => {
  if (anyOf.includes(viewer.role)) return true;
  const { tenantId, actorId, role, origin } = viewer;
  const field = `${info.parentType.name}.${info.fieldName}`;
  services.noteForbidden({ tenantId, actorId, role, field, remoteAddress: origin.remoteAddress });
  throw new GraphQLError(`${info.fieldName} needs a key with the role ${anyOf.join(' or ')}.`, {
    extensions: { code: 'FORBIDDEN' },
  });
};
