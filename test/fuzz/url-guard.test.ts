// The address guard against a second opinion: random addresses, and URLs put together and then damaged at random.
import fc from 'fast-check';
import { isIP } from 'node:net';
import { createAddressPolicy } from '../../src/outbound/address-policy.ts';
import { checkTargetUrl } from '../../src/outbound/target-url.ts';
import { fuzz } from '../support/fuzz.ts';
import { lookAlikesOf, notationsOf, percentFormsOf } from '../hostile/disguises.ts';
import { edges4, edges6, format4, format6, isPublic4, isPublic6 } from './public-address.ts';

const policy = createAddressPolicy();
const near = (edge: number) => fc.integer({ min: -3, max: 3 }).map((step) => (edge + step + 2 ** 32) % 2 ** 32);
const addresses4 = fc.oneof(fc.constantFrom(...edges4).chain(near), fc.nat(2 ** 32 - 1));
const addresses6 = fc.oneof(
  fc.tuple(fc.constantFrom(...edges6), fc.bigInt(-3n, 3n)).map(([edge, step]) => BigInt.asUintN(128, edge + step)),
  fc.tuple(fc.constantFrom(...edges6), fc.bigInt(0n, 2n ** 104n)).map(([edge, low]) => BigInt.asUintN(128, edge ^ low)),
  fc.bigInt(0n, 2n ** 128n - 1n),
  fc
    .tuple(fc.bigInt(0n, 2n ** 64n - 1n), fc.nat(2 ** 32 - 1))
    .map(([high, ip]) => (high << 64n) | (0x5efen << 32n) | BigInt(ip)),
);

fuzz(
  'an IPv4 address is open exactly when the registries call it public',
  fc.property(addresses4, (address) => policy.check(format4(address), 443).ok === isPublic4(address)),
  { share: 0.04 },
);

fuzz(
  'an IPv6 address is open exactly when the registries call it public',
  fc.property(addresses6, (address) => policy.check(format6(address), 443).ok === isPublic6(address)),
  { share: 0.04 },
);

const numberOf = (ip: string): number => ip.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
const bigOf = (ip: string): bigint => {
  const [start = '', end = ''] = ip.split('::');
  const left = start === '' ? [] : start.split(':');
  const right = end === '' ? [] : end.split(':');
  const groups = ip.includes('::')
    ? [...left, ...Array<string>(8 - left.length - right.length).fill('0'), ...right]
    : left;
  return groups.reduce((sum, part) => (sum << 16n) | BigInt(`0x${part}`), 0n);
};

const label = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,8}[a-z0-9])?$/);
const hosts = fc.oneof(
  addresses4.map(format4),
  addresses6.map((address) => `[${format6(address)}]`),
  addresses4.chain((address) =>
    fc.constantFrom(
      ...notationsOf(format4(address)),
      ...lookAlikesOf(format4(address)),
      ...percentFormsOf(format4(address)),
    ),
  ),
  fc.array(label, { minLength: 1, maxLength: 4 }).map((labels) => labels.join('.')),
  fc
    .tuple(
      label,
      fc.constantFrom(
        'localhost',
        'internal',
        'local',
        'metadata.google.internal',
        'corp',
        'example.com',
        'com',
        'home.arpa',
      ),
    )
    .map((parts) => parts.join('.')),
  fc.string({ unit: 'binary', maxLength: 12 }),
);
const pieces = fc.constantFrom(
  '',
  '@',
  ':',
  '/',
  '\\',
  '#',
  '?',
  '%',
  '%00',
  '\t',
  '\n',
  '\0',
  ' ',
  '.',
  '。',
  '[',
  ']',
  '\ud800',
  '\u200b',
  '//',
  'https://',
  '127.0.0.1',
);
const urls = fc
  .tuple(
    fc.constantFrom('https://', 'http://', 'HTTPS://', 'https:/', 'https:\\\\', 'ftp://', '//', ''),
    fc.oneof(
      { weight: 4, arbitrary: fc.constant('') },
      { weight: 1, arbitrary: fc.constantFrom('a@', 'a:b@', '@', 'hooks.example.com@') },
    ),
    hosts,
    fc.oneof(
      fc.constant(''),
      fc.nat(70_000).map((port) => `:${port}`),
      fc.constantFrom(':', ':0443', ':+443', ':443:443'),
    ),
    fc.oneof(
      fc.constantFrom('', '/', '/a?b=c', '/ünï', '/#x'),
      fc.string({ maxLength: 8 }).map((text) => `/${text}`),
    ),
    pieces,
    fc.nat(40),
  )
  .map(([scheme, user, host, port, path, piece, at]) => {
    const url = scheme + user + host + port + path;
    return at > url.length ? url : url.slice(0, at) + piece + url.slice(at);
  });

/** What must hold for a URL that was let through, told without the guard's own code. */
function isHarmless(raw: string, allowHttp: boolean): boolean {
  const url = new URL(raw);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const isOpenHost =
    isIP(host) === 4
      ? isPublic4(numberOf(host))
      : isIP(host) === 6
        ? isPublic6(bigOf(host))
        : /^([a-z0-9_-]+\.)+[a-z0-9-]*[a-z][a-z0-9-]*$/.test(host);
  const port = Number(url.port || (url.protocol === 'https:' ? 443 : 80));
  return (
    isOpenHost &&
    !/\.(localhost|internal|local|corp|arpa|onion|invalid|test|lan|home)$/.test(host) &&
    (url.protocol === 'https:' || (allowHttp && url.protocol === 'http:')) &&
    (port === 443 || port > 1023 || (allowHttp && port === 80)) &&
    url.username === '' &&
    url.password === '' &&
    url.hash === '' &&
    !/[\s\\\0-\x1f\x7f]/.test(raw) &&
    raw.isWellFormed()
  );
}

fuzz(
  'a URL that is let through leads to a public place, and its stored form is let through as well',
  fc.property(urls, fc.boolean(), (raw, allowHttp) => {
    const verdict = checkTargetUrl(raw, { policy, allowHttp });
    if (!verdict.ok) return /^[A-Z].*\.$/.test(verdict.message) && verdict.rule !== undefined;
    const stored = checkTargetUrl(verdict.url.href, { policy, allowHttp });
    return isHarmless(raw, allowHttp) && stored.ok && stored.host === verdict.host && stored.port === verdict.port;
  }),
  { share: 0.12 },
);

fuzz(
  'a plain URL of a public name or address is let through',
  fc.property(
    fc.oneof(
      fc.tuple(label, label).map(([a, b]) => `${a}.${b}.example.com`),
      addresses4.filter(isPublic4).map(format4),
      addresses6.filter(isPublic6).map((address) => `[${format6(address)}]`),
    ),
    fc.oneof(
      fc.constant(''),
      fc.integer({ min: 10_081, max: 65_535 }).map((port) => `:${port}`),
    ),
    fc.webPath(),
    (host, port, path) =>
      checkTargetUrl(`https://${host}${port}${path.startsWith('/') ? path : `/${path}`}`, { policy, allowHttp: false })
        .ok === !host.startsWith('xn--'),
  ),
  { share: 0.04 },
);
