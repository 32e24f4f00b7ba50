/** The part of a tenant that is asked for, inside what the caller may see. */
import type { Scope } from '../../domain/scope.ts';
import type { ScopeInput } from '../inputs/shared-inputs.ts';

type Levels = Pick<Scope, 'companyId' | 'fulfillmentCenterId'>;

/** @returns `undefined` when nothing of it is the caller's */
export function narrowScope(caller: Scope, asked: ScopeInput | null | undefined): Levels | undefined {
  const companyId = narrow(caller.companyId, asked?.companyId);
  const fulfillmentCenterId = narrow(caller.fulfillmentCenterId, asked?.fulfillmentCenterId);
  return companyId === undefined || fulfillmentCenterId === undefined ? undefined : { companyId, fulfillmentCenterId };
}

function narrow(own: string | null, asked: string | null | undefined): string | null | undefined {
  if (own === null || asked == null) return own ?? asked ?? null;
  return own === asked ? own : undefined;
}
