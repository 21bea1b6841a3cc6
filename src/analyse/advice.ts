/**
 * Advice for a region: which AEDs to add, and which to open day and night, so that most residents come into the
 * official zone. Nested: the first steps of a long advice are a short one. Solver and its programme: `mclp.ts`.
 */
import { gridDisk } from "h3-js";
import { ZONE_RADIUS_METERS } from "../coverage/zones.ts";
import { type CellId, cellToPosition, positionToCell } from "../grid/cell.ts";
import { localPlane } from "../grid/localPlane.ts";
import type { LngLat } from "../load/records.ts";
import { type CoverageInstance, coverageInstance } from "./coverageInstance.ts";
import { solveMclp } from "./mclp.ts";
import { choose, emptyState, gainOf, type PlanState } from "./planState.ts";

/** `add`: an AED that is open day and night, at the middle of an area of 100 m to search; `open`: one there is. */
export type AdviceAction = "add" | "open";

export interface AdviceCell {
  cell: CellId;
  /** who live there and are in no official zone; 0 where the cell is covered */
  uncoveredResidents: number;
}

/** An AED that is not known to be open day and night. */
export interface OpenableAed {
  id: string;
  position: LngLat;
  /** its hours are not known: it may be open already */
  isHoursUnknown: boolean;
}

export interface AdviceQuestion {
  /** inhabited cells of the region: whose residents count, and where an AED may be added */
  cells: readonly AdviceCell[];
  aeds: readonly OpenableAed[];
  budget: number;
  costs: Record<AdviceAction, number>;
}

export interface AdvicePlace {
  action: AdviceAction;
  position: LngLat;
  /** the cell to search in, or the one the AED stands in */
  cell: CellId;
  /** of the AED to open */
  aedId: string | null;
  isHoursUnknown: boolean;
}

export interface AdviceStep extends AdvicePlace {
  rank: number;
  gainResidents: number;
  cumulativeResidents: number;
  cumulativeCost: number;
  /** no plan of this cost covers more */
  boundResidents: number;
  /** what would add most after the steps before, if this one cannot be */
  alternative: (AdvicePlace & { gainResidents: number; meters: number }) | null;
}

export interface Advice {
  steps: AdviceStep[];
  uncoveredResidents: number;
  /** of all steps together; what a plan made for exactly this budget covers (swaps, not nested) */
  coveredResidents: number;
  bestFoundResidents: number;
}

/** Rings of cells that hold all within 500 m of any point of the middle one: neighbours are 114 m apart or more. */
const REACH_RINGS = 6;

/** Same numbers in any order of cells and AEDs. */
export function advise({ cells, aeds, budget, costs }: AdviceQuestion): Advice {
  const ordered = [...cells].sort((p, q) => (p.cell < q.cell ? -1 : 1));
  const places = placesOf(ordered, aeds);
  const instance = instanceOf(ordered, places, costs);
  const plan = solveMclp(instance, { budget, mode: "nested" });
  const state = emptyState(instance);
  const steps: AdviceStep[] = [];
  let [covered, cost] = [0, 0];
  plan.sites.forEach((j, n) => {
    const gain = gainOf(instance, state, j);
    const alternative = nextBest(instance, state, places, j);
    choose(instance, state, j);
    covered += gain;
    cost += instance.cost[j];
    steps.push({
      ...places[j],
      rank: n + 1,
      gainResidents: gain,
      cumulativeResidents: covered,
      cumulativeCost: cost,
      boundResidents: Math.max(covered, solveMclp(instance, { budget: cost, mode: "nested" }).bound),
      alternative,
    });
  });
  return {
    steps,
    uncoveredResidents: ordered.reduce((sum, { uncoveredResidents }) => sum + uncoveredResidents, 0),
    coveredResidents: covered,
    bestFoundResidents: Math.max(covered, solveMclp(instance, { budget }).covered),
  };
}

function placesOf(cells: readonly AdviceCell[], aeds: readonly OpenableAed[]): AdvicePlace[] {
  const add = cells.map(
    ({ cell }): AdvicePlace => ({
      action: "add",
      position: cellToPosition(cell),
      cell,
      aedId: null,
      isHoursUnknown: false,
    }),
  );
  const open = [...aeds]
    .sort((p, q) => (p.id < q.id ? -1 : 1))
    .map(
      ({ id, position, isHoursUnknown }): AdvicePlace => ({
        action: "open",
        position,
        cell: positionToCell(position),
        aedId: id,
        isHoursUnknown,
      }),
    );
  // where both bring as much, the AED that is there comes first
  return [...open, ...add];
}

function instanceOf(
  cells: readonly AdviceCell[],
  places: readonly AdvicePlace[],
  costs: Record<AdviceAction, number>,
): CoverageInstance {
  const uncovered = new Map<CellId, { i: number; position: LngLat }>();
  cells.forEach(({ cell, uncoveredResidents }, i) => {
    if (uncoveredResidents > 0) uncovered.set(cell, { i, position: cellToPosition(cell) });
  });
  const sites = places.map(({ action, position, cell }) => {
    const { toLocal } = localPlane(position);
    const reached: number[] = [];
    for (const near of gridDisk(cell, REACH_RINGS)) {
      const found = uncovered.get(near);
      if (!found) continue;
      const { x, y } = toLocal(found.position);
      if (x * x + y * y <= ZONE_RADIUS_METERS * ZONE_RADIUS_METERS) reached.push(found.i);
    }
    return { cells: reached, cost: costs[action] };
  });
  return coverageInstance(
    cells.map(({ uncoveredResidents }) => uncoveredResidents),
    sites,
  );
}

/** Of all places but this one, the one that adds most now, at no more cost. */
function nextBest(
  instance: CoverageInstance,
  state: PlanState,
  places: readonly AdvicePlace[],
  chosen: number,
): AdviceStep["alternative"] {
  let [best, most] = [-1, 0];
  for (let j = 0; j < instance.siteCount; j++) {
    if (j === chosen || instance.cost[j] > instance.cost[chosen]) continue;
    const gain = gainOf(instance, state, j);
    if (gain > most) [best, most] = [j, gain];
  }
  if (best < 0) return null;
  const { x, y } = localPlane(places[chosen].position).toLocal(places[best].position);
  return { ...places[best], gainResidents: most, meters: Math.round(Math.hypot(x, y)) };
}
