/** What a receiver may send back, by the hundred, with the outcomes that are right for it. Bytes, not HTTP. */
import type { Socket } from 'node:net';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import type { AttemptOutcome } from '../../src/domain/outcome.ts';

export interface HostileAnswer {
  readonly className: string;
  readonly name: string;
  /** Runs when a whole request is in. */
  readonly send: (socket: Socket) => void;
  /** Any of these. */
  readonly right: readonly AttemptOutcome[];
}

const kib = (count: number, letter = 'a'): string => letter.repeat(count * 1024);
const head = (lines = '', status = '200 OK'): string => `HTTP/1.1 ${status}\r\n${lines}\r\n`;
const sized = (body: string): string => `content-length: ${Buffer.byteLength(body)}\r\n`;
const empty = 'content-length: 0\r\n';
const chunked = 'transfer-encoding: chunked\r\n';
const write = (bytes: string | Buffer) => (socket: Socket) => void socket.write(bytes);
const latin1 = (text: string): Buffer => Buffer.from(text, 'latin1');

/** Writes for ever, as fast as the other side takes it. */
const flood = (start: string, more: string) => (socket: Socket) => {
  socket.write(start);
  const go = (): void => {
    while (!socket.destroyed && socket.write(more));
  };
  socket.on('drain', go);
  go();
};

/** Writes for ever, a little at a time. */
const drip = (start: string, more: string) => (socket: Socket) => {
  socket.write(start);
  const timer = setInterval(() => socket.write(more), 50);
  socket.once('close', () => clearInterval(timer));
};

function group(
  className: string,
  right: AttemptOutcome | readonly AttemptOutcome[],
  cases: Readonly<Record<string, string | Buffer | ((socket: Socket) => void)>>,
): HostileAnswer[] {
  return Object.entries(cases).map(([name, given]) => ({
    className,
    name,
    send: typeof given === 'function' ? given : write(given),
    right: typeof right === 'string' ? [right] : right,
  }));
}

const named = <T>(items: readonly T[], make: (item: T) => string | Buffer | ((socket: Socket) => void)) =>
  Object.fromEntries(items.map((item) => [JSON.stringify(item), make(item)]));

/** Every status code from 200 to 999 that is near an edge, and one in 17 of the rest. */
const codes = Array.from({ length: 800 }, (_, index) => index + 200).filter(
  (code) =>
    code % 17 === 0 ||
    [
      200, 204, 205, 206, 299, 300, 301, 302, 303, 304, 305, 307, 308, 399, 400, 408, 410, 418, 429, 451, 499, 500, 502,
      503, 504, 599, 600, 999,
    ].includes(code),
);
const outcomeOf = (code: number): AttemptOutcome =>
  code < 300 ? 'SUCCESS' : code < 400 ? 'REDIRECT_REFUSED' : 'HTTP_ERROR';

function statusLines(): HostileAnswer[] {
  const bad =
    '000,00,0,1,99,1000,2000,-1,+200,0x1,2e2,20a,a00,,2 00,2.0,٢٠٠,½00,200200,NaN,null,10000000000000000000'.split(',');
  const versions =
    'HTTP/1.1.1,HTTP/,HTTP/11,HTTP/a.b,http/1.1,HTP/1.1,HTTP /1.1,HTTPS/1.1,ICY,SIP/2.0,XHTTP/1.1, HTTP/1.1,\tHTTP/1.1,{"a":1},<html>,GET / HTTP/1.1,HTTP/3.0,HTTP/9.9'.split(
      ',',
    );
  return [
    ...codes.flatMap((code) => group('Receivers: status codes', outcomeOf(code), { [code]: head(empty, `${code} X`) })),
    ...group(
      'Receivers: status lines',
      'PROTOCOL_ERROR',
      named(bad, (code) => head(empty, `${code} X`)),
    ),
    ...group(
      'Receivers: status lines',
      'PROTOCOL_ERROR',
      named(versions, (version) => `${version} 200 OK\r\n${empty}\r\n`),
    ),
    ...group(
      'Receivers: informational answers',
      ['PROTOCOL_ERROR', 'TIMEOUT'],
      named([100, 101, 102, 103, 199], (code) => head('', `${code} X`)),
    ),
    ...group(
      'Receivers: informational answers',
      ['SUCCESS', 'PROTOCOL_ERROR'],
      named([100, 102, 103, 199], (code) => head('', `${code} X`).repeat(3) + head(empty)),
    ),
    ...group('Receivers: informational answers', 'RESPONSE_TOO_LARGE', {
      'many with headers': flood('', head(`link: ${kib(4)}\r\n`, '103 Early Hints')),
      'many without': flood('', head('', '103 X').repeat(1_000)),
    }),
    ...group('Receivers: other protocols', 'PROTOCOL_ERROR', {
      'HTTP/2 settings': Buffer.from([0, 0, 18, 4, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 100]),
      'HTTP/2 preface': 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
      'HTTP/0.9': '<html>hello</html>',
      SMTP: '220 mail.example.com ESMTP\r\n',
      SSH: 'SSH-2.0-OpenSSH_9.2\r\n',
      FTP: '220 ready\r\n',
      Redis: '-ERR unknown command\r\n',
      'a TLS alert': Buffer.from([0x15, 3, 3, 0, 2, 2, 40]),
      WebSocket: Buffer.from([0x81, 5, 104, 101, 108, 108, 111]),
      'NUL bytes': Buffer.alloc(64),
      'random bytes': Buffer.from(Array.from({ length: 4_000 }, (_, index) => (index * 7919) % 251)),
      'a byte order mark': `\ufeff${head(empty)}`,
    }),
  ];
}

function headerLines(): HostileAnswer[] {
  const controls = Array.from({ length: 33 }, (_, code) => (code === 32 ? 127 : code)).filter((code) => code !== 9);
  return [
    // The parser takes some of them; what is recorded must be clean in any case.
    ...group(
      'Receivers: control characters in headers',
      ['PROTOCOL_ERROR', 'SUCCESS', 'TIMEOUT'],
      Object.fromEntries(
        controls.flatMap((code) => [
          [`value ${code}`, head(`x-a: a${String.fromCharCode(code)}b\r\n${empty}`)],
          [`name ${code}`, head(`x${String.fromCharCode(code)}a: b\r\n${empty}`)],
        ]),
      ),
    ),
    ...group('Receivers: malformed headers', ['PROTOCOL_ERROR', 'TIMEOUT'], {
      'no colon': head(`nonsense\r\n${empty}`),
      'no name': head(`: b\r\n${empty}`),
      'space before the colon': head(`x-a : b\r\n${empty}`),
      'space in the name': head(`x a: b\r\n${empty}`),
      'bracket in the name': head(`x(a): b\r\n${empty}`),
      'first line folded': `HTTP/1.1 200 OK\r\n x-a: b\r\n${empty}\r\n`,
      'only line feeds, no end': 'HTTP/1.1 200 OK\nx-a: b\n',
      'only carriage returns': 'HTTP/1.1 200 OK\rx-a: b\r\r',
      'non-ASCII name': latin1(head(`x-\xe4: b\r\n${empty}`)),
    }),
    ...group('Receivers: giant headers', 'RESPONSE_TOO_LARGE', {
      'one of 17 KiB': head(`x-a: ${kib(17)}\r\n${empty}`),
      'one of 70 KiB': head(`x-a: ${kib(70)}\r\n${empty}`),
      'one name of 70 KiB': head(`${kib(70)}: a\r\n${empty}`),
      '10,000 small ones': head('x-a: bbbbbb\r\n'.repeat(10_000) + empty),
      '60 of 1 KiB': head(`x-a: ${kib(1)}\r\n`.repeat(60) + empty),
      'one without end': flood('HTTP/1.1 200 OK\r\nx-a: ', kib(64)),
      'a name without end': flood('HTTP/1.1 200 OK\r\n', kib(64)),
    }),
    ...group('Receivers: giant headers', ['RESPONSE_TOO_LARGE', 'PROTOCOL_ERROR'], {
      'a reason without end': flood('HTTP/1.1 200 ', kib(64)),
      'blank lines without end': flood('', '\r\n'.repeat(10_000)),
    }),
    ...group('Receivers: odd but good headers', 'SUCCESS', {
      '15 KiB': head(`x-a: ${kib(15)}\r\n${empty}`),
      'latin-1 value': latin1(head(`x-a: caf\xe9 \x80\x9f\xff\r\n${empty}`)),
      'UTF-8 value': head(`x-a: 中文 😀\r\n${empty}`),
      'no reason': `HTTP/1.1 200 \r\n${empty}\r\n`,
      'strange reason': latin1(`HTTP/1.1 200 \xff\xfe <script>\r\n${empty}\r\n`),
      'prototype names': head(`__proto__: a\r\nconstructor: b\r\ntoString: c\r\n${empty}`),
      'same header 200 times': head('x-a: b\r\n'.repeat(200) + empty),
      cookies: head('set-cookie: a=b; Domain=example.com\r\n'.repeat(20) + empty),
      'connection: close and more': head(`connection: close, x\r\n${sized('ok')}`) + 'ok',
      'keep-alive of a year': head(`keep-alive: timeout=31536000, max=1\r\n${empty}`),
      'keep-alive of nothing': head(`keep-alive: timeout=0\r\n${empty}`),
      'keep-alive of nonsense': head(`keep-alive: timeout=-1e9x\r\n${empty}`),
      'retry-after of nonsense': head(`retry-after: ${'9'.repeat(500)}\r\n${empty}`),
      'alternative services': head(`alt-svc: h2="169.254.169.254:443"; ma=99999999\r\n${empty}`),
    }),
  ];
}

function framing(): HostileAnswer[] {
  const lengths = '-1,-0,+5,0x5,5x,5 5,5.0,1e1,٥,many,99999999999999999999999,5;5,"5"'.split(',');
  const sizes = 'zz,-1,0x5,5 5,+5,fffffffffffffffff,ffffffffffffffffffffffffff,٥,5.0,g,"5",,=,;x'.split(',');
  const codings = 'identity,gzip,xchunked,chunked-x,chunked\x0b,"chunked"'.split(',');
  return [
    ...group(
      'Receivers: lengths',
      'PROTOCOL_ERROR',
      named(lengths, (length) => head(`content-length: ${length}\r\n`) + 'abcde'),
    ),
    ...group('Receivers: lengths', 'PROTOCOL_ERROR', {
      'two that differ': head('content-length: 2\r\ncontent-length: 3\r\n') + 'abc',
      'two that agree': head('content-length: 3\r\ncontent-length: 3\r\n') + 'abc',
      'with chunks': head(`content-length: 2\r\n${chunked}`) + '0\r\n\r\n',
      'with chunks, other order': head(`${chunked}content-length: 2\r\n`) + '0\r\n\r\n',
    }),
    ...group(
      'Receivers: lengths',
      'CONNECTION_ERROR',
      named(
        [1, 9, 1_000, 70_000, 2 ** 40],
        (length) => (socket: Socket) => void socket.end(`${head(`content-length: ${length + 3}\r\n`)}abc`),
      ),
    ),
    ...group(
      'Receivers: lengths',
      'TIMEOUT',
      named([1, 9, 1_000, 2 ** 40], (length) => head(`content-length: ${length + 3}\r\n`) + 'abc'),
    ),
    ...group(
      'Receivers: chunks',
      'PROTOCOL_ERROR',
      named(sizes, (size) => `${head(chunked)}${size}\r\nabcde\r\n0\r\n\r\n`),
    ),
    ...group('Receivers: chunks', ['PROTOCOL_ERROR', 'TIMEOUT'], {
      'longer than it says': `${head(chunked)}2\r\nabcde\r\n0\r\n\r\n`,
      'shorter than it says': `${head(chunked)}9\r\nabcde\r\n0\r\n\r\n`,
      'ended by a line feed': `${head(chunked)}5\nabcde\n0\n\n`,
      'never ended': `${head(chunked)}5\r\nabcde\r\n`,
      'a folded trailer': `${head(chunked)}0\r\n x: y\r\n\r\n`,
      'a trailer without colon': `${head(chunked)}0\r\nnonsense\r\n\r\n`,
    }),
    ...group(
      'Receivers: codings',
      ['PROTOCOL_ERROR', 'CONNECTION_ERROR', 'TIMEOUT', 'SUCCESS'],
      named(
        codings,
        (coding) => (socket: Socket) =>
          void socket.end(`${head(`transfer-encoding: ${coding}\r\n`)}5\r\nabcde\r\n0\r\n\r\n`),
      ),
    ),
    ...group('Receivers: chunks', 'SUCCESS', {
      'a trailer that looks like ours': `${head(chunked)}0\r\nwebhook-id: x\r\nset-cookie: a=b\r\n\r\n`,
      'a small extension': `${head(chunked)}5;a=b;c="d"\r\nabcde\r\n0\r\n\r\n`,
      'one byte each': `${head(chunked)}${'1\r\na\r\n'.repeat(2_000)}0\r\n\r\n`,
      'a thousand leading zeros': `${head(chunked)}${'0'.repeat(15)}5\r\nabcde\r\n0\r\n\r\n`,
    }),
    ...group('Receivers: chunks', 'RESPONSE_TOO_LARGE', {
      'an extension without end': flood(`${head(chunked)}5;x=`, kib(64)),
      'an extension on every chunk': flood(head(chunked), `1;x=${kib(32)}\r\na\r\n`),
      'trailers without end': flood(`${head(chunked)}0\r\n`, `x: ${kib(4)}\r\n`),
    }),
  ];
}

function cuts(): HostileAnswer[] {
  const whole = `${head(sized('hello'))}hello`;
  const inChunks = `${head(chunked)}5\r\nhello\r\n0\r\n\r\n`;
  const places = (text: string): number[] => Array.from({ length: text.length }, (_, at) => at);
  const named2 = (text: string, send: (start: string) => (socket: Socket) => void, step: number) =>
    Object.fromEntries(
      places(text)
        .filter((at) => at % step === 0)
        .map((at) => [`after ${at} bytes of ${text.length}`, send(text.slice(0, at))]),
    );
  const end = (start: string) => (socket: Socket) => void socket.end(start);
  const reset = (start: string) => (socket: Socket) => {
    if (start === '') socket.resetAndDestroy();
    else socket.write(start, () => socket.resetAndDestroy());
  };
  return [
    ...group('Receivers: closed half-way', 'CONNECTION_ERROR', named2(whole, end, 2)),
    ...group('Receivers: closed half-way in chunks', 'CONNECTION_ERROR', named2(inChunks, end, 2)),
    // A reset may overtake the bytes before it.
    ...group('Receivers: reset half-way', 'CONNECTION_ERROR', named2(whole, reset, 3)),
    ...group('Receivers: reset half-way in chunks', 'CONNECTION_ERROR', named2(inChunks, reset, 3)),
    ...group('Receivers: silent half-way', 'TIMEOUT', named2(whole, write, 5)),
    ...group('Receivers: silent half-way in chunks', 'TIMEOUT', named2(inChunks, write, 6)),
  ];
}

function bodies(): HostileAnswer[] {
  const bomb = Buffer.alloc(8 * 1024 * 1024);
  const answerOf = (body: Buffer, lines = ''): Buffer =>
    Buffer.concat([Buffer.from(head(`${lines}content-length: ${body.length}\r\n`)), body]);
  const invalid = [
    '80',
    'bf',
    'c0af',
    'c328',
    'e28281',
    'e282',
    'eda080',
    'edbfbf',
    'f0808080',
    'f4908080',
    'f8888080',
    'fe',
    'ff',
    'fffe',
    'feff',
    '00',
    '0000',
    '610062',
    'efbfbe',
    'efbbbf',
    '1b5b324a',
    'e280ae',
  ];
  return [
    ...group(
      'Receivers: poisonous bodies',
      'SUCCESS',
      named(invalid, (bytes) => answerOf(Buffer.from(bytes, 'hex'))),
    ),
    ...group(
      'Receivers: poisonous bodies',
      'SUCCESS',
      named(invalid, (bytes) => answerOf(Buffer.from(bytes.repeat(Math.ceil(40_000 / bytes.length)), 'hex'))),
    ),
    ...group('Receivers: poisonous bodies', 'SUCCESS', {
      'every byte': answerOf(Buffer.from(Array.from({ length: 256 }, (_, byte) => byte))),
      'cut inside a character': answerOf(Buffer.from(`a${'😀'.repeat(20_000)}`)),
      'escapes of JSON': answerOf(Buffer.from('{"a":"\\u0000\\ud800"}')),
      SQL: answerOf(Buffer.from("'); drop table event; --")),
      HTML: answerOf(Buffer.from('<script>alert(1)</script>')),
    }),
    ...group('Receivers: compressed bombs', 'SUCCESS', {
      gzip: answerOf(gzipSync(bomb), 'content-encoding: gzip\r\n'),
      deflate: answerOf(deflateSync(bomb), 'content-encoding: deflate\r\n'),
      br: answerOf(brotliCompressSync(bomb), 'content-encoding: br\r\n'),
      'gzip of gzip': answerOf(gzipSync(gzipSync(bomb)), 'content-encoding: gzip, gzip\r\n'),
      'gzip that is none': answerOf(Buffer.from('nonsense'), 'content-encoding: gzip\r\n'),
    }),
    ...group('Receivers: endless bodies', 'SUCCESS', {
      'without length': flood(head(), kib(64)),
      'of nine petabytes': flood(head('content-length: 9007199254740991\r\n'), kib(64)),
      'in chunks': flood(head(chunked), `10000\r\n${kib(64)}\r\n`),
      'of NUL': flood(head(), kib(64, '\0')),
    }),
    ...group('Receivers: endless bodies', 'HTTP_ERROR', { 'of an error': flood(head('', '500 No'), kib(64)) }),
    ...group('Receivers: drips', 'TIMEOUT', {
      'nothing at all': () => undefined,
      'a status line': drip('H', ''),
      'a header': drip('HTTP/1.1 200 OK\r\nx-a: ', 'a'),
      headers: drip('HTTP/1.1 200 OK\r\n', 'x-a: b\r\n'),
      'a body': drip(head('content-length: 100000\r\n'), 'x'),
      chunks: drip(head(chunked), '1\r\na\r\n'),
      'an extension': drip(`${head(chunked)}5;`, 'x'),
      trailers: drip(`${head(chunked)}0\r\n`, 'x: y\r\n'),
      'blank lines': drip('\r\n', '\r\n'),
      'informational answers': drip('', head('', '103 X')),
    }),
    ...group('Receivers: more than asked', 'SUCCESS', {
      'a second answer': `${head(sized('ok'))}ok${head(sized('poison'), '500 No')}poison`,
      'ten answers': `${head(sized('ok'))}ok`.repeat(10),
      'nonsense after it': `${head(sized('ok'))}ok\0\xff nonsense`,
      'a body with 204': `${head(sized('abc'), '204 No Content')}abc`,
      'a body with 304 that is none': `${head(sized('ok'))}ok${kib(100)}`,
      'a second answer later': (socket) => {
        socket.write(`${head(sized('ok'))}ok`);
        setImmediate(() => socket.write(head(sized('poison'), '500 No') + 'poison'));
      },
      'half-closed before': (socket) => void socket.end(`${head(sized('ok'))}ok`),
      'HTTP/1.0': (socket) => void socket.end('HTTP/1.0 200 OK\r\n\r\nold'),
      'closed instead of a length': (socket) => void socket.end(`${head()}whole`),
    }),
  ];
}

function redirects(): HostileAnswer[] {
  const places =
    'http://127.0.0.1/,https://169.254.169.254/latest/,//10.0.0.1/,/elsewhere,https://[::1]/,http://[::1,javascript:alert(1),file:///etc/passwd,,\t,https://a:b@127.0.0.1/'.split(
      ',',
    );
  return [301, 302, 303, 305, 307, 308].flatMap((code) =>
    group(
      'Receivers: redirects',
      'REDIRECT_REFUSED',
      Object.fromEntries(
        places.map((place) => [`${code} ${place}`, head(`location: ${place}\r\n${empty}`, `${code} X`)]),
      ),
    ),
  );
}

export const hostileAnswers: readonly HostileAnswer[] = [
  ...statusLines(),
  ...headerLines(),
  ...framing(),
  ...cuts(),
  ...bodies(),
  ...redirects(),
];
