/**
 * Which addresses are public, told a second time and another way, to hold against the guard: whole numbers and the
 * special-purpose registries of IANA, without the guard's table and without its library.
 */

/** First and last address of each block of IPv4 that is not for everybody, from the registry and the clouds' own. */
const closed4: readonly (readonly [first: string, last: string])[] = [
  ['0.0.0.0', '0.255.255.255'],
  ['10.0.0.0', '10.255.255.255'],
  ['100.64.0.0', '100.127.255.255'],
  ['127.0.0.0', '127.255.255.255'],
  ['161.26.0.0', '161.26.255.255'],
  ['166.8.0.0', '166.11.255.255'],
  ['168.63.129.16', '168.63.129.16'],
  ['169.254.0.0', '169.254.255.255'],
  ['172.16.0.0', '172.31.255.255'],
  ['192.0.0.0', '192.0.0.255'],
  ['192.0.2.0', '192.0.2.255'],
  ['192.31.196.0', '192.31.196.255'],
  ['192.52.193.0', '192.52.193.255'],
  ['192.88.99.0', '192.88.99.255'],
  ['192.168.0.0', '192.168.255.255'],
  ['192.175.48.0', '192.175.48.255'],
  ['198.18.0.0', '198.19.255.255'],
  ['198.51.100.0', '198.51.100.255'],
  ['199.36.153.4', '199.36.153.11'],
  ['203.0.113.0', '203.0.113.255'],
  ['224.0.0.0', '255.255.255.255'],
];

/** Inside 2000::/3, as the bits that an address begins with. Everything outside is not public at all. */
const closed6: readonly (readonly [bits: bigint, length: number])[] = [
  [0x2001_00n >> 1n, 23],
  [0x2001_0db8n, 32],
  [0x2002n, 16],
  [0x2600_2d00_0002_1000n, 64],
  [0x2600_2d00_0002_2000n, 64],
  [0x2620_004f_8000n, 48],
  [0x3ffen, 16],
  [0x3fff_0n, 20],
];

const toNumber = (ip: string): number => ip.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
const ranges4 = closed4.map(([first, last]) => [toNumber(first), toNumber(last)] as const);

/** The edges of all blocks: where mistakes live. */
export const edges4: readonly number[] = ranges4
  .flatMap(([first, last]) => [first - 1, first, last, last + 1])
  .filter((edge) => edge >= 0 && edge < 2 ** 32);

export const edges6: readonly bigint[] = [...closed6, [1n, 3] as const].flatMap(([bits, length]) => {
  const first = bits << BigInt(128 - length);
  const next = (bits + 1n) << BigInt(128 - length);
  return [first - 1n, first, next - 1n, next];
});

export function isPublic4(address: number): boolean {
  return !ranges4.some(([first, last]) => first <= address && address <= last);
}

export function isPublic6(address: bigint): boolean {
  const top = (length: number): bigint => address >> BigInt(128 - length);
  if (top(3) !== 1n) return false;
  // ISATAP: the interface identifier is [02]00:5efe and an IPv4 address.
  const identifier = (address >> 32n) & 0xffff_ffffn;
  if ((identifier & 0xfcff_ffffn) === 0x0000_5efen) return false;
  return !closed6.some(([bits, length]) => top(length) === bits);
}

export const format4 = (address: number): string => [24, 16, 8, 0].map((shift) => (address >>> shift) & 255).join('.');

export const format6 = (address: bigint): string =>
  Array.from({ length: 8 }, (_, index) => ((address >> BigInt(112 - 16 * index)) & 0xffffn).toString(16)).join(':');
