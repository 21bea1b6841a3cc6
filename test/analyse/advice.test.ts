import { gridDisk } from "h3-js";
import { describe, expect, it } from "vitest";
import { createGenerator } from "../../scripts/privacyAttack/random.ts";
import { type AdviceQuestion, advise } from "../../src/analyse/advice.ts";
import { cellToPosition, positionToCell } from "../../src/grid/cell.ts";
import { bruteMclp } from "../oracle/bruteMclp.ts";
import { geodesicMeters } from "../oracle/geodesicMeters.ts";

const MIDDLE = positionToCell({ lng: 5.12, lat: 52.09 });
const COSTS = { add: 1, open: 1 };

/** Eleven inhabited cells and three AEDs within 1.5 km. */
function town(seed: number): AdviceQuestion {
  const random = createGenerator(seed);
  const disk = gridDisk(MIDDLE, 12);
  const draw = () => disk[Math.floor(disk.length * random())];
  const cells = [...new Set(Array.from({ length: 11 }, draw))];
  return {
    cells: cells.map((cell) => ({
      cell,
      uncoveredResidents: random() < 0.2 ? 0 : Math.ceil(200 * random()),
    })),
    aeds: Array.from({ length: 3 }, (_, n) => {
      const { lng, lat } = cellToPosition(draw());
      return { id: `demo:${n}`, position: { lng: lng + 0.0003, lat: lat + 0.0002 }, isHoursUnknown: n === 0 };
    }),
    budget: 3,
    costs: COSTS,
  };
}

/** Every place with the cells within 500 m, by geodesics. */
function sitesOf({ cells, aeds }: AdviceQuestion) {
  const positions = [
    ...cells.map(({ cell }) => cellToPosition(cell)),
    ...aeds.map(({ position }) => position),
  ];
  return positions.map((position) => ({
    cells: cells.flatMap(({ cell }, i) => (geodesicMeters(position, cellToPosition(cell)) <= 500 ? [i] : [])),
  }));
}

describe("advice", () => {
  const worlds = Array.from({ length: 40 }, (_, n) => town(n + 1));

  it("covers what geodesics say, and tells what the best plan could", () => {
    for (const world of worlds) {
      const { steps, uncoveredResidents, coveredResidents, bestFoundResidents } = advise(world);
      const demand = world.cells.map(({ uncoveredResidents: people }) => people);
      const covered = new Set<number>();
      for (const step of steps) {
        const before = [...covered].reduce((sum, i) => sum + demand[i], 0);
        world.cells.forEach(({ cell }, i) => {
          if (geodesicMeters(step.position, cellToPosition(cell)) <= 500) covered.add(i);
        });
        const after = [...covered].reduce((sum, i) => sum + demand[i], 0);
        expect(step.gainResidents).toBeCloseTo(after - before, 9);
        expect(step.cumulativeResidents).toBeCloseTo(after, 9);
        const best = bruteMclp(demand, sitesOf(world), step.rank).covered;
        expect(step.boundResidents).toBeGreaterThanOrEqual(best - 1e-9);
        expect(step.cumulativeResidents).toBeLessThanOrEqual(best + 1e-9);
        expect(step.alternative?.gainResidents ?? 0).toBeLessThanOrEqual(step.gainResidents + 1e-9);
      }
      expect(uncoveredResidents).toBe(demand.reduce((sum, people) => sum + people, 0));
      expect(bestFoundResidents).toBeGreaterThanOrEqual(coveredResidents);
    }
  });

  it("is nested, and the same in any order", () => {
    for (const world of worlds) {
      const { steps } = advise(world);
      expect(advise({ ...world, budget: 1 }).steps).toEqual(steps.slice(0, 1));
      const turned = { ...world, cells: [...world.cells].reverse(), aeds: [...world.aeds].reverse() };
      expect(advise(turned).steps).toEqual(steps);
    }
  });

  it("opens an AED before it adds one that brings as much, and neither where everybody is covered", () => {
    const cells = [{ cell: MIDDLE, uncoveredResidents: 64 }];
    const aeds = [{ id: "demo:1", position: cellToPosition(MIDDLE), isHoursUnknown: true }];
    const { steps } = advise({ cells, aeds, budget: 5, costs: COSTS });
    expect(steps).toMatchObject([
      { action: "open", aedId: "demo:1", isHoursUnknown: true, gainResidents: 64 },
    ]);
    expect(steps[0].alternative).toMatchObject({ action: "add", cell: MIDDLE, gainResidents: 64, meters: 0 });
    expect(
      advise({ cells: [{ cell: MIDDLE, uncoveredResidents: 0 }], aeds, budget: 5, costs: COSTS }).steps,
    ).toEqual([]);
  });

  it("does what the budget pays for", () => {
    const far = gridDisk(MIDDLE, 12)[400];
    const cells = [
      { cell: MIDDLE, uncoveredResidents: 64 },
      { cell: far, uncoveredResidents: 32 },
    ];
    const aeds = [{ id: "demo:1", position: cellToPosition(far), isHoursUnknown: false }];
    const costs = { add: 2, open: 0.25 };
    expect(advise({ cells, aeds, budget: 1, costs }).steps).toMatchObject([{ action: "open" }]);
    expect(advise({ cells, aeds, budget: 2.25, costs }).coveredResidents).toBe(96);
  });
});
