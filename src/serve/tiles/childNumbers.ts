/**
 * The numbers of a shard's cells, made without a string of each. The digits of resolutions 6 to 10 stand in bits 15
 * to 29 of the id (h3geo.org, "H3 index bit layout").
 */
import type { LevelResolution } from "../../coverage/columns.ts";
import { type CellId, SHARD_RESOLUTION } from "../../grid/cell.ts";
import { cellToNumber } from "../../grid/cellNumber.ts";
import { childAt } from "../../grid/shard.ts";

/** The number of the index-th child at a resolution (`grid/cellNumber.ts`). */
export function childNumbers(shard: CellId, resolution: LevelResolution): (index: number) => number {
  // child 0 has only zeros where the others have digits: they can be added
  const first = cellToNumber(childAt(shard, resolution, 0));
  return (index) => {
    let digits = 0;
    let rest = index;
    for (let level: number = resolution; level > SHARD_RESOLUTION; level--) {
      digits |= (rest % 7) << ((15 - level) * 3);
      rest = Math.floor(rest / 7);
    }
    return first + digits;
  };
}
