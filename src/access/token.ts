/** Tokens of API keys. They are random, so their SHA-256 is all that has to be kept. */
import { createHash, randomBytes } from 'node:crypto';

const PREFIX = 'dhk_';

/** 256 bits, after a prefix by which secret scanners find it. */
export const newToken = (): string => PREFIX + randomBytes(32).toString('base64url');

export const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest();

/** What may be shown of a token to recognise it by; little of one that somebody made up. */
export const shownPrefix = (token: string): string => token.slice(0, token.startsWith(PREFIX) ? 8 : 3);
