import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CITY, syntheticCity } from "../../scripts/streets/syntheticCity.ts";
import { computeStreetZones } from "../../src/coverage/streetZones.ts";
import { computeZones } from "../../src/coverage/zones.ts";
import { positionToShard, SHARD_CELL_COUNT } from "../../src/grid/cell.ts";
import { shardGrid } from "../../src/grid/shard.ts";
import { ROW_TO_CHILD } from "../../src/grid/shardRows.ts";
import { buildNetwork } from "../../src/travel/buildNetwork.ts";
import { routedTravel } from "../../src/travel/routedTravel.ts";
import { straightTravel } from "../../src/travel/straightTravel.ts";
import { streetMeters } from "../../src/travel/streetMeters.ts";
import { BASIS, type Travel } from "../../src/travel/travel.ts";
import { type BrutePair, bruteStreetCell } from "../oracle/bruteStreetZones.ts";
import { ALL_LAYERS } from "../oracle/bruteZones.ts";
import { DAY_AND_NIGHT, NEVER, openOn, UNKNOWN, WORKDAYS } from "../world/hours.ts";
import { type Point, place, streetWorld, type WorldStreet } from "../world/streets.ts";

const GRID = shardGrid(positionToShard({ lng: 5.12, lat: 52.09 }));
/** h3 puts the centre child first: (0, 0) in metres. */
const MIDDLE = 0;
const ANSWERS = ["no", "yes", "unknown"];

const openAed = (point: Point) => ({
  position: place(GRID, point),
  openHours: DAY_AND_NIGHT,
  alwaysOpen: true,
});

function zonesOf(aeds: ReturnType<typeof openAed>[], travel: Travel) {
  return computeStreetZones(aeds, travel, computeZones(GRID, aeds));
}

const along = (streets: WorldStreet[]) =>
  routedTravel(GRID, streetMeters(GRID, streetWorld(GRID, streets), "foot"), 1.4);

function middleOf({ week }: ReturnType<typeof zonesOf>) {
  return {
    meters: week.nearestMeters[MIDDLE],
    basis: week.basis[MIDDLE],
    detour: week.detour[MIDDLE],
    within500m: ANSWERS[week.within500m[MIDDLE]],
    nearNotReachable: ANSWERS[week.nearNotReachable[MIDDLE]],
  };
}

describe("an AED across a canal", () => {
  // quays 60 m apart; the bridge 400 m to the east: 400 + 60 + 400 = 860 m; a second 200 m to the west: 460 m
  const quays: WorldStreet[] = [
    { from: [-1_000, 0], to: [-200, 0] },
    { from: [-200, 0], to: [400, 0] },
    { from: [-1_000, -60], to: [-200, -60] },
    { from: [-200, -60], to: [400, -60] },
  ];
  const east: WorldStreet = { from: [400, 0], to: [400, -60] };
  const west: WorldStreet = { from: [-200, 0], to: [-200, -60] };
  const aed = openAed([0, -60]);

  it("is near but not reachable when the way round is longer than 750 m", () => {
    const got = middleOf(zonesOf([aed], along([...quays, east])));
    expect(got).toMatchObject({ basis: BASIS.streets, within500m: "no", nearNotReachable: "yes" });
    expect(Math.abs(got.meters - 860)).toBeLessThanOrEqual(3);
    expect(Math.abs(got.detour - 860 / 60)).toBeLessThan(0.3);
  });

  it("is so too when no way is found at all", () => {
    expect(middleOf(zonesOf([aed], along(quays)))).toMatchObject({
      meters: 3_500,
      basis: BASIS.beyond,
      detour: Number.NaN,
      within500m: "no",
      nearNotReachable: "yes",
    });
  });

  it("is within 500 m along streets with a bridge nearby", () => {
    const got = middleOf(zonesOf([aed], along([...quays, east, west])));
    expect(got).toMatchObject({ within500m: "yes", nearNotReachable: "no" });
    expect(Math.abs(got.meters - 460)).toBeLessThanOrEqual(3);
  });

  it("is not the nearest along streets when another on this side is nearer that way", () => {
    const got = middleOf(zonesOf([aed, openAed([300, 0])], along([...quays, east])));
    expect(Math.abs(got.meters - 300)).toBeLessThanOrEqual(3);
    expect(Math.abs(got.detour - 1)).toBeLessThan(0.02);
    expect(got).toMatchObject({ within500m: "yes", nearNotReachable: "no" });
  });
});

describe("exactly 500 m along streets", () => {
  // the source stands at a node, the middle on the street: 500 whole metres
  it("counts as within, one more does not", () => {
    const at = (meters: number) => {
      const travel: Travel = {
        reachFrom(source) {
          const reach = straightTravel(GRID, 1).reachFrom(source);
          reach.meters.fill(meters);
          reach.leastMeters.fill(meters);
          reach.basis.fill(BASIS.streets);
          return reach;
        },
      };
      return middleOf(zonesOf([openAed([0, 100])], travel)).within500m;
    };
    expect(at(500)).toBe("yes");
    expect(at(501)).toBe("no");
  });
});

describe("without streets", () => {
  const at = (north: number) => middleOf(zonesOf([openAed([0, north])], straightTravel(GRID, 1.4)));

  it("metres are estimated, and no detour is told", () => {
    // 299.9 m × 1.4 = 419.86 m, rounded up
    expect(at(299.9)).toMatchObject({ meters: 420, basis: BASIS.straight, detour: Number.NaN });
  });

  it("nobody is said to be within 500 m, and nobody near but not reachable", () => {
    expect(at(300)).toMatchObject({ within500m: "unknown", nearNotReachable: "unknown" });
  });

  it("an AED farther off than 500 m in a straight line is surely not within 500 m", () => {
    expect(at(501)).toMatchObject({ within500m: "no", nearNotReachable: "no" });
  });
});

describe("random cities", () => {
  const hours = fc.constantFrom(
    [DAY_AND_NIGHT, true] as const,
    [DAY_AND_NIGHT, false] as const,
    [UNKNOWN, null] as const,
    [NEVER, false] as const,
    [openOn(WORKDAYS, 8, 18), false] as const,
    [openOn([5, 6], 8, 18), false] as const,
  );
  const loose = syntheticCity({
    ...CITY,
    corner: place(GRID, [-1_500, -1_500]),
    columns: 30,
    rows: 30,
    blockMeters: 100,
    canalEvery: 7,
    motorwayRow: 13,
  });
  // streets are known west of a line only
  const line = place(GRID, [600, 0]).lng;
  const travels = [
    straightTravel(GRID, 1.4),
    routedTravel(
      GRID,
      streetMeters(GRID, buildNetwork([[-180, -90, 180, 90]], loose, loose.edges), "foot"),
      1.4,
    ),
    routedTravel(
      GRID,
      streetMeters(GRID, buildNetwork([[-180, -90, line, 90]], loose, loose.edges), "foot"),
      1.4,
    ),
  ];
  const aed = fc
    .tuple(fc.integer({ min: -2_500, max: 2_500 }), fc.integer({ min: -2_500, max: 2_500 }), hours)
    .map(([x, y, [openHours, alwaysOpen]]) => ({ position: place(GRID, [x, y]), openHours, alwaysOpen }));

  it("agree with the definition, cell by cell and period by period", () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(
        fc.array(aed, { minLength: 1, maxLength: 25 }),
        fc.constantFrom(...travels),
        fc.array(fc.nat(SHARD_CELL_COUNT - 1), { minLength: 30, maxLength: 30 }),
        (aeds, travel, anyCells) => {
          const pairs = new Map<number, BrutePair[]>();
          for (const each of aeds) {
            const reach = travel.reachFrom(each.position);
            for (let i = 0; i < reach.count; i++) {
              const [straightMeters, meters] = [reach.straightMeters[i], reach.meters[i]];
              const [leastMeters, basis] = [reach.leastMeters[i], reach.basis[i]];
              const pair = { ...each, straightMeters, meters, leastMeters, basis };
              const child = ROW_TO_CHILD[reach.row[i]];
              pairs.set(child, [...(pairs.get(child) ?? []), pair]);
            }
          }
          const zones = zonesOf(aeds as never, travel);
          for (const child of [...anyCells, ...[...pairs.keys()].filter((_, n) => n % 40 === 0)]) {
            for (const layer of ALL_LAYERS) {
              const expected = bruteStreetCell(pairs.get(child) ?? [], layer);
              const got = zones[layer];
              expect(got.nearestMeters[child]).toBe(expected.nearestMeters);
              if (expected.basis !== undefined) expect(got.basis[child]).toBe(expected.basis);
              expect(got.detour[child]).toBe(expected.detour);
              expect(ANSWERS[got.within500m[child]]).toBe(expected.within500m);
              expect(ANSWERS[got.nearNotReachable[child]]).toBe(expected.nearNotReachable);
              seen.add(`${expected.within500m} ${expected.nearNotReachable} ${expected.basis}`);
            }
          }
        },
      ),
      { numRuns: 30 },
    );
    // yes, no and unknown, measured, beyond and estimated have all come by
    expect([...seen].filter((each) => each.startsWith("yes")).length).toBeGreaterThan(0);
    expect([...seen].filter((each) => each.startsWith("unknown")).length).toBeGreaterThan(0);
    expect([...seen].some((each) => each.startsWith("no yes"))).toBe(true);
    expect([...seen].some((each) => each.endsWith(String(BASIS.beyond)))).toBe(true);
  });

  it("do not change when the AEDs are shuffled", () => {
    fc.assert(
      fc.property(
        fc.array(aed, { minLength: 2, maxLength: 20 }),
        fc.constantFrom(...travels),
        (aeds, travel) => {
          expect(zonesOf([...aeds].reverse() as never, travel)).toEqual(zonesOf(aeds as never, travel));
        },
      ),
      { numRuns: 6 },
    );
  });

  it("never get farther from an AED when one is added", () => {
    fc.assert(
      fc.property(
        fc.array(aed, { minLength: 1, maxLength: 15 }),
        aed,
        fc.constantFrom(...travels),
        (aeds, extra, travel) => {
          const before = zonesOf(aeds as never, travel);
          const after = zonesOf([...aeds, extra] as never, travel);
          for (const layer of ALL_LAYERS) {
            expect(after[layer].nearestMeters.every((m, n) => m <= before[layer].nearestMeters[n])).toBe(
              true,
            );
            // yes stays yes
            expect(
              after[layer].within500m.every((now, n) => before[layer].within500m[n] !== 1 || now === 1),
            ).toBe(true);
          }
        },
      ),
      { numRuns: 6 },
    );
  });
});
