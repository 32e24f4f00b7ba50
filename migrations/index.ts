/** The migrations in their order. Append only: what has run somewhere is never changed. */
import { Foundation } from './20261123000000-foundation.ts';

export const migrations = [{ name: '20261123000000-foundation', class: Foundation }];
