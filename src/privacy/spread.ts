/**
 * Protected counts → responders per cell of one shard: inside a unit by residents, evenly where nobody lives.
 * Everything later reads this field and nothing else about responders. No h3 call per cell.
 */
import { cellArea, cellToChildPos, cellToParent, getResolution, UNITS } from "h3-js";
import { CELL_RESOLUTION, type CellId, SHARD_CELL_COUNT, SHARD_RESOLUTION } from "../grid/cell.ts";
import type { Period } from "../grid/periods.ts";

export interface ProtectedUnit {
  unit: CellId;
  resolution: number;
  protectedCount: number;
}

export interface UnitGround {
  /** cells of the domain on the unit's ground, national */
  cellCount: number;
  /** residents on those cells, national */
  residents: number;
}

export type GroundedUnit = ProtectedUnit &
  UnitGround & {
    /** protected responders near in each period (`periodAreas.ts`); absent where no whereabouts are loaded */
    near?: Record<Period, number>;
  };

/** One shard's cells in h3 child order (16,807). `domain`: 1 = a cell of the domain, 0 = not. */
export interface ShardPeople {
  residents: Float64Array;
  domain: Float64Array;
}

/** Mean Dutch analysis cell (design.md: 12,560–13,120 m²); for units coarser than a shard, most of whose cell is abroad. */
const MEAN_DUTCH_CELL_SQUARE_METERS = 12_840;

/**
 * Responders per cell. `units`: all that cover or lie in the shard (others are passed over), with their national
 * grounds. Summed over all shards this gives each unit's protected count back, when its `cellCount` > 0. By home, or
 * of those near in a period where that is loaded.
 */
export function spreadResponders(
  shard: CellId,
  units: readonly GroundedUnit[],
  { residents, domain }: ShardPeople,
  period: Period | null = null,
): Float64Array {
  const unitOfCell = assignUnits(shard, units);
  const perResident = new Float64Array(units.length);
  const perCell = new Float64Array(units.length);
  for (const [i, unit] of units.entries()) {
    const count = countOf(unit, period);
    if (unit.residents > 0) perResident[i] = count / unit.residents;
    else if (unit.cellCount > 0) perCell[i] = count / unit.cellCount;
  }
  const responders = new Float64Array(SHARD_CELL_COUNT);
  for (let cell = 0; cell < SHARD_CELL_COUNT; cell++) {
    const unit = unitOfCell[cell];
    if (unit >= 0 && domain[cell] > 0) {
      responders[cell] = perResident[unit] * residents[cell] + perCell[unit];
    }
  }
  return responders;
}

/**
 * Per cell the protected responders per km² of its unit, by home or near in a period; 0 where no unit covers the cell
 * and outside the domain.
 */
export function unitDensity(
  shard: CellId,
  units: readonly GroundedUnit[],
  domain: Float64Array,
  period: Period | null = null,
): Float64Array {
  const unitOfCell = assignUnits(shard, units);
  const density = Float64Array.from(units, (unit) => unitDensityPerSquareKm(unit, period));
  const densityPerSquareKm = new Float64Array(SHARD_CELL_COUNT);
  for (let cell = 0; cell < SHARD_CELL_COUNT; cell++) {
    const unit = unitOfCell[cell];
    if (unit >= 0 && domain[cell] > 0) densityPerSquareKm[cell] = density[unit];
  }
  return densityPerSquareKm;
}

/** Responders per km² of the unit's domain cells; 0 when it has none. By home where nothing per period is loaded. */
export function unitDensityPerSquareKm(unit: GroundedUnit, period: Period | null = null): number {
  if (unit.cellCount === 0) return 0;
  return countOf(unit, period) / ((unit.cellCount * meanCellSquareMeters(unit.unit)) / 1e6);
}

function countOf(unit: GroundedUnit, period: Period | null): number {
  return (period && unit.near?.[period]) ?? unit.protectedCount;
}

function meanCellSquareMeters(unit: CellId): number {
  const resolution = getResolution(unit);
  if (resolution < SHARD_RESOLUTION) return MEAN_DUTCH_CELL_SQUARE_METERS;
  return cellArea(unit, UNITS.m2) / 7 ** (CELL_RESOLUTION - resolution);
}

/**
 * Index into `units` of the finest unit over each cell, −1 where none. The children of a unit are one range of
 * 7^(10−r) places in the shard's order: coarse units are painted first, finer ones over them.
 */
export function assignUnits(shard: CellId, units: readonly { unit: CellId }[]): Int32Array {
  const unitOfCell = new Int32Array(SHARD_CELL_COUNT).fill(-1);
  const byCoarseness = units
    .map(({ unit }, i) => ({ unit, i, resolution: getResolution(unit) }))
    .sort((a, b) => a.resolution - b.resolution);
  for (const { unit, i, resolution } of byCoarseness) {
    if (resolution <= SHARD_RESOLUTION) {
      if (ancestorOf(shard, resolution) === unit) unitOfCell.fill(i);
    } else if (cellToParent(unit, SHARD_RESOLUTION) === shard) {
      const width = 7 ** (CELL_RESOLUTION - resolution);
      const start = cellToChildPos(unit, SHARD_RESOLUTION) * width;
      unitOfCell.fill(i, start, start + width);
    }
  }
  return unitOfCell;
}

/** The units that cover or lie in each shard; ask once for the country, then by shard. */
export function indexUnitsByShard<U extends { unit: CellId }>(units: readonly U[]): (shard: CellId) => U[] {
  const byCell = new Map<CellId, U[]>();
  for (const unit of units) {
    const resolution = getResolution(unit.unit);
    const place = resolution > SHARD_RESOLUTION ? cellToParent(unit.unit, SHARD_RESOLUTION) : unit.unit;
    const there = byCell.get(place);
    if (there) there.push(unit);
    else byCell.set(place, [unit]);
  }
  return (shard) => {
    const found: U[] = [];
    for (let resolution = 0; resolution <= SHARD_RESOLUTION; resolution++) {
      found.push(...(byCell.get(ancestorOf(shard, resolution)) ?? []));
    }
    return found;
  };
}

function ancestorOf(shard: CellId, resolution: number): CellId {
  return resolution === SHARD_RESOLUTION ? shard : cellToParent(shard, resolution);
}

/**
 * National ground of every unit: its domain cells and the residents on them. A unit whose `cellCount` is 0 holds
 * responders where the domain has no cell (a wrong outline or position): the caller reports it, nothing is spread.
 */
export function unitGround(
  units: readonly { unit: CellId }[],
  shards: Iterable<ShardPeople & { shard: CellId }>,
): Map<CellId, UnitGround> {
  const grounds = new Map<CellId, UnitGround>(
    units.map(({ unit }) => [unit, { cellCount: 0, residents: 0 }]),
  );
  const unitsOfShard = indexUnitsByShard(units);
  for (const { shard, residents, domain } of shards) {
    const here = unitsOfShard(shard);
    const unitOfCell = assignUnits(shard, here);
    const cellCount = new Float64Array(here.length);
    const people = new Float64Array(here.length);
    for (let cell = 0; cell < SHARD_CELL_COUNT; cell++) {
      const unit = unitOfCell[cell];
      if (unit < 0 || domain[cell] === 0) continue;
      cellCount[unit] += 1;
      people[unit] += residents[cell];
    }
    for (const [i, { unit }] of here.entries()) {
      const ground = grounds.get(unit)!;
      ground.cellCount += cellCount[i];
      ground.residents += people[i];
    }
  }
  return grounds;
}
