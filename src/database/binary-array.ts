/**
 * Arrays in PostgreSQL's binary format, as parameters with a cast: `$1::uuid[]`. As text every number, instant and
 * quotation mark would be written out here and parsed again by the database, one character at a time; in batches that
 * is a good part of what a statement costs. The driver sends a Buffer as it is.
 */

type Values<T> = readonly (T | null | undefined)[];

/** Of PostgreSQL's own types; they never change. */
const oids = {
  boolean: 16,
  bytea: 17,
  bigint: 20,
  int: 23,
  text: 25,
  json: 114,
  float: 701,
  timestamptz: 1184,
  uuid: 2950,
} as const;

const HEADER_BYTES = 20;
const LENGTH_BYTES = 4;
const NULL = -1;

/** @param write puts a value at an offset */
function fixed<T>(oid: number, bytes: number, write: (buffer: Buffer, value: T, at: number) => void) {
  return (values: Values<T>): Buffer => {
    let size = 0;
    for (const value of values) size += value == null ? LENGTH_BYTES : LENGTH_BYTES + bytes;
    const buffer = begin(oid, values, size);
    let at = HEADER_BYTES;
    // By index: numbers that an iterator hands over one by one are boxed, and these are many thousands a second.
    for (let index = 0; index < values.length; index++) {
      const value = values[index];
      at = buffer.writeInt32BE(value == null ? NULL : bytes, at);
      if (value == null) continue;
      write(buffer, value, at);
      at += bytes;
    }
    return buffer;
  };
}

const strings = (oid: number) => (values: Values<string>) => {
  const lengths = values.map((value) => (value == null ? NULL : Buffer.byteLength(value)));
  let size = 0;
  for (const length of lengths) size += LENGTH_BYTES + Math.max(0, length);
  const buffer = begin(oid, values, size);
  let at = HEADER_BYTES;
  for (let index = 0; index < values.length; index++) {
    const value = values[index];
    at = buffer.writeInt32BE(lengths[index] as number, at);
    if (value != null) at += buffer.write(value, at);
  }
  return buffer;
};

/** A buffer with the array's header: dimensions, whether there are nulls, type, length, first index. */
function begin(oid: number, values: Values<unknown>, size: number): Buffer {
  const buffer = Buffer.allocUnsafe(HEADER_BYTES + size);
  buffer.writeInt32BE(1, 0);
  buffer.writeInt32BE(values.some((value) => value == null) ? 1 : 0, 4);
  buffer.writeInt32BE(oid, 8);
  buffer.writeInt32BE(values.length, 12);
  buffer.writeInt32BE(1, 16);
  return buffer;
}

export const booleanArray = fixed<boolean>(oids.boolean, 1, (buffer, value, at) => buffer.writeInt8(value ? 1 : 0, at));
/** @throws RangeError for what is beyond 32 bits */
export const intArray = fixed<number>(oids.int, 4, (buffer, value, at) => buffer.writeInt32BE(value, at));
/** Of safe integers. */
export const bigintArray = fixed<number>(oids.bigint, 8, writeInt64);
export const floatArray = fixed<number>(oids.float, 8, (buffer, value, at) => buffer.writeDoubleBE(value, at));
export const instantArray = fixed<Date>(oids.timestamptz, 8, (buffer, value, at) =>
  writeInt64(buffer, (value.getTime() - EPOCH_MS) * 1000, at),
);
/** @throws TypeError for what is no UUID */
export const uuidArray = fixed<string>(oids.uuid, 16, writeUuid);
export const textArray = strings(oids.text);
/** Of JSON texts. */
export const jsonArray = strings(oids.json);

export function bytesArray(values: readonly Buffer[]): Buffer {
  const buffer = begin(
    oids.bytea,
    values,
    values.reduce((size, value) => size + LENGTH_BYTES + value.length, 0),
  );
  let at = HEADER_BYTES;
  for (const value of values) {
    at = buffer.writeInt32BE(value.length, at);
    at += value.copy(buffer, at);
  }
  return buffer;
}

/** PostgreSQL counts microseconds from here. */
const EPOCH_MS = Date.UTC(2000, 0, 1);
const HIGH = 2 ** 32;

function writeInt64(buffer: Buffer, value: number, at: number): void {
  const high = Math.floor(value / HIGH);
  buffer.writeInt32BE(high, at);
  buffer.writeUInt32BE(value - high * HIGH, at + 4);
}

const UUID_LENGTH = 36;
/** The value of a hexadecimal digit by its character code; -1 for any other character. */
const digits = Int8Array.from({ length: 128 }, (_, code) =>
  '0123456789abcdef'.indexOf(String.fromCharCode(code).toLowerCase()),
);

function writeUuid(buffer: Buffer, uuid: string, at: number): void {
  let from = 0;
  for (let index = 0; index < 16; index++) {
    if (uuid.charCodeAt(from) === DASH) from += 1;
    const byte = ((digits[uuid.charCodeAt(from)] ?? -1) << 4) | (digits[uuid.charCodeAt(from + 1)] ?? -1);
    if (byte < 0) throw new TypeError('not a UUID');
    buffer[at + index] = byte;
    from += 2;
  }
  if (from !== UUID_LENGTH || uuid.length !== UUID_LENGTH) throw new TypeError('not a UUID');
}

const DASH = 45;
