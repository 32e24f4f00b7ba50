/** What the thread that serves the API and the one that delivers tell each other. */
import type { Config } from '../config.ts';
import type { Signal } from '../database/signals.ts';
import type { DispatchEvent } from '../pipeline/load-events.ts';
import type { DemoTarget } from './foundation.ts';

/** What the delivering thread begins with. */
export interface ThreadData {
  readonly config: Config;
  readonly databaseUrl: string;
  readonly demo: DemoTarget | undefined;
  /** By which the two know the NOTIFYs of this process. */
  readonly origin: string;
  readonly logLevel: string;
}

export type ToThread =
  | { readonly kind: 'signal'; readonly signal: Signal }
  | ({ readonly kind: 'events' } & PackedEvents)
  | { readonly kind: 'stop'; readonly timeoutMs: number };

export type FromThread =
  | { readonly kind: 'ready' }
  /** Comes every second; why the thread cannot deliver now, or `null`. */
  | { readonly kind: 'beat'; readonly problem: string | null }
  | { readonly kind: 'signal'; readonly signal: Signal }
  /** Whole lines. */
  | { readonly kind: 'log'; readonly lines: string };

/** Events with all their bodies in one run of bytes, which moves to the other thread instead of being copied. */
export interface PackedEvents {
  readonly ids: readonly string[];
  readonly types: readonly string[];
  /** Bytes of each body. */
  readonly lengths: readonly number[];
  readonly bytes: Uint8Array<ArrayBuffer>;
}

export function packEvents(events: readonly DispatchEvent[]): PackedEvents {
  const lengths = events.map(({ body }) => Buffer.byteLength(body));
  // Not from a pool: its memory would move to the other thread as well.
  const bytes = Buffer.allocUnsafeSlow(lengths.reduce((sum, length) => sum + length, 0));
  let start = 0;
  for (const [index, { body }] of events.entries()) {
    if (typeof body === 'string') bytes.write(body, start);
    else body.copy(bytes, start);
    start += lengths[index] as number;
  }
  return { ids: events.map(({ id }) => id), types: events.map(({ type }) => type), lengths, bytes };
}

export function unpackEvents({ ids, types, lengths, bytes }: PackedEvents): DispatchEvent[] {
  let end = 0;
  return ids.map((id, index) => {
    const start = end;
    end += lengths[index] as number;
    return { id, type: types[index] as string, body: Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start) };
  });
}
