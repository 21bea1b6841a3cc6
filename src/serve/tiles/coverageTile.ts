/** A tile of one subject for one period: the official zones and what goes with them, or the simulated response. */
import type { PeriodColumns } from "../../coverage/columns.ts";
import { CELL_RESOLUTION } from "../../grid/cell.ts";
import { type CellSubject, COVERAGE } from "../cellSubjects.ts";
import { type CellLevel, encodeCellTile, zoomToResolution } from "./cellTile.ts";
import type { TileAddress } from "./mercator.ts";

export const COVERAGE_MAX_ZOOM = 14;

export interface ShardLevel<P = PeriodColumns> extends CellLevel {
  period: P;
}

export function encodeCoverageTile(
  address: TileAddress,
  levels: readonly ShardLevel[],
  options: { isSynthetic: boolean },
): Uint8Array {
  return encodeSubjectTile(COVERAGE, address, levels, options);
}

/** Empty bytes where no cell of the domain touches the tile. */
export function encodeSubjectTile<P>(
  subject: CellSubject<P>,
  address: TileAddress,
  levels: readonly ShardLevel<P>[],
  { isSynthetic }: { isSynthetic: boolean },
): Uint8Array {
  const properties = tilePropertiesOf(subject, zoomToResolution(address.z));
  return encodeCellTile<ShardLevel<P>>(address, levels, {
    layer: subject.collectionId,
    properties,
    isSynthetic,
  });
}

function tilePropertiesOf<P>(subject: CellSubject<P>, resolution: number) {
  return subject.propertiesOf(resolution).filter(({ isItemOnly }) => !isItemOnly);
}

/** Every property that a tile of some zoom carries → one sentence. */
export function tileFields<P>(subject: CellSubject<P>): Record<string, string> {
  const properties = [CELL_RESOLUTION, CELL_RESOLUTION - 1].flatMap((each) =>
    tilePropertiesOf(subject, each),
  );
  return Object.fromEntries(properties.map(({ name, description }) => [name, description]));
}
