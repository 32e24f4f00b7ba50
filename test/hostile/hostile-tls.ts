/** Receivers whose TLS is wrong, in each way, with the outcomes that are right for it. */
import type { Socket } from 'node:net';
import type { TlsOptions } from 'node:tls';
import * as x509 from '@peculiar/x509';
import type { AttemptOutcome } from '../../src/domain/outcome.ts';
import { type RawReceiverOptions } from '../integration/outbound/receiver.ts';
import { createCertificateAuthority, type CertificatePair } from '../support/certificates.ts';
import { receiverAuthority } from '../support/receiver.ts';
import { issueWeakCertificate, type WeakCertificateOptions } from '../support/weak-certificates.ts';

export interface HostileTls {
  readonly className: string;
  readonly name: string;
  readonly receiver: RawReceiverOptions;
  /** Any of these. */
  readonly right: readonly AttemptOutcome[];
  /** What the history says of it. */
  readonly message: RegExp;
  /** Nothing but the time limit ends it. */
  readonly hangs?: boolean;
}

const DAY_MS = 86_400_000;
/** Lets the server show what it would not by itself. */
const weakest = 'ALL:@SECLEVEL=0';
const optionsOf = ({ certPem: cert, keyPem: key }: CertificatePair): TlsOptions => ({ cert, key, ciphers: weakest });

async function certificates(): Promise<HostileTls[]> {
  const authority = await receiverAuthority();
  const stranger = await createCertificateAuthority('Nobody knows it');
  const here = ['127.0.0.1'];
  const issued = (changes: object) => authority.issue({ names: here, ...changes });
  const weak = (options: WeakCertificateOptions) => issueWeakCertificate(authority, options);
  const leaf = await issued({});
  const ago = (days: number) => new Date(Date.now() - days * DAY_MS);
  const made: [name: string, pair: CertificatePair, message: RegExp][] = [
    ['expired years ago', await issued({ notBefore: ago(800), notAfter: ago(400) }), /expired/],
    ['expired a minute ago', await issued({ notBefore: ago(2), notAfter: new Date(Date.now() - 60_000) }), /expired/],
    ['not valid before tomorrow', await issued({ notBefore: ago(-1) }), /not valid yet/],
    ['for another host', await authority.issue({ names: ['other.example.com'] }), /another host name/],
    ['for every host but an address', await authority.issue({ names: ['*', '*.0.0.1', '*.com'] }), /another host name/],
    ['for another address', await authority.issue({ names: ['127.0.0.2'] }), /another host name/],
    ['for the address as a name', await weak({ names: [{ type: 'dns', value: '127.0.0.1' }] }), /another host name/],
    ['with a common name only', await weak({ names: [] }), /another host name/],
    ['self-signed', await issued({ selfSigned: true }), /self-signed/],
    ['of an unknown authority', await stranger.issue({ names: here }), /issuer/],
    [
      'of an unknown authority of the same name',
      await (await createCertificateAuthority('Dockhook test authority')).issue({ names: here }),
      /certificate|issuer/,
    ],
    ['that is an authority itself', stranger, /certificate|issuer/],
    ['for clients, not servers', await weak({ usage: x509.ExtendedKeyUsage.clientAuth }), /not meant for servers/],
    ['for signing code', await weak({ usage: x509.ExtendedKeyUsage.codeSigning }), /not meant for servers/],
    ['with an RSA key of 1024 bits', await weak({ keyBits: 1024 }), /key of its certificate is too small/],
    ['with an RSA key of 512 bits', await weak({ keyBits: 512 }), /refused the handshake|too small/],
    ['signed with SHA-1', await weak({ hash: 'SHA-1' }), /signed with an algorithm that is too weak/],
  ];
  return [
    ...made.map(([name, pair, message]): HostileTls => ({
      className: 'TLS: certificates',
      name,
      receiver: { tls: optionsOf(pair) },
      right: ['TLS_ERROR'],
      message,
    })),
    ...versions(leaf),
  ];
}

function versions(good: CertificatePair): HostileTls[] {
  const serve = (
    name: string,
    options: TlsOptions,
    message: RegExp,
    right: AttemptOutcome[] = ['TLS_ERROR'],
  ): HostileTls => ({
    className: 'TLS: versions and ciphers',
    name,
    receiver: { tls: { ...optionsOf(good), ...options } },
    right,
    message,
  });
  return [
    serve('TLS 1.0 at most', { minVersion: 'TLSv1', maxVersion: 'TLSv1' }, /1\.2/),
    serve('TLS 1.1 at most', { minVersion: 'TLSv1', maxVersion: 'TLSv1.1' }, /1\.2/),
    serve('ciphers without encryption', { maxVersion: 'TLSv1.2', ciphers: 'NULL:@SECLEVEL=0' }, /handshake|TLS/),
    serve('ciphers without a certificate', { maxVersion: 'TLSv1.2', ciphers: 'aNULL:@SECLEVEL=0' }, /handshake|TLS/),
    serve('another protocol than HTTP/1.1', { ALPNProtocols: ['h2'] }, /HTTP\/1\.1|handshake/),
    serve('a protocol that was not offered', { ALPNCallback: () => undefined }, /HTTP\/1\.1|handshake/),
    serve(
      'a client certificate wanted',
      { requestCert: true, rejectUnauthorized: true },
      /client certificate|handshake|closed/,
      ['TLS_ERROR', 'CONNECTION_ERROR'],
    ),
  ];
}

const said = (bytes: Buffer | string) => (socket: Socket) => void socket.write(bytes);
/** Waits for the greeting of the client, as a server does. */
const answering = (act: (socket: Socket) => void) => (socket: Socket) => void socket.once('data', () => act(socket));

const record = (type: number, body: Buffer, version = 0x0303): Buffer => {
  const header = Buffer.from([type, version >> 8, version & 0xff, body.length >> 8, body.length & 0xff]);
  return Buffer.concat([header, body]);
};
const alert = (level: number, code: number): Buffer => record(21, Buffer.from([level, code]));
/** A ServerHello for a cipher suite of two bytes, well-formed enough to be read. */
const hello = (version: number, cipher: number): Buffer => {
  const body = Buffer.concat([
    Buffer.from([version >> 8, version & 0xff]),
    Buffer.alloc(32, 7),
    Buffer.from([0, cipher >> 8, cipher & 0xff, 0]),
  ]);
  return record(22, Buffer.concat([Buffer.from([2, 0, 0, body.length]), body]));
};
const flood = (bytes: Buffer) => (socket: Socket) => {
  const go = (): void => {
    while (!socket.destroyed && socket.write(bytes));
  };
  socket.on('drain', go);
  go();
};
const drip = (bytes: Buffer) => (socket: Socket) => {
  let at = 0;
  const timer = setInterval(() => socket.write(bytes.subarray(at, (at += 1))), 100);
  socket.once('close', () => clearInterval(timer));
};

const group = (
  className: string,
  right: AttemptOutcome[],
  message: RegExp,
  cases: Readonly<Record<string, (socket: Socket) => void>>,
  hangs = false,
): HostileTls[] =>
  Object.entries(cases).map(([name, onConnection]) => ({
    className,
    name,
    receiver: { onConnection },
    right,
    message,
    hangs,
  }));

const random = Buffer.from(Array.from({ length: 20_000 }, (_, index) => (index * 7919 + 13) % 251));

function handshakes(): HostileTls[] {
  return [
    ...group('TLS: garbage in the handshake', ['TLS_ERROR'], /secure connection/, {
      'plain HTTP at once': said('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok'),
      'plain HTTP in answer': answering(said('HTTP/1.1 400 Bad Request\r\n\r\n')),
      'a greeting of SMTP': said('220 mail.example.com ESMTP\r\n'),
      'a greeting of SSH': said('SSH-2.0-OpenSSH_9.2\r\n'),
      'random bytes': answering(said(random)),
      'NUL bytes': answering(said(Buffer.alloc(1_000))),
      'a record of another version': answering(said(record(22, Buffer.alloc(40), 0x0909))),
      'a record of an unknown type': answering(said(record(99, Buffer.alloc(40)))),
      'a record that is too long': answering(said(Buffer.from([22, 3, 3, 0xff, 0xff, ...Buffer.alloc(100)]))),
      'data before any key': answering(said(record(23, Buffer.alloc(40)))),
      'an empty record': answering(
        flood(Buffer.concat(Array.from({ length: 2_000 }, () => record(22, Buffer.alloc(0))))),
      ),
      'its own greeting back': answering((socket) => void socket.write(record(22, Buffer.from([1, 0, 0, 0])))),
      'a greeting of SSL 3': answering(said(hello(0x0300, 0xc02f))),
      'a greeting of TLS 1.1': answering(said(hello(0x0302, 0xc013))),
      'a cipher that was not offered': answering(said(hello(0x0303, 0x0005))),
      'an extension that was not offered': answering(said(hello(0x0303, 0xffff))),
      ...Object.fromEntries(
        [10, 20, 40, 42, 47, 48, 50, 70, 71, 80, 86, 90, 109, 112, 116, 120].map((code) => [
          `the fatal alert ${code}`,
          answering(said(alert(2, code))),
        ]),
      ),
    }),
    ...group('TLS: garbage in the handshake', ['TLS_ERROR', 'CONNECTION_ERROR', 'TIMEOUT', 'RESPONSE_TOO_LARGE'], /./, {
      'alerts without end': answering(flood(Buffer.concat(Array.from({ length: 500 }, () => alert(1, 90))))),
      'cipher changes without end': answering(
        flood(Buffer.concat(Array.from({ length: 500 }, () => record(20, Buffer.from([1]))))),
      ),
      'garbage without end': answering(flood(random)),
      'a farewell': answering(said(alert(1, 0))),
    }),
    ...group('TLS: closed in the handshake', ['CONNECTION_ERROR'], /closed|connection/, {
      'at once': (socket) => void socket.end(),
      'with a reset at once': (socket) => void socket.resetAndDestroy(),
      'after the greeting': answering((socket) => void socket.end()),
      'with a reset after the greeting': answering((socket) => void socket.resetAndDestroy()),
      'in the middle of a record': answering((socket) => void socket.end(hello(0x0303, 0xc02f).subarray(0, 20))),
      'after half a header': answering((socket) => void socket.end(Buffer.from([22, 3]))),
    }),
    ...group(
      'TLS: hanging in the handshake',
      ['TIMEOUT'],
      /TLS handshake in time/,
      {
        'silent from the beginning': () => undefined,
        'silent after the greeting': answering(() => undefined),
        'half a header': answering(said(Buffer.from([22, 3]))),
        'half a record': answering(said(hello(0x0303, 0xc02f).subarray(0, 20))),
        'a byte now and then': answering(
          drip(record(22, Buffer.concat([Buffer.from([2, 0, 0x20, 0]), Buffer.alloc(2_000, 3)]))),
        ),
        'not reading': (socket) => {
          socket.pause();
          // Long after the end of its time, to see that the connection is gone.
          const timer = setTimeout(() => socket.resume(), 3_000);
          socket.once('close', () => clearTimeout(timer));
        },
        'the alert 255': answering(said(alert(2, 255))),
        'a farewell that calls itself fatal': answering(said(alert(2, 0))),
      },
      true,
    ),
  ];
}

export const hostileTls = async (): Promise<HostileTls[]> => [...(await certificates()), ...handshakes()];
