/** Something that the doctor saw. */
export interface Finding {
  /** advice: it works, and the operator should know. wrong: it does not work, or not safely. */
  readonly kind: 'good' | 'advice' | 'wrong';
  /** Whole sentences. Never contains a secret. */
  readonly text: string;
}

/** What went wrong, to be put into a sentence. */
export function reasonOf(error: unknown): string {
  if (error instanceof AggregateError) return reasonOf(error.errors[0]);
  return error instanceof Error ? error.message.replace(/\.$/, '') : String(error);
}
