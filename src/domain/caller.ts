/** Who asks for a change and from where: what the audit log keeps of a request. */
import type { Role } from './role.ts';
import type { Scope } from './scope.ts';

export interface RequestOrigin {
  /** Address of the connection's other end. */
  readonly remoteAddress: string | null;
  readonly userAgent: string | null;
  /** Name of the GraphQL operation, when it has one; filled in as soon as the document is read. */
  operationName: string | null;
}

/** A scope, and in it somebody. */
export interface Caller extends Scope {
  /** UUID of the API key; for the bearer of a token one made from issuer and subject. */
  readonly keyId: string;
  /** Public id: `key_…` of an API key, `usr_…` of a token's bearer. */
  readonly actorId: string;
  readonly name: string;
  readonly role: Role;
  readonly origin: RequestOrigin;
}
