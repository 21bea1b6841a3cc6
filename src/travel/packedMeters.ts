/**
 * Metres from sources to the cells around them as bytes, so that they are searched once per edition of the streets.
 * Which cells, and their straight lines, follow from the source and the grid; stored is how far each cell departs
 * from straight line × the source's own detour, told by its difference from the cell before: mostly one byte.
 *
 *     byte 0 = no streets · 1 = beyond the bound · 2…254 = 2 + zigzag(difference) · 255 = two bytes of it follow
 */
import { STREET_CUTOFF_METERS } from "./network.ts";
import { BEYOND_CUTOFF, NO_STREETS, type SourceMeters } from "./streetMeters.ts";
import type { Reach } from "./travel.ts";

const NO_STREETS_BYTE = 0;
const BEYOND_BYTE = 1;
const FIRST_BYTE = 2;
const ESCAPE_BYTE = 255;

/** Appends to `bytes` from `at`; returns where the next source begins. At most three bytes a cell are written. */
export function packMeters(
  { ownDetour, meters }: Pick<SourceMeters, "ownDetour" | "meters">,
  { straightMeters }: Reach,
  bytes: Uint8Array,
  at: number,
): number {
  let before = 0;
  let next = at;
  for (let i = 0; i < meters.length; i++) {
    if (meters[i] === NO_STREETS) bytes[next++] = NO_STREETS_BYTE;
    else if (meters[i] === BEYOND_CUTOFF) bytes[next++] = BEYOND_BYTE;
    else {
      const departure = meters[i] - expectedMeters(straightMeters[i], ownDetour);
      const code = zigzag(departure - before) + FIRST_BYTE;
      before = departure;
      if (code < ESCAPE_BYTE) bytes[next++] = code;
      else {
        bytes[next++] = ESCAPE_BYTE;
        bytes[next++] = code & 255;
        bytes[next++] = code >> 8;
      }
    }
  }
  return next;
}

/** The inverse: fills `meters` for the cells of the reach, reading from `at`; returns where the next source begins. */
export function unpackMeters(
  bytes: Uint8Array,
  at: number,
  ownDetour: number,
  { count, straightMeters }: Reach,
  meters: Uint16Array,
): number {
  let before = 0;
  let next = at;
  for (let i = 0; i < count; i++) {
    const byte = bytes[next++];
    if (byte === NO_STREETS_BYTE) meters[i] = NO_STREETS;
    else if (byte === BEYOND_BYTE) meters[i] = BEYOND_CUTOFF;
    else {
      let code = byte;
      if (byte === ESCAPE_BYTE) {
        code = bytes[next] | (bytes[next + 1] << 8);
        next += 2;
      }
      before += unzigzag(code - FIRST_BYTE);
      meters[i] = before + expectedMeters(straightMeters[i], ownDetour);
    }
  }
  return next;
}

/** Any guess unpacks right; this one makes the differences small. Bounded, so that a code fits two bytes. */
function expectedMeters(straightMeters: number, ownDetour: number): number {
  return Math.min(STREET_CUTOFF_METERS, Math.round(straightMeters * (ownDetour || 1)));
}

function zigzag(value: number): number {
  return value < 0 ? -2 * value - 1 : 2 * value;
}

function unzigzag(code: number): number {
  return code & 1 ? -(code + 1) / 2 : code / 2;
}

/** Tells two lists of cells apart (FNV-1a over their rows): a packed source is read only for the cells it was made for. */
export function rowsHash({ count, row }: Reach): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < count; i++) {
    hash = Math.imul(hash ^ (row[i] & 255), 0x01000193);
    hash = Math.imul(hash ^ (row[i] >> 8), 0x01000193);
  }
  return hash >>> 0;
}
