/** How a round of housekeeping is watched over. */
export interface Chore {
  /** Asked between statements; then the round ends. */
  readonly isStopped: () => boolean;
  /** Told of each part that failed. The others go on. */
  readonly onError: (error: unknown) => void;
}
