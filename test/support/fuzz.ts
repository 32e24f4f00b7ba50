/**
 * Property-based fuzzing within a budget of time. In `npm test` about 20 seconds for all properties together, with a
 * fixed seed, so that every run tries the same inputs; `npm run fuzz -- --seconds 600` goes on with a new seed.
 */
import fc from 'fast-check';
import { test } from 'vitest';

/** For all properties together. */
const SECONDS = Number(process.env['FUZZ_SECONDS'] ?? 18);
const SEED = Number(process.env['FUZZ_SEED'] ?? 20_261_125);
/** A bound for one property whose input makes the code hang: the test fails instead of the run. */
const GRACE_MS = 60_000;

export interface FuzzOptions {
  /** Of the whole budget; those of all properties add up to about 1. */
  readonly share: number;
}

/**
 * A test that tries a property with as many inputs as its share of the time allows. A failure prints the smallest
 * counterexample found and the seed; the same seed in FUZZ_SEED finds it again.
 */
export function fuzz<Inputs>(name: string, property: fc.IRawProperty<Inputs>, { share }: FuzzOptions): void {
  const limitMs = SECONDS * 1000 * share;
  test(name, { timeout: limitMs + GRACE_MS }, async () => {
    const result = await fc.check(property, {
      seed: SEED,
      numRuns: Number.MAX_SAFE_INTEGER,
      interruptAfterTimeLimit: limitMs,
    });
    if (process.env['FUZZ_SECONDS'] !== undefined) console.log(`${name}: ${result.numRuns} inputs, seed ${SEED}`);
    if (result.failed) {
      throw new Error(
        `${fc.defaultReportMessage(result)}\n\nTo see it again: FUZZ_SEED=${SEED} npm run fuzz -- -t "${name}"`,
      );
    }
  });
}
