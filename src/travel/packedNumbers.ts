/** Whole numbers in 7 bits a byte, small ones in one, and floats in eight: written into a growing row, read back. */

export interface NumberWriter {
  /** 0 to 2³¹ − 1 */
  unsigned(value: number): void;
  /** −2³⁰ to 2³⁰ − 1 */
  signed(value: number): void;
  float(value: number): void;
  bytes(): Uint8Array;
}

export function numberWriter(): NumberWriter {
  let row = new Uint8Array(256);
  let at = 0;
  const unsigned = (value: number) => {
    if (at + 8 > row.length) {
      const wider = new Uint8Array(2 * row.length);
      wider.set(row);
      row = wider;
    }
    let rest = value;
    for (; rest > 0x7f; rest >>>= 7) row[at++] = (rest & 0x7f) | 0x80;
    row[at++] = rest;
  };
  return {
    unsigned,
    signed: (value) => unsigned((value << 1) ^ (value >> 31)),
    float: (value) => {
      unsigned(0);
      new DataView(row.buffer).setFloat64(at - 1, value);
      at += 7;
    },
    bytes: () => row.subarray(0, at),
  };
}

export interface NumberReader {
  unsigned(): number;
  /** as many unsigned numbers as the row has places */
  fill(row: Int32Array): void;
  float(): number;
  /** where the next number begins */
  at(): number;
}

/** Behind the end every number is 0: the caller checks where its reader stands at last. */
export function numberReader(bytes: Uint8Array, start: number): NumberReader {
  let at = start;
  const one = new Int32Array(1);
  const fill = (row: Int32Array) => {
    at = readNumbers(bytes, at, row);
  };
  return {
    unsigned: () => {
      fill(one);
      return one[0];
    },
    fill,
    float: () => {
      at += 8;
      if (at > bytes.length) return 0;
      return new DataView(bytes.buffer, bytes.byteOffset).getFloat64(at - 8);
    },
    at: () => at,
  };
}

function readNumbers(bytes: Uint8Array, start: number, row: Int32Array): number {
  let at = start;
  for (let n = 0; n < row.length; n++) {
    let byte = bytes[at++];
    if (byte < 0x80) {
      row[n] = byte;
      continue;
    }
    let value = byte & 0x7f;
    for (let shift = 7; byte > 0x7f && shift < 35; shift += 7) {
      byte = bytes[at++];
      value |= (byte & 0x7f) << shift;
    }
    row[n] = value;
  }
  return at;
}

/** What `signed` wrote, as it was read. */
export function unsign(value: number): number {
  return (value >>> 1) ^ -(value & 1);
}
