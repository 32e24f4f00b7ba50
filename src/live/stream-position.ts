/**
 * A position in the change log, and its opaque form for clients. The log is ordered by (transaction id,
 * sequence number): the reader never passes a transaction that is still running, so a change that commits
 * late is never skipped.
 */

export interface StreamPosition {
  readonly xid: bigint;
  readonly seq: bigint;
}

export function encodePosition({ xid, seq }: StreamPosition): string {
  return Buffer.from(`1.${xid}.${seq}`).toString('base64url');
}

/** `undefined` when the text is not a position. */
export function decodePosition(cursor: string): StreamPosition | undefined {
  if (cursor.length > 64) return undefined;
  const match = /^1\.(\d{1,19})\.(\d{1,18})$/.exec(Buffer.from(cursor, 'base64url').toString('latin1'));
  if (match === null) return undefined;
  return { xid: BigInt(match[1] as string), seq: BigInt(match[2] as string) };
}

export const isAfter = (a: StreamPosition, b: StreamPosition): boolean =>
  a.xid > b.xid || (a.xid === b.xid && a.seq > b.seq);
