/**
 * Writes the 15 hexadecimal characters of a shard's cells straight into a tile, without making a string of each.
 * The digits of resolutions 6 to 10 stand in bits 15 to 29 of the id (h3geo.org, "H3 index bit layout").
 */
import type { PbfWriter } from "pbf";
import type { LevelResolution } from "../../coverage/columns.ts";
import { type CellId, SHARD_RESOLUTION } from "../../grid/cell.ts";
import { childAt } from "../../grid/shard.ts";

/** Writes the id of the index-th child. */
export type CellIdWriter = (index: number, pbf: PbfWriter) => void;

export const CELL_ID_LENGTH = 15;
/** The last eight characters change within a shard. */
const HEAD_LENGTH = 7;
const HEX = new TextEncoder().encode("0123456789abcdef");

export function cellIdWriter(shard: CellId, resolution: LevelResolution): CellIdWriter {
  const first = childAt(shard, resolution, 0);
  const head = new TextEncoder().encode(first.slice(0, HEAD_LENGTH));
  const low = Number.parseInt(first.slice(HEAD_LENGTH), 16);
  return (index, pbf) => {
    pbf.realloc(CELL_ID_LENGTH);
    pbf.buf.set(head, pbf.pos);
    const word = (low | indexToDigits(index, resolution)) >>> 0;
    for (let n = 0; n < 8; n++) pbf.buf[pbf.pos + HEAD_LENGTH + n] = HEX[(word >>> (28 - 4 * n)) & 15];
    pbf.pos += CELL_ID_LENGTH;
  };
}

/** Three bits per resolution below the shard's; child 0 has only zeros there, so they can be or-ed in. */
function indexToDigits(index: number, resolution: LevelResolution): number {
  let digits = 0;
  let rest = index;
  for (let level: number = resolution; level > SHARD_RESOLUTION; level--) {
    digits |= (rest % 7) << ((15 - level) * 3);
    rest = Math.floor(rest / 7);
  }
  return digits;
}
