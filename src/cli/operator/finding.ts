/** Something that the doctor saw. */
export interface Finding {
  /** advice: it works, and the operator should know. wrong: it does not work, or not safely. */
  readonly kind: 'good' | 'advice' | 'wrong';
  /** Whole sentences. Never contains a secret. */
  readonly text: string;
}
