/** Who is asking: what a credential says about its bearer. Everything a request may see follows from it. */
import type { Caller } from '../domain/caller.ts';

export { roles, type Role } from '../domain/role.ts';

export interface Viewer extends Omit<Caller, 'origin'> {
  readonly expiresAt: Date | null;
  /** PUBLISHER: patterns of the types it may publish and see; empty means all. */
  readonly allowedEventTypes: readonly string[];
  /** Lets a VIEWER see what the event schemas mark as personal; see personal-data.ts. */
  readonly mayReadPersonalData?: boolean;
  /** What to ask about later: whether this very credential is still good. `undefined`: only time ends it. */
  readonly tokenHash: string | undefined;
}
