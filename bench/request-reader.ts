/**
 * Reads HTTP/1.1 requests with a Content-Length from one connection, and no more than that: receivers share the machine
 * with what is measured, and node's own server costs as much as half of what it receives.
 */

export interface ReceivedRequest {
  readonly path: string;
  /** As it came: request line and headers, without the empty line. */
  readonly head: string;
}

export interface RequestReader {
  /**
   * @returns the requests that are complete with this chunk
   * @throws Error for what is no such request
   */
  read(chunk: Buffer): ReceivedRequest[];
}

const END_OF_HEAD = '\r\n\r\n';
const LONGEST_HEAD = 16 * 1024;

export function createRequestReader(): RequestReader {
  /** Of a head that is not complete. */
  let begun: Buffer | undefined;
  let current: ReceivedRequest | undefined;
  /** Bytes that the body of `current` still lacks. */
  let missing = 0;

  return {
    read(chunk) {
      const complete: ReceivedRequest[] = [];
      let rest = begun === undefined ? chunk : Buffer.concat([begun, chunk]);
      begun = undefined;
      for (;;) {
        if (current === undefined) {
          const end = rest.indexOf(END_OF_HEAD);
          if (end < 0) break;
          const head = rest.toString('latin1', 0, end);
          rest = rest.subarray(end + END_OF_HEAD.length);
          missing = lengthIn(head);
          current = { path: head.split(' ', 2)[1] ?? '', head };
        }
        const taken = Math.min(missing, rest.length);
        missing -= taken;
        rest = rest.subarray(taken);
        if (missing > 0) break;
        complete.push(current);
        current = undefined;
      }
      if (rest.length > LONGEST_HEAD) throw new Error('the head of a request is too long');
      if (rest.length > 0) begun = rest;
      return complete;
    },
  };
}

function lengthIn(head: string): number {
  const [, length] = /\r\ncontent-length: *(\d+)(?:\r\n|$)/i.exec(head) ?? [];
  if (length === undefined) throw new Error(`a request without Content-Length: ${head}`);
  return Number(length);
}

/** Its value; undefined when there is none. The name in lower case. */
export function headerIn({ head }: ReceivedRequest, name: string): string | undefined {
  for (const line of head.split('\r\n')) {
    if (line.slice(0, name.length + 1).toLowerCase() === `${name}:`) return line.slice(name.length + 1).trim();
  }
  return undefined;
}
