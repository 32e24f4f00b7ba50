import type { Chore } from '../../src/database/chore.ts';

/** Housekeeping that ends with its first error, and so does the test. */
export const chore: Chore = {
  isStopped: () => false,
  onError: (error) => {
    throw error;
  },
};
