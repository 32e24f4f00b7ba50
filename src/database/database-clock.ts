/**
 * The database's time, as well as this process knows it. Receivers refuse what was signed minutes ago or ahead, and the
 * history of several workers stands side by side: so one clock counts, and a machine's own may be wrong or jump.
 *
 * Between readings time goes by the process's monotonic clock, which nobody sets.
 */
export interface DatabaseClock {
  /** The database's time now; before the first reading the machine's. */
  now(): Date;
  /**
   * Reads the clock.
   * @param ask the database's time in milliseconds since 1970; the way there and back is taken to be equally long
   */
  read(ask: () => Promise<number>): Promise<void>;
}

interface Reading {
  /** By the monotonic clock. */
  readonly atMs: number;
  readonly databaseMs: number;
  /** How far it may be off when it was taken: half of what the question took. */
  readonly errorMs: number;
}

/** Clocks run apart by this share of the time at most; common ones by a twentieth of it. */
const DRIFT = 0.001;

/** @param monotonicMs for tests */
export function createDatabaseClock(monotonicMs: () => number = () => performance.now()): DatabaseClock {
  let known: Reading | undefined;

  function at(reading: Reading, ms: number): number {
    return reading.databaseMs + (ms - reading.atMs);
  }

  /** A quick answer says more than a slow one, for a while; and one that contradicts it says that the clock was set. */
  function isBetter(reading: Reading): boolean {
    if (known === undefined) return true;
    const errorMs = known.errorMs + (reading.atMs - known.atMs) * DRIFT;
    return (
      reading.errorMs <= errorMs || Math.abs(at(known, reading.atMs) - reading.databaseMs) > reading.errorMs + errorMs
    );
  }

  return {
    now: () => (known === undefined ? new Date() : new Date(at(known, monotonicMs()))),
    async read(ask) {
      const askedAtMs = monotonicMs();
      const databaseMs = await ask();
      const errorMs = (monotonicMs() - askedAtMs) / 2;
      const reading = { atMs: askedAtMs + errorMs, databaseMs, errorMs };
      if (isBetter(reading)) known = reading;
    },
  };
}
