/**
 * Polygons to resolution-10 cells: a cell lies in a polygon when its centre does.
 * Goes shard by shard, so that only one shard's geometry is in memory; h3 is asked only which shards to look at.
 */
import { polygonToCells } from "h3-js";
import { type Finding, warning } from "../load/reader.ts";
import type { Region, RegionKind } from "../load/records.ts";
import { type CellId, SHARD_CELL_COUNT, SHARD_RESOLUTION } from "./cell.ts";
import { indexPolygon, isInPolygon, type Polygon, type PolygonIndex } from "./polygonIndex.ts";
import { type ShardGrid, shardGrid } from "./shard.ts";

/** Which region of one kind each cell of a shard lies in: 0 = none, else 1 + index into `codes`. */
export interface RegionsOfShard {
  kind: RegionKind;
  codes: string[];
  cell: Uint16Array;
}

export interface RegionCellsResult {
  shards: Map<CellId, RegionsOfShard[]>;
  /** overlaps within one kind, and regions too small to hold a cell's centre */
  findings: Finding[];
}

/** Farther than any cell's centre from the centre of its shard (side 9.2 km, ragged edge included). */
const SHARD_REACH_METERS = 12_000;
const METERS_PER_DEGREE = 111_200;
/** Latitude bands of one shard's cells, so that a small polygon looks at few of them. */
const BAND_COUNT = 128;

/** Per shard the indexes, ascending, of the cells whose centre lies in any of the polygons. */
export function polygonToShardCells(
  polygons: readonly Polygon[],
  shardGridOf: (shard: CellId) => ShardGrid = shardGrid,
): Map<CellId, Uint16Array> {
  const result = new Map<CellId, Uint16Array>();
  for (const [shard, indexes] of polygonsByShard(polygons.map((polygon) => ({ polygon, owner: 0 })))) {
    const bands = cellBands(shardGridOf(shard));
    const isInside = new Uint8Array(SHARD_CELL_COUNT);
    for (const { index } of indexes) forEachCellIn(bands, index, (cell) => (isInside[cell] = 1));
    const cells = Uint16Array.from(isInside.keys()).filter((cell) => isInside[cell] === 1);
    if (cells.length > 0) result.set(shard, cells);
  }
  return result;
}

/**
 * Every region into the cells of the shards it lies in. Regions are taken in order of code, whatever their order in
 * the input; where two of one kind overlap, the first keeps the cell and a warning counts the cells.
 */
export function regionsToCells(regions: readonly Region[]): RegionCellsResult {
  const drawn = regions.filter(({ polygons }) => polygons.length > 0).sort(byKindAndCode);
  const pieces = drawn.flatMap(({ polygons }, owner) => polygons.map((polygon) => ({ polygon, owner })));
  const cellCounts = new Float64Array(drawn.length);
  const overlaps: Overlaps = new Map();

  const shards = new Map<CellId, RegionsOfShard[]>();
  for (const [shard, indexes] of polygonsByShard(pieces)) {
    const bands = cellBands(shardGrid(shard));
    const columns = new Map<RegionKind, RegionsOfShard>();
    for (const { index, owner } of indexes) {
      const { kind, code } = drawn[owner];
      const column = columns.get(kind) ?? { kind, codes: [], cell: new Uint16Array(SHARD_CELL_COUNT) };
      const own = 1 + (column.codes.includes(code) ? column.codes.indexOf(code) : column.codes.length);
      let held = 0;
      forEachCellIn(bands, index, (cell) => {
        held++;
        const first = column.cell[cell];
        if (first === 0) column.cell[cell] = own;
        else if (first !== own) countOverlap(overlaps, drawn[owner], column.codes[first - 1]);
      });
      cellCounts[owner] += held;
      if (held > 0 && own > column.codes.length) column.codes.push(code);
      if (held > 0) columns.set(kind, column);
    }
    if (columns.size > 0) shards.set(shard, [...columns.values()]);
  }
  return { shards, findings: [...overlapFindings(overlaps), ...emptyFindings(drawn, cellCounts)] };
}

interface IndexedPiece {
  index: PolygonIndex;
  owner: number;
}

/** Shards in order, each with the pieces that may lie in it, in the order given. */
function polygonsByShard(pieces: { polygon: Polygon; owner: number }[]): [CellId, IndexedPiece[]][] {
  const byShard = new Map<CellId, IndexedPiece[]>();
  for (const { polygon, owner } of pieces) {
    const piece = { index: indexPolygon(polygon), owner };
    for (const shard of shardsNear(piece.index)) {
      const near = byShard.get(shard);
      if (near) near.push(piece);
      else byShard.set(shard, [piece]);
    }
  }
  return [...byShard].sort(byPlace);
}

/** A superset of the shards with a cell centre in the polygon's bounding box. */
function shardsNear({ west, south, east, north }: PolygonIndex): CellId[] {
  const up = SHARD_REACH_METERS / METERS_PER_DEGREE;
  const across = up / Math.cos((Math.max(Math.abs(south), Math.abs(north)) * Math.PI) / 180);
  const box = [
    [west - across, south - up],
    [east + across, south - up],
    [east + across, north + up],
    [west - across, north + up],
    [west - across, south - up],
  ];
  return polygonToCells([box], SHARD_RESOLUTION, true);
}

/** A shard's cells by latitude band: the cells of band b are order[start[b]] up to start[b + 1]. */
interface CellBands {
  grid: ShardGrid;
  south: number;
  bandsPerDegree: number;
  start: Int32Array;
  order: Uint16Array;
}

function cellBands(grid: ShardGrid): CellBands {
  const { lat } = grid;
  const south = lat.reduce((least, value) => Math.min(least, value));
  const north = lat.reduce((most, value) => Math.max(most, value));
  // the northernmost cell falls into one band more
  const bandsPerDegree = BAND_COUNT / (north - south);
  const band = (value: number) => Math.floor((value - south) * bandsPerDegree);
  const start = new Int32Array(BAND_COUNT + 2);
  for (let cell = 0; cell < lat.length; cell++) start[band(lat[cell]) + 1]++;
  for (let b = 1; b < start.length; b++) start[b] += start[b - 1];
  const next = start.slice();
  const order = new Uint16Array(lat.length);
  for (let cell = 0; cell < lat.length; cell++) order[next[band(lat[cell])]++] = cell;
  return { grid, south, bandsPerDegree, start, order };
}

function forEachCellIn(bands: CellBands, index: PolygonIndex, visit: (cell: number) => void): void {
  const { lng, lat } = bands.grid;
  const clampBand = (value: number) => Math.min(BAND_COUNT + 1, Math.max(0, value));
  const first = clampBand(Math.floor((index.south - bands.south) * bands.bandsPerDegree));
  const last = clampBand(Math.floor((index.north - bands.south) * bands.bandsPerDegree) + 1);
  for (let n = bands.start[first]; n < bands.start[last]; n++) {
    const cell = bands.order[n];
    if (isInPolygon(index, lng[cell], lat[cell])) visit(cell);
  }
}

function byKindAndCode(p: Region, q: Region): number {
  const [a, b] = [`${p.kind} ${p.code}`, `${q.kind} ${q.code}`];
  return a < b ? -1 : Number(a > b);
}

/** Cells of a region that others kept, by the region that lost them. */
type Overlaps = Map<string, { cellCount: number; keepers: Set<string> }>;

function countOverlap(overlaps: Overlaps, loser: Region, keeper: string): void {
  const place = `${loser.kind} ${loser.code}`;
  const overlap = overlaps.get(place) ?? { cellCount: 0, keepers: new Set() };
  overlap.cellCount++;
  overlap.keepers.add(keeper);
  overlaps.set(place, overlap);
}

function overlapFindings(overlaps: Overlaps): Finding[] {
  return [...overlaps].sort(byPlace).map(([place, { cellCount, keepers }]) => {
    const others = [...keepers].sort().join(", ");
    const expected = "regions of one kind that do not overlap";
    const got = `${cellCount} cells that lie in ${others} too`;
    return warning(place, "geometry", got, expected, "the region with the lower code keeps them");
  });
}

function byPlace([p]: [string, unknown], [q]: [string, unknown]): number {
  return p < q ? -1 : Number(p > q);
}

function emptyFindings(drawn: Region[], cellCounts: Float64Array): Finding[] {
  return drawn
    .filter((_, owner) => cellCounts[owner] === 0)
    .map(({ kind, code }) =>
      warning(
        `${kind} ${code}`,
        "geometry",
        "no cell centre inside",
        "ground for at least one cell (about 1.3 ha)",
        "it gets no figures of its own; look at the region around it",
      ),
    );
}
