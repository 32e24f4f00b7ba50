/**
 * What becomes of an attempt that a fault of ours kept from being made: nothing is stored, the delivery stays in this
 * worker's hands under the same number, and is tried again after a pause. Its lane is one shorter meanwhile, so that a
 * worker out of descriptors rests instead of working through the queue in vain, and a worker that is well takes the rest.
 */
import { setTimeout as sleep } from 'node:timers/promises';

export interface OwnFaultsOptions<Work> {
  readonly onError: (error: unknown) => void;
  /** Multiplies the pauses; 1 outside tests. */
  readonly timeScale: number;
  /** Whether the work is given back to the queue by now, or about to be. */
  readonly isOver: (work: Work) => boolean;
  /** Its webhook may have changed meanwhile. */
  readonly tryAgain: (work: Work) => Promise<void>;
  /** For another worker to have it, or for this one later. */
  readonly putAside: (work: Work) => void;
}

/** An attempt that was not made, and what on our side was the cause. */
export class NotAttemptedError extends Error {
  /** A stable name. */
  readonly fault: string;
  constructor(fault: string, message: string) {
    super(message);
    this.name = 'NotAttemptedError';
    this.fault = fault;
  }
}

/** Milliseconds before each further try in this worker. Up to half is taken off by chance, so that not all come at once. */
const PAUSES_MS = [1_000, 4_000];
/** Before it is put aside. */
const LONGEST_PAUSE_MS = 15_000;
const LOG_EVERY_MS = 10_000;
/** Kinds remembered; a fault's text may differ each time. */
const KINDS = 100;

/** @returns keeps the work until it was tried again; for an attempt that was not made */
export function createOwnFaults<Work extends { readonly ownFaults?: number }>(
  options: OwnFaultsOptions<Work>,
): (work: Work, error: unknown) => Promise<void> {
  const { onError, timeScale, isOver, tryAgain, putAside } = options;
  const note = createNote(onError);
  return async (work, error) => {
    note(error);
    const times = (work.ownFaults ?? 0) + 1;
    const pauseMs = PAUSES_MS[times - 1] ?? LONGEST_PAUSE_MS;
    await sleep(pauseMs * timeScale * (1 - Math.random() / 2), undefined, { ref: false });
    if (isOver(work)) return;
    if (times > PAUSES_MS.length) return putAside(work);
    await tryAgain({ ...work, ownFaults: times }).catch((failure: unknown) => {
      onError(failure);
      putAside(work);
    });
  };
}

/** Logs each kind of fault at once, and then every ten seconds at most, with how often it was met. */
function createNote(onError: (error: unknown) => void): (error: unknown) => void {
  const kinds = new Map<string, { readonly loggedAtMs: number; more: number }>();
  return (error) => {
    const kind = error instanceof NotAttemptedError ? error.fault : String(error);
    const now = performance.now();
    const known = kinds.get(kind);
    if (known !== undefined && now - known.loggedAtMs < LOG_EVERY_MS) {
      known.more += 1;
      return;
    }
    if (known === undefined && kinds.size >= KINDS) kinds.clear();
    kinds.set(kind, { loggedAtMs: now, more: 0 });
    const more = known?.more ?? 0;
    onError(more === 0 ? error : new Error(`${more} more attempts met what another meets now`, { cause: error }));
  };
}
