// Custom headers: whatever is let through comes out of the bytes of a request as it went in, and takes nothing of ours.
import fc from 'fast-check';
import { validateHeaderName, validateHeaderValue } from 'node:http';
import { checkCustomHeaders } from '../../src/domain/custom-headers.ts';
import { fuzz } from '../support/fuzz.ts';

const ours = [
  'Content-Type',
  'User-Agent',
  'X-Jasci-Event',
  'X-Jasci-Delivery',
  'X-Jasci-Attempt',
  'X-Jasci-Signature',
  'webhook-id',
  'webhook-timestamp',
  'webhook-signature',
  'traceparent',
  'accept-encoding',
  'host',
  'connection',
  'content-length',
];
const framing = [
  'Transfer-Encoding',
  'TE',
  'Trailer',
  'Upgrade',
  'Expect',
  'Keep-Alive',
  'Proxy-Authorization',
  'Proxy-Connection',
  'Cookie',
  'Forwarded',
  'X-Forwarded-For',
  'HTTP2-Settings',
  'Via',
];
const reserved = [...ours, ...framing];

const name = fc.oneof(
  fc.stringMatching(/^X-[A-Za-z0-9-]{1,20}$/),
  fc.constantFrom(...reserved, 'Authorization', 'X-Api-Key'),
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.tuple(fc.constantFrom(...reserved), fc.string({ unit: 'binary', maxLength: 2 })).map((parts) => parts.join('')),
);
const value = fc.oneof(
  fc.string({ maxLength: 60 }),
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.constantFrom('a\r\nX-B: c', 'a\nb', 'a\r\n b', '\ta', 'a ', '\x85', 'é', '\ud800'),
  fc.nat(5_000).map((length) => 'v'.repeat(length)),
);
const headers = fc.array(fc.record({ name, value }), { maxLength: 24 });

fuzz(
  'headers that are let through are read back from the wire as they are, and none is one of ours',
  fc.property(headers, (given) => {
    const problems = checkCustomHeaders(given, { prefix: 'X-Jasci' });
    if (problems.length > 0)
      return problems.every(({ index, message }) => index < given.length && /^[A-Z].*\.$/.test(message));
    const wire = Buffer.from(given.map((header) => `${header.name}: ${header.value}\r\n`).join(''), 'latin1').toString(
      'latin1',
    );
    const lines = wire.split(/\r\n|\r|\n/).slice(0, -1);
    const names = new Set(given.map((header) => header.name.toLowerCase().replaceAll('_', '-')));
    for (const header of given) {
      validateHeaderName(header.name);
      validateHeaderValue(header.name, header.value);
    }
    const bytes = given.reduce((sum, header) => sum + header.name.length + header.value.length, 0);
    return (
      lines.length === given.length &&
      lines.every((line, index) => line === `${given[index]?.name}: ${given[index]?.value}`) &&
      new Set(given.map((header) => header.name.toLowerCase())).size === given.length &&
      !reserved.some((one) => names.has(one.toLowerCase())) &&
      given.length <= 20 &&
      bytes <= 8_192
    );
  }),
  { share: 0.08 },
);

fuzz(
  'a reserved name is refused in any capitals, with underscores, and under any prefix of the installation',
  fc.property(
    fc.constantFrom(...reserved),
    fc.infiniteStream(fc.boolean()),
    fc.boolean(),
    fc.stringMatching(/^[A-Z][A-Za-z0-9-]{0,10}$/),
    (one, capitals, underscores, prefix) => {
      const written = [...one]
        .map((letter) => (capitals.next().value ? letter.toUpperCase() : letter.toLowerCase()))
        .join('');
      const spelt = underscores ? written.replaceAll('-', '_') : written;
      const own = `${prefix}-Event`;
      const check = (header: string, under: string) =>
        checkCustomHeaders([{ name: header, value: 'x' }], { prefix: under });
      return (
        check(spelt, 'X-Jasci').some(({ rule }) => rule === 'reserved') &&
        check(own.toLowerCase(), prefix).some(({ rule }) => rule === 'reserved')
      );
    },
  ),
  { share: 0.03 },
);
