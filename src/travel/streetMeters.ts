/**
 * Metres along streets from a source to the cells around it: one bounded search per source, then a look at the two
 * ends of each cell's edge. Searched from AEDs and responder cells, never from the many cells where somebody may fall.
 *
 *     source ╌╌ aside        cell = aside + along + Σ edges + along + aside, in whole metres, rounded up;
 *     ───•──────○──────•───  when both lie on one edge, also straight along it
 */
import { SHARD_CELL_COUNT } from "../grid/cell.ts";
import type { ShardGrid } from "../grid/shard.ts";
import { ROW_TO_CHILD } from "../grid/shardRows.ts";
import type { LngLat, TravelMode } from "../load/records.ts";
import { type Access, accessOf, metersFromEnds, metersToEnds } from "./access.ts";
import { type BoundedSearch, boundedSearch } from "./boundedSearch.ts";
import { knownArea } from "./knownArea.ts";
import { modeGraph } from "./modeGraph.ts";
import { DEGREE_STEPS, OWN_DETOUR_METERS, STREET_CUTOFF_METERS, type StreetNetwork } from "./network.ts";
import { snapIndex, stepMeters } from "./snapIndex.ts";
import type { Reach } from "./travel.ts";

/** Marks in `SourceMeters.meters`: surely more than 3,500 m; not known, as streets are not loaded at one end. */
export const BEYOND_CUTOFF = 65_535;
export const NO_STREETS = 65_534;

export interface SourceMeters {
  /** metres along streets ÷ straight line to the nodes within 1,000 m; NaN where the source has no streets */
  ownDetour: number;
  /** per cell around the source, in the order of its reach: 0…3,500 or a mark */
  meters: Uint16Array;
  /** from this source: no way that leaves the known streets is shorter; null where none of 3,500 m can (`KnownArea`) */
  leastOutside: ((lng: number, lat: number) => number) | null;
}

/** Good until the next call: the array is used again. */
export type StreetMeters = (source: LngLat, reach: Reach) => SourceMeters;

export function streetMeters(grid: ShardGrid, network: StreetNetwork, mode: TravelMode): StreetMeters {
  const index = snapIndex(network, mode);
  const search = boundedSearch(modeGraph(network, mode), STREET_CUTOFF_METERS);
  const area = knownArea(network.areas);
  const accessAt = (position: LngLat) => accessOf(network, area, index, mode, position);
  const cells = cellAccesses(grid, network, accessAt);
  const meters = new Uint16Array(SHARD_CELL_COUNT);
  return (source, reach) => {
    const leastOutside = area.leastMetersOutside(source);
    const access = accessAt(source);
    if (!access) {
      meters.fill(NO_STREETS, 0, reach.count);
      return { ownDetour: Number.NaN, meters: meters.subarray(0, reach.count), leastOutside };
    }
    const ends = metersToEnds(network, access);
    const reached = search.run(access.from, Math.round(ends.from), access.to, Math.round(ends.to));
    scatter(search, cells, access, reach, meters);
    if (leastOutside) doubtBeyond(grid, reach, leastOutside, meters);
    return {
      ownDetour: ownDetour(network, search, reached, source),
      meters: meters.subarray(0, reach.count),
      leastOutside,
    };
  };
}

/** Every cell of the shard on its edge, in row order: node −1 where the cell has no streets. */
interface CellAccesses {
  edge: Int32Array;
  from: Int32Array;
  to: Int32Array;
  /** metres from each end to the cell's centre; Infinity where a one-way street forbids it */
  fromEnd: Float64Array;
  toEnd: Float64Array;
  along: Float64Array;
  aside: Float64Array;
}

function cellAccesses(
  grid: ShardGrid,
  network: StreetNetwork,
  accessAt: (position: LngLat) => Access | null,
): CellAccesses {
  const integers = () => new Int32Array(SHARD_CELL_COUNT).fill(-1);
  const floats = () => new Float64Array(SHARD_CELL_COUNT);
  const cells = {
    edge: integers(),
    from: integers(),
    to: integers(),
    fromEnd: floats(),
    toEnd: floats(),
    along: floats(),
    aside: floats(),
  };
  for (let row = 0; row < SHARD_CELL_COUNT; row++) {
    const child = ROW_TO_CHILD[row];
    const access = accessAt({ lng: grid.lng[child], lat: grid.lat[child] });
    if (!access) continue;
    const ends = metersFromEnds(network, access);
    cells.edge[row] = access.edge;
    cells.from[row] = access.from;
    cells.to[row] = access.to;
    cells.fromEnd[row] = ends.from;
    cells.toEnd[row] = ends.to;
    cells.along[row] = access.alongMeters;
    cells.aside[row] = access.asideMeters;
  }
  return cells;
}

function scatter(
  search: BoundedSearch,
  cells: CellAccesses,
  source: Access,
  reach: Reach,
  meters: Uint16Array,
): void {
  const { edge, from, to, fromEnd, toEnd } = cells;
  const nodeMeters = search.meters;
  for (let i = 0; i < reach.count; i++) {
    const row = reach.row[i];
    if (edge[row] < 0) {
      meters[i] = NO_STREETS;
      continue;
    }
    let away = Math.min(nodeMeters[from[row]] + fromEnd[row], nodeMeters[to[row]] + toEnd[row]);
    if (edge[row] === source.edge) away = Math.min(away, alongOneEdge(source, cells, row));
    // lengths of edges are rounded to whole metres, so a sum may fall a metre short of the straight line
    away = Math.ceil(Math.max(away, reach.straightMeters[i]));
    meters[i] = away <= STREET_CUTOFF_METERS ? away : BEYOND_CUTOFF;
  }
}

function alongOneEdge(source: Access, { along, aside }: CellAccesses, row: number): number {
  const ahead = along[row] - source.alongMeters;
  const isAllowed = ahead === 0 || (ahead > 0 ? source.isForward : source.isBackward);
  return isAllowed ? source.asideMeters + Math.abs(ahead) + aside[row] : Infinity;
}

/** "No way was found" says that there is none only where no way that leaves the known streets can be as short. */
function doubtBeyond(
  grid: ShardGrid,
  { count, row }: Reach,
  leastOutside: (lng: number, lat: number) => number,
  meters: Uint16Array,
): void {
  for (let i = 0; i < count; i++) {
    if (meters[i] !== BEYOND_CUTOFF) continue;
    const child = ROW_TO_CHILD[row[i]];
    if (leastOutside(grid.lng[child], grid.lat[child]) < STREET_CUTOFF_METERS) meters[i] = NO_STREETS;
  }
}

/** Ratio of sums over the nodes within 1,000 m of street; at least 1; NaN where the source itself is all there is. */
function ownDetour(
  { nodeLng, nodeLat }: StreetNetwork,
  { meters, settled }: BoundedSearch,
  reached: number,
  source: LngLat,
): number {
  const scale = stepMeters(source.lat);
  let along = 0;
  let straight = 0;
  for (let i = 0; i < reached && meters[settled[i]] <= OWN_DETOUR_METERS; i++) {
    const node = settled[i];
    const east = (nodeLng[node] - source.lng * DEGREE_STEPS) * scale.east;
    const north = (nodeLat[node] - source.lat * DEGREE_STEPS) * scale.north;
    along += meters[node];
    straight += Math.sqrt(east * east + north * north);
  }
  return straight > 0 ? Math.max(1, along / straight) : Number.NaN;
}
