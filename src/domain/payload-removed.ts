/** What is said when somebody wants to send an event whose payload is gone. */
import { DomainError } from './domain-error.ts';

export const payloadRemoved = (path: readonly string[]): DomainError =>
  new DomainError({
    code: 'INVALID_STATE',
    message: 'The payload of this event was removed, by retention or by an erasure: it cannot be sent again.',
    path: [...path],
  });
