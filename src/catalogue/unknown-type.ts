/** How an event type, or a pattern of them, is told that names none. */
import { didYouMean } from './did-you-mean.ts';
import { eventTypes } from './event-types.ts';

const SHOWN = 100;

/** @param pattern a name, or a pattern that no type matches */
export function describeUnknownType(pattern: string): string {
  const shown = pattern.length > SHOWN ? `${pattern.slice(0, SHOWN).toWellFormed()}…` : pattern;
  const names = eventTypes.map(({ name }) => name);
  const isPattern = pattern.endsWith('*');
  const meant = didYouMean(pattern, isPattern ? new Set(names.map(toPattern)) : names);
  const sentence = isPattern ? `No event type matches "${shown}"` : `There is no event type "${shown}"`;
  return meant === undefined ? `${sentence}.` : `${sentence}; did you mean ${meant}?`;
}

/** `order.*` of `order.status`. */
const toPattern = (name: string): string => `${name.slice(0, name.lastIndexOf('.'))}.*`;
