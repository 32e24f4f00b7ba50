/**
 * Public ids: a type prefix and the 32 hex digits of the row's UUID, e.g. `evt_0198…`. The prefix tells
 * a reader what an id names, and the dot-free form is safe inside the signed text `id.timestamp.body`.
 */
import { randomUUID } from 'node:crypto';

const prefixes = {
  webhook: 'whk',
  secret: 'sec',
  event: 'evt',
  delivery: 'dlv',
  attempt: 'att',
  apiKey: 'key',
  eventType: 'typ',
  replay: 'rpl',
  auditEntry: 'aud',
} as const;

export type IdKind = keyof typeof prefixes;

let lastMs = 0;
let sequence = 0;
/** What stands before the count in ids of `startMs`: a batch makes many in one millisecond. */
let start = '';
let startMs = 0;

/**
 * A new time-ordered UUID (version 7). Rows made later sort later, so ids are also page cursors: within a
 * millisecond the twelve bits after the version count up from a random start (RFC 9562, 6.2, method 1).
 */
export function newUuid(): string {
  const random = randomUUID(); // node takes its random bytes many at a time; asking for sixteen costs a system call
  const now = Date.now();
  if (now > lastMs) {
    lastMs = now;
    sequence = Number.parseInt(random.slice(0, 3), 16) >> 1; // room for 2,048 more at least
  } else if (++sequence > 0xfff) {
    lastMs += 1;
    sequence = 0;
  }
  if (lastMs !== startMs) {
    const time = lastMs.toString(16).padStart(12, '0');
    start = `${time.slice(0, 8)}-${time.slice(8)}-7`;
    startMs = lastMs;
  }
  return `${start}${sequence.toString(16).padStart(3, '0')}-${random.slice(19)}`;
}

/** The last instant that an id can tell. */
const LATEST_MS = 0xffff_ffff_ffff;

/** What sorts before every id that was made at this instant or later, as `dockhook.uuid_at` in the database. */
export function firstUuidAt(instant: Date): string {
  const digits = Math.min(Math.max(0, instant.getTime()), LATEST_MS).toString(16).padStart(12, '0');
  return `${digits.slice(0, 8)}-${digits.slice(8)}-0000-0000-000000000000`;
}

/** When the row of an id was made, by the clock of the process that made it. */
export const timeOfUuid = (uuid: string): Date => new Date(Number.parseInt(uuid.replace('-', '').slice(0, 12), 16));

/** Whether a text is a UUID as we write them. */
export const isUuid = (text: string): boolean => /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);

/** The public id of a row. */
export function toPublicId(kind: IdKind, uuid: string): string {
  return `${prefixes[kind]}_${uuid.replaceAll('-', '')}`;
}

/** The UUID behind a public id; `undefined` when it is not an id of that kind. */
export function parsePublicId(kind: IdKind, id: string): string | undefined {
  const match = /^([a-z]{3})_([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})$/.exec(id);
  if (match === null || match[1] !== prefixes[kind]) return undefined;
  return match.slice(2).join('-');
}

/** The public id of an attempt: its delivery and its number. */
export const toAttemptId = (deliveryUuid: string, number: number): string =>
  `${toPublicId('attempt', deliveryUuid)}_${number}`;

/** The delivery's UUID and the number behind an attempt's public id; `undefined` when it is not one. */
export function parseAttemptId(id: string): { deliveryId: string; number: number } | undefined {
  const [, start = '', digits] = /^(att_[0-9a-f]{32})_([1-9]\d{0,3})$/.exec(id) ?? [];
  const deliveryId = parsePublicId('attempt', start);
  return deliveryId === undefined ? undefined : { deliveryId, number: Number(digits) };
}

/** Below every id. */
export const LOWEST_UUID = '00000000-0000-0000-0000-000000000000';
/** Above every id. */
export const HIGHEST_UUID = 'ffffffff-ffff-ffff-ffff-ffffffffffff';
