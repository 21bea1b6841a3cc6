/** A tile of the official zones and what goes with them, for one period. */
import type { PeriodColumns } from "../../coverage/columns.ts";
import { propertiesOfResolution } from "../cellProperties.ts";
import { type CellLevel, encodeCellTile, zoomToResolution } from "./cellTile.ts";
import type { TileAddress } from "./mercator.ts";

export const COVERAGE_MAX_ZOOM = 14;

export interface ShardLevel extends CellLevel {
  period: PeriodColumns;
}

/** Empty bytes where no cell of the domain touches the tile. */
export function encodeCoverageTile(
  address: TileAddress,
  levels: readonly ShardLevel[],
  { isSynthetic }: { isSynthetic: boolean },
): Uint8Array {
  const properties = propertiesOfResolution(zoomToResolution(address.z)).filter(
    ({ isItemOnly }) => !isItemOnly,
  );
  return encodeCellTile<ShardLevel>(address, levels, { layer: "coverage", properties, isSynthetic });
}
