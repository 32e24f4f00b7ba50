/**
 * What the dispatcher has in hand, in numbers: so many slots for what waits in a lane, is under way for a moment or is
 * not stored yet. A request that takes longer gives its slot up and is counted among the slow, of which there may be
 * thousands: otherwise a few hundred slow requests would keep everybody's deliveries from being fetched.
 */

/** Of a delivery in hand; the fields are kept here. */
export interface Seat {
  /** When its request began, by this process's clock. */
  startedMs: number;
  /** Counted among the slow, and not in a slot. */
  isSlow: boolean;
}

export interface Slots {
  readonly size: number;
  /** Slots not taken. */
  free(): number;
  /** Deliveries were fetched: each takes a slot until it leaves. */
  take(count: number): void;
  /**
   * Its request begins.
   * @param isSlow it will take long by all that is known: it gives its slot up at once
   */
  start(seat: Seat, isSlow: boolean): void;
  /** Its request has ended; the delivery is still in hand. */
  end(seat: Seat): void;
  /** It is in hand no more. @param seat unless its request never began */
  leave(seat?: Seat): void;
  /** Requests that have been under way for long give their slots up. @returns whether there were any */
  age(): boolean;
}

/** A request that takes longer is slow, in milliseconds. */
export const SLOW_MS = 250;
const SIZE = 800;
/** Beyond this the slow stay in their slots, so that memory is bounded whatever happens. */
const SLOW_LIMIT = 5_000;

export const newSeat = (): Seat => ({ startedMs: 0, isSlow: false });

export function createSlots(): Slots {
  let taken = 0;
  let slow = 0;
  /** Requests under way that hold a slot, in order of their start. */
  const young = new Set<Seat>();

  function giveUp(seat: Seat): void {
    seat.isSlow = true;
    taken -= 1;
    slow += 1;
  }

  return {
    size: SIZE,
    free: () => SIZE - taken,
    take(count) {
      taken += count;
    },
    start(seat, isSlow) {
      if (seat.isSlow) return; // it began before, and is tried again
      seat.startedMs = performance.now();
      if (isSlow && slow < SLOW_LIMIT) giveUp(seat);
      else young.add(seat);
    },
    end(seat) {
      young.delete(seat);
    },
    leave(seat) {
      if (seat !== undefined) young.delete(seat);
      if (seat?.isSlow === true) slow -= 1;
      else taken -= 1;
    },
    age() {
      const oldest = performance.now() - SLOW_MS;
      const before = slow;
      for (const seat of young) {
        if (seat.startedMs > oldest || slow >= SLOW_LIMIT) break;
        young.delete(seat);
        giveUp(seat);
      }
      return slow > before;
    },
  };
}
