import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isInScope, type Scope } from '../../../src/domain/scope.ts';

const scope = (
  tenantId: string,
  companyId: string | null = null,
  fulfillmentCenterId: string | null = null,
): Scope => ({
  tenantId,
  companyId,
  fulfillmentCenterId,
});

it.each([
  ['its own tenant', scope('T'), scope('T'), true],
  ['a company in it', scope('T'), scope('T', 'C'), true],
  ['a center of any company', scope('T', null, 'F'), scope('T', 'C', 'F'), true],
  ['the very same place', scope('T', 'C', 'F'), scope('T', 'C', 'F'), true],
  ['not another tenant', scope('T'), scope('U'), false],
  ['not another company', scope('T', 'C'), scope('T', 'D'), false],
  ['not all companies when it has one', scope('T', 'C'), scope('T'), false],
  ['not another center', scope('T', 'C', 'F'), scope('T', 'C', 'G'), false],
  ['not all centers when it has one', scope('T', null, 'F'), scope('T', 'C'), false],
])('a scope holds %s', (_what, outer, inner, holds) => {
  expect(isInScope(outer, inner)).toBe(holds);
});

const scopes = fc.record({
  tenantId: fc.constantFrom('T', 'U'),
  companyId: fc.constantFrom(null, 'C', 'D'),
  fulfillmentCenterId: fc.constantFrom(null, 'F', 'G'),
});

it('no chain of scopes leads out of the first one', () => {
  fc.assert(
    fc.property(scopes, scopes, scopes, (a, b, c) => {
      fc.pre(isInScope(a, b) && isInScope(b, c));
      expect(isInScope(a, c)).toBe(true);
    }),
  );
});
