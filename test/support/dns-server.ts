/** A DNS server on 127.0.0.1 (UDP) that says what a test wants, lies and nonsense included, and counts what it is asked. */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import ipaddr from 'ipaddr.js';

export interface DnsRecord {
  readonly type: 'A' | 'AAAA' | 'CNAME';
  /** Another name than the one that was asked, as after a CNAME. */
  readonly name?: string;
  /** An address, a name, or bytes as they stand. */
  readonly data: string | Buffer;
}

/** Records; a response code such as 3 for NXDOMAIN; bytes of a whole answer; or nothing at all. */
export type DnsAnswer = readonly DnsRecord[] | number | Buffer | undefined;

export interface DnsServer {
  /** For `createSystemResolver`. */
  readonly address: string;
  /** Names asked for so far, one per question. */
  readonly questions: readonly string[];
  close(): Promise<void>;
}

const types = { A: 1, CNAME: 5, AAAA: 28 } as const;
const typeNames = new Map<number, keyof typeof types>(
  Object.entries(types).map(([name, code]) => [code, name as keyof typeof types]),
);

/** @param answer `query` is the question as it came, for answers made of bytes */
export async function startDnsServer(
  answer: (name: string, type: keyof typeof types | undefined, query: Buffer) => DnsAnswer | Promise<DnsAnswer>,
): Promise<DnsServer> {
  const socket = createSocket('udp4');
  const questions: string[] = [];
  let isClosed = false;
  socket.on('message', (query, peer) => {
    const { name, type, end } = readQuestion(query);
    questions.push(name);
    void Promise.resolve(answer(name, typeNames.get(type), query)).then((given) => {
      if (given === undefined || isClosed) return;
      socket.send(Buffer.isBuffer(given) ? given : writeAnswer(query.subarray(0, end), given), peer.port, peer.address);
    });
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return {
    address: `127.0.0.1:${socket.address().port}`,
    questions,
    async close() {
      isClosed = true;
      socket.close();
      await once(socket, 'close');
    },
  };
}

function readQuestion(query: Buffer): { name: string; type: number; end: number } {
  const labels: string[] = [];
  let at = 12;
  for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length));
    at += length + 1;
  }
  return { name: labels.join('.').toLowerCase(), type: query.readUInt16BE(at + 1), end: at + 5 };
}

function writeAnswer(question: Buffer, given: readonly DnsRecord[] | number): Buffer {
  const records = typeof given === 'number' ? [] : given;
  const header = Buffer.from(question.subarray(0, 12));
  header.writeUInt16BE(0x8180 | (typeof given === 'number' ? given : 0), 2);
  header.writeUInt16BE(records.length, 6);
  header.writeUInt32BE(0, 8);
  return Buffer.concat([header, question.subarray(12), ...records.map(writeRecord)]);
}

function writeRecord({ type, name, data }: DnsRecord): Buffer {
  const bytes = Buffer.isBuffer(data)
    ? data
    : type === 'CNAME'
      ? writeName(data)
      : Buffer.from(ipaddr.parse(data).toByteArray());
  const fixed = Buffer.alloc(10);
  fixed.writeUInt16BE(types[type], 0);
  fixed.writeUInt16BE(1, 2);
  fixed.writeUInt16BE(bytes.length, 8);
  // 0xc00c points at the name in the question.
  return Buffer.concat([name === undefined ? Buffer.from([0xc0, 0x0c]) : writeName(name), fixed, bytes]);
}

function writeName(name: string): Buffer {
  const labels = name
    .split('.')
    .map((label) => Buffer.concat([Buffer.from([label.length]), Buffer.from(label, 'latin1')]));
  return Buffer.concat([...labels, Buffer.from([0])]);
}
