/**
 * Collects as much of a response as may be kept, as text that PostgreSQL can store: no NUL, no lone
 * surrogate, nothing longer than its limit. The headers that we go by are read before anything is cut off.
 */
import type { ReceivedResponse } from '../domain/outcome.ts';

/** Reading stops here; what was announced beyond is never awaited. */
export const BODY_READ_LIMIT_BYTES = 64 * 1024;
const BODY_KEPT_BYTES = 16 * 1024;
const HEADERS_KEPT = 50;
const HEADER_KEPT_BYTES = 8 * 1024;

export interface ResponseReader {
  /** Undefined until a final status line came. */
  readonly statusCode: number | undefined;
  /** Takes the status and undici's raw headers: name, value, name, value. */
  readHead(statusCode: number, rawHeaders: readonly (Buffer | string)[]): void;
  /** False when the read limit is reached and the connection should be closed. */
  readBody(chunk: Buffer): boolean;
  /** The response so far; undefined without a status line. */
  response(): ReceivedResponse | undefined;
}

export function createResponseReader(): ResponseReader {
  let statusCode: number | undefined;
  let head: Pick<ReceivedResponse, 'headers' | 'retryAfter' | 'location'> = { headers: [] };
  let bodyBytes = 0;
  let keptBytes = 0;
  const kept: Buffer[] = [];

  return {
    get statusCode() {
      return statusCode;
    },
    readHead(status, rawHeaders) {
      statusCode = status;
      head = { headers: keepHeaders(rawHeaders), ...readNeeded(rawHeaders) };
    },
    readBody(chunk) {
      const readable = Math.min(chunk.length, BODY_READ_LIMIT_BYTES - bodyBytes);
      bodyBytes += readable;
      const keepable = Math.min(readable, BODY_KEPT_BYTES - keptBytes);
      if (keepable > 0) {
        kept.push(chunk.subarray(0, keepable));
        keptBytes += keepable;
      }
      return bodyBytes < BODY_READ_LIMIT_BYTES;
    },
    response() {
      if (statusCode === undefined) return undefined;
      const bodyTruncated = bodyBytes > keptBytes;
      return { statusCode, ...head, body: decodeBody(kept, bodyTruncated), bodyTruncated, bodyBytes };
    },
  };
}

function keepHeaders(raw: readonly (Buffer | string)[]): [string, string][] {
  const headers: [string, string][] = [];
  let room = HEADER_KEPT_BYTES;
  for (let index = 0; index + 1 < raw.length && headers.length < HEADERS_KEPT && room > 0; index += 2) {
    const name = cleanHeader(raw[index] ?? '').slice(0, room);
    const value = cleanHeader(raw[index + 1] ?? '').slice(0, room - name.length);
    headers.push([name, value]);
    room -= name.length + value.length;
  }
  return headers;
}

/** What decides about the next attempt, and what the message names: neither may depend on how much else a receiver says. */
function readNeeded(raw: readonly (Buffer | string)[]): Pick<ReceivedResponse, 'retryAfter' | 'location'> {
  const retryAfter = valuesOf(raw, 'retry-after');
  const [location] = valuesOf(raw, 'location');
  return { ...(retryAfter.length > 0 && { retryAfter }), ...(location !== undefined && { location }) };
}

/** @param wanted in lower case */
function valuesOf(raw: readonly (Buffer | string)[], wanted: string): string[] {
  const values: string[] = [];
  for (let index = 0; index + 1 < raw.length; index += 2) {
    const name = raw[index] ?? '';
    // The length first: of a Buffer it costs no text.
    if (name.length === wanted.length && textOf(name).toLowerCase() === wanted) {
      values.push(cleanHeader(raw[index + 1] ?? ''));
    }
  }
  return values;
}

const control = /[\x00-\x08\x0a-\x1f\x7f-\x9f]/;
const controls = new RegExp(control, 'g');

/** Header bytes are latin1 on the wire, which has no surrogates to worry about. */
const textOf = (raw: Buffer | string): string => (typeof raw === 'string' ? raw : raw.toString('latin1'));

function cleanHeader(raw: Buffer | string): string {
  const text = textOf(raw);
  return control.test(text) ? text.replace(controls, '\ufffd') : text;
}

function decodeBody(chunks: readonly Buffer[], cut: boolean): string {
  const [first] = chunks;
  if (first === undefined) return '';
  const bytes = chunks.length === 1 ? first : Buffer.concat(chunks);
  // As a stream the decoder drops a character cut in half at the end instead of replacing it.
  const text = cut ? new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes, { stream: true }) : bytes.toString();
  return text.includes('\0') ? text.replaceAll('\0', '\ufffd') : text;
}
