/** The synthetic city of a dense shard's size: 200,000 crossings on the shard around Amsterdam and its halo. */
import { type CellId, positionToShard } from "../../src/grid/cell.ts";
import { shardGrid } from "../../src/grid/shard.ts";
import { buildNetwork } from "../../src/travel/buildNetwork.ts";
import type { StreetNetwork } from "../../src/travel/network.ts";
import { CITY, syntheticCity } from "./syntheticCity.ts";

const SIDE = 450;
export const DENSE_SHARD: CellId = positionToShard({ lng: 4.9, lat: 52.37 });

let made: { network: StreetNetwork; shard: CellId } | undefined;

/** Made once per process: 22 km by 22 km around the shard's middle. */
export function denseCity(): { network: StreetNetwork; shard: CellId } {
  if (made) return made;
  const shard = DENSE_SHARD;
  const { origin } = shardGrid(shard).plane;
  const half = (SIDE * CITY.blockMeters) / 2;
  const corner = {
    lng: origin.lng - half / (111_320 * Math.cos((origin.lat * Math.PI) / 180)),
    lat: origin.lat - half / 111_250,
  };
  const city = syntheticCity({ ...CITY, corner, columns: SIDE, rows: SIDE });
  made = { network: buildNetwork([[-180, -90, 180, 90]], city, city.edges), shard };
  return made;
}
