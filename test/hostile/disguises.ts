/** Ways to write an IPv4 address that parsers fold back to it: notations, look-alike characters, IPv6 around it. */

type Bytes = readonly [number, number, number, number];

export const bytesOf = (ip: string): Bytes => ip.split('.').map(Number) as unknown as Bytes;

const hex = (value: number): string => value.toString(16);
const octal = (value: number): string => value.toString(8);
const asNumber = ([a, b, c, d]: Bytes): number => ((a * 256 + b) * 256 + c) * 256 + d;

/** inet_aton's forms: one to four parts, each decimal, octal or hexadecimal. */
export function notationsOf(ip: string): string[] {
  const bytes = bytesOf(ip);
  const [a, b, c, d] = bytes;
  const whole = asNumber(bytes);
  const bases: ((value: number) => string)[] = [
    (value) => `${value}`,
    (value) => `0x${hex(value)}`,
    (value) => `0X${hex(value).toUpperCase()}`,
    (value) => `0${octal(value)}`,
    (value) => `0x0000${hex(value)}`,
    (value) => `0000${octal(value)}`,
  ];
  const forms = bases.flatMap((write) => [
    write(whole),
    `${write(a)}.${write(whole % 2 ** 24)}`,
    `${write(a)}.${write(b)}.${write(whole % 2 ** 16)}`,
    bytes.map(write).join('.'),
  ]);
  const mixed = [
    `0x${hex(a)}.0${octal(b)}.${c}.${d}`,
    `${a}.0x${hex(b)}.0${octal(c)}.0x${hex(d)}`,
    `0${octal(a)}.${b}.0x${hex(c)}.${d}`,
    bytes.map((value) => String(value).padStart(3, '0')).join('.'),
    bytes.map((value) => value + 256).join('.'),
    `${whole + 2 ** 32}`,
  ];
  const withDots = [...forms, ...mixed].flatMap((form) => [form, `${form}.`]);
  return [...new Set(withDots)];
}

const digitSets = {
  'full width': 0xff10,
  'mathematical bold': 0x1d7ce,
  'mathematical double-struck': 0x1d7d8,
  'mathematical sans-serif': 0x1d7e2,
  'mathematical monospace': 0x1d7f6,
};
const circled = '⓪①②③④⑤⑥⑦⑧⑨';
const superscript = '⁰¹²³⁴⁵⁶⁷⁸⁹';
const subscript = '₀₁₂₃₄₅₆₇₈₉';
const dots = ['。', '．', '｡'];
const invisible = ['\u00ad', '\u200b', '\u200c', '\u200d', '\u2060', '\ufeff', '\u034f', '\u180e', '\u202e', '\u2064'];
const breaking = ['\0', '\t', '\n', '\r', '\x0b', '\x7f', '\x85', '\u00a0', '\u2028', '\ud800', ' '];

/** Characters that fold to digits and dots, or that vanish or cut a text short. */
export function lookAlikesOf(ip: string): string[] {
  const replaceDigits = (digit: (value: number) => string) => ip.replace(/\d/g, (found) => digit(Number(found)));
  const digits = [
    ...Object.values(digitSets).map((start) => replaceDigits((value) => String.fromCodePoint(start + value))),
    ...[circled, superscript, subscript].map((set) => replaceDigits((value) => set[value] ?? '')),
  ];
  const middle = Math.floor(ip.length / 2);
  const inserted = [...invisible, ...breaking].flatMap((character) => [
    `${ip.slice(0, middle)}${character}${ip.slice(middle)}`,
    `${ip}${character}`,
    `${character}${ip}`,
  ]);
  return [
    ...digits,
    ...digits.flatMap((text) => dots.map((dot) => text.replaceAll('.', dot))),
    ...dots.map((dot) => ip.replaceAll('.', dot)),
    ...dots.map((dot) => ip.replace('.', dot)),
    ...inserted,
  ];
}

export const percentEncode = (text: string): string =>
  [...Buffer.from(text)].map((byte) => `%${hex(byte).padStart(2, '0')}`).join('');

/** Percent encoding of all of it, of one character, twice, and of what folds to it. */
export function percentFormsOf(ip: string): string[] {
  const all = percentEncode(ip);
  return [
    all,
    all.toUpperCase(),
    all.replaceAll('%', '%25'),
    `%${hex(ip.charCodeAt(0))}${ip.slice(1)}`,
    ip.replaceAll('.', '%2e'),
    ip.replaceAll('.', '%E3%80%82'),
    percentEncode(lookAlikesOf(ip)[0] ?? ''),
    `${ip}%00`,
    `${ip}%00.example.com`,
    `${ip}%2f.example.com`,
    `${ip}%0d%0a`,
  ];
}

/** IPv6 addresses, without brackets, that lead to the IPv4 address or carry it. */
export function embeddingsOf(ip: string): string[] {
  const [a, b, c, d] = bytesOf(ip);
  const high = hex(a * 256 + b);
  const low = hex(c * 256 + d);
  const inverted = `${hex((a * 256 + b) ^ 0xffff)}:${hex((c * 256 + d) ^ 0xffff)}`;
  const prefixes = [
    '::ffff:',
    '::',
    '::ffff:0:',
    '64:ff9b::',
    '64:ff9b:1::',
    '64:ff9b:1:a:b:c:',
    '2606:4700::5efe:',
    '2606:4700::200:5efe:',
  ];
  const mapped = [
    `0:0:0:0:0:ffff:${high}:${low}`,
    `0000:0000:0000:0000:0000:FFFF:${high.padStart(4, '0')}:${low.padStart(4, '0')}`,
    `::FFFF:${ip}`,
  ];
  return [
    ...prefixes.flatMap((prefix) => [`${prefix}${ip}`, `${prefix}${high}:${low}`]),
    ...mapped,
    `2002:${high}:${low}::`,
    `2002:${high}:${low}::1`,
    `2001:0:4136:e378:8000:63bf:${inverted}`,
    `2001::${inverted}`,
  ];
}
