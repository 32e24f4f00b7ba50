/** Whole numbers that a double cannot hold, carried through parsed JSON with every digit. */

// TypeScript does not know them yet.
const { rawJSON, isRawJSON } = JSON as unknown as {
  rawJSON(text: string): ExactNumber;
  isRawJSON(value: unknown): value is ExactNumber;
};

/** What JSON.stringify writes as the digits it was made of. */
export interface ExactNumber {
  readonly rawJSON: string;
}

/** @param digits JSON number without fraction and exponent */
export function exactNumber(digits: string): number | ExactNumber {
  const value = Number(digits);
  return Number.isSafeInteger(value) ? value : rawJSON(digits);
}

export const isExactNumber = isRawJSON;
