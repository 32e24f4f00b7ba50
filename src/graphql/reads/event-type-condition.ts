/** Event type patterns as patterns of LIKE. */
import { toLikePattern } from '../../domain/event-type-pattern.ts';

/** `null` when they let every type through. */
export const likePatterns = (patterns: readonly string[] | null | undefined): string[] | null =>
  patterns == null || patterns.includes('*') ? null : patterns.map(toLikePattern);
