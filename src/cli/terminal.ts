/** What a command has of the outside, and how it says that it was asked for something that is not there. */

export interface Terminal {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** A line of the result, for people and for other programs: standard output. */
  readonly print: (line: string) => void;
  /** A line beside the result, for people only: standard error. */
  readonly explain: (line: string) => void;
}

/** The command line is wrong; the message says how. */
export class UsageError extends Error {}
