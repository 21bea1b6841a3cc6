/**
 * Whereabouts: which share of the responders who live somewhere is near in each period of the week.
 * A second partition, ten times as coarse as the units: a figure per unit and period would show whether one person
 * is away by day, for the difference between two figures of a unit hides nobody (docs/privacy.md, "Whereabouts").
 */
import { type CellId, SHARD_CELL_COUNT } from "../grid/cell.ts";
import { PERIODS, type Period } from "../grid/periods.ts";
import { type DrawnUnit, drawTallied } from "./editions.ts";
import { FINEST_UNIT_RESOLUTION, K_RESPONDERS, sumByParent } from "./partition.ts";
import type { ProtectionRule } from "./rule.ts";
import { assignUnits, indexUnitsByShard, type ProtectedUnit, type ShardPeople } from "./spread.ts";
import { manyCounts, sumOf } from "./tally.ts";

/** Thousandths of a responder: those who live there, then those who are near in each of `PERIODS`. */
export type Presence = readonly number[];
export const PRESENCE = manyCounts(1 + PERIODS.length);
/** Whole thousandths, so that sums do not depend on their order. */
export const PRESENCE_STEPS = 1_000;

/**
 * Assumptions, chosen by measurement (docs/privacy.md): every one of the five figures of an area rests on at least
 * 20k = 200 responders, and is drawn again when one of them has moved by 5k.
 */
export const PERIOD_AREA_RULE: ProtectionRule = {
  keyLabel: "period area ",
  formationCount: 20 * K_RESPONDERS,
  finestResolution: FINEST_UNIT_RESOLUTION,
  roundingBase: 2.5 * K_RESPONDERS,
  redrawChange: 5 * K_RESPONDERS,
};

/** `count` and `protectedCount`: homes, then those near per period. */
export type PeriodArea = DrawnUnit<readonly number[]>;
export type ByPeriod = Record<Period, number>;

/**
 * The next edition's areas, by the rules of `drawUnits`: each of the five numbers of each area is ≥ `formationCount`
 * when drawn, they share one secret offset, and they stand together until one of them moved by `redrawChange`.
 * Empty when one of the five is too small in the whole country: then there is nothing to tell homes from whereabouts.
 */
export function drawPeriodAreas(
  previous: readonly PeriodArea[],
  exact: ReadonlyMap<CellId, Presence>,
  key: Uint8Array,
  rule: ProtectionRule = PERIOD_AREA_RULE,
): PeriodArea[] {
  return drawTallied(previous, presenceAtFinest(exact), key, rule, PRESENCE);
}

/** Persons per resolution-9 cell, in one order whatever the input's. */
export function presenceAtFinest(exact: ReadonlyMap<CellId, Presence>): Map<CellId, Presence> {
  const finest = [...sumByParent(exact, FINEST_UNIT_RESOLUTION, PRESENCE)].sort(([a], [b]) =>
    a < b ? -1 : 1,
  );
  return new Map(
    finest.map(([cell, presence]) => [cell, presence.map((thousandths) => thousandths / PRESENCE_STEPS)]),
  );
}

/** Protected responders near, per protected responder who lives there. */
export function sharesOf({ protectedCount: [homes, ...near] }: Pick<PeriodArea, "protectedCount">): ByPeriod {
  return byPeriod((n) => near[n] / homes);
}

/**
 * Per unit, its protected count times the share of the area it lies in; of several areas, by the residents that each
 * has of the unit (by cells where nobody lives). Made of protected figures and population only.
 */
export function periodFigures(
  units: readonly ProtectedUnit[],
  areas: readonly PeriodArea[],
  shards: Iterable<ShardPeople & { shard: CellId }>,
): Map<CellId, ByPeriod> {
  const shares = areas.map(sharesOf);
  const ofCountry = sharesOf({
    protectedCount: sumOf(
      areas.map((area) => area.protectedCount),
      PRESENCE,
    ),
  });
  const overlaps = overlapsOf(units, areas, shards);
  return new Map(
    units.map(({ unit, protectedCount }) => {
      const overlap = overlaps.get(unit) ?? new Map<number, number>();
      const whole = [...overlap.values()].reduce((sum, weight) => sum + weight, 0);
      // a unit outside the domain is spread over nothing: any share will do
      if (whole === 0) return [unit, byPeriod((_, period) => protectedCount * ofCountry[period])];
      const mean = (period: Period) => {
        let sum = 0;
        for (const [area, weight] of overlap) sum += weight * (shares[area] ?? ofCountry)[period];
        return sum / whole;
      };
      return [unit, byPeriod((_, period) => protectedCount * mean(period))];
    }),
  );
}

function byPeriod(of: (n: number, period: Period) => number): ByPeriod {
  return Object.fromEntries(PERIODS.map((period, n) => [period, of(n, period)])) as ByPeriod;
}

/** unit → area (index, −1 = none) → residents of both, or cells of the domain where nobody of the unit lives */
type Overlaps = Map<CellId, Map<number, number>>;

function overlapsOf(
  units: readonly ProtectedUnit[],
  areas: readonly PeriodArea[],
  shards: Iterable<ShardPeople & { shard: CellId }>,
): Overlaps {
  const residents: Overlaps = new Map();
  const cells: Overlaps = new Map();
  const areaIndex = new Map(areas.map(({ unit }, n) => [unit, n]));
  const unitsOfShard = indexUnitsByShard(units);
  const areasOfShard = indexUnitsByShard(areas);
  for (const people of shards) {
    const unitsHere = unitsOfShard(people.shard);
    const areasHere = areasOfShard(people.shard);
    const { residentsOf, cellsOf } = overlapsInShard(people, unitsHere, areasHere);
    for (const [u, { unit }] of unitsHere.entries()) {
      for (let a = 0; a <= areasHere.length; a++) {
        const pair = u * (areasHere.length + 1) + a;
        if (cellsOf[pair] === 0) continue;
        const area = a === 0 ? -1 : areaIndex.get(areasHere[a - 1].unit)!;
        addWeight(residents, unit, area, residentsOf[pair]);
        addWeight(cells, unit, area, cellsOf[pair]);
      }
    }
  }
  for (const [unit, byArea] of residents) {
    if ([...byArea.values()].every((weight) => weight === 0)) residents.set(unit, cells.get(unit)!);
  }
  return residents;
}

/** Per pair of unit and area (0 = none, else 1 + index). */
function overlapsInShard(
  { shard, residents, domain }: ShardPeople & { shard: CellId },
  units: readonly ProtectedUnit[],
  areas: readonly PeriodArea[],
) {
  const unitOfCell = assignUnits(shard, units);
  const areaOfCell = assignUnits(shard, areas);
  const residentsOf = new Float64Array(units.length * (areas.length + 1));
  const cellsOf = new Float64Array(residentsOf.length);
  for (let cell = 0; cell < SHARD_CELL_COUNT; cell++) {
    if (unitOfCell[cell] < 0 || domain[cell] === 0) continue;
    const pair = unitOfCell[cell] * (areas.length + 1) + areaOfCell[cell] + 1;
    residentsOf[pair] += residents[cell];
    cellsOf[pair] += 1;
  }
  return { residentsOf, cellsOf };
}

function addWeight(overlaps: Overlaps, unit: CellId, area: number, weight: number): void {
  const ofUnit = overlaps.get(unit) ?? new Map<number, number>();
  ofUnit.set(area, (ofUnit.get(area) ?? 0) + weight);
  overlaps.set(unit, ofUnit);
}
