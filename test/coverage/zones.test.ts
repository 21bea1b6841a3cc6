import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { computeZones } from "../../src/coverage/zones.ts";
import { positionToCell, positionToShard } from "../../src/grid/cell.ts";
import { cellToShardIndex, shardGrid } from "../../src/grid/shard.ts";
import { alwaysOpenOf } from "../../src/load/openHours.ts";
import { ALL_LAYERS, bruteCell } from "../oracle/bruteZones.ts";
import { geodesicMeters } from "../oracle/geodesicMeters.ts";
import { DAY_AND_NIGHT, EVERY_DAY, NEVER, openOn, UNKNOWN, WORKDAYS } from "../world/hours.ts";

const SHARD = positionToShard({ lng: 5.12, lat: 52.09 });
const GRID = shardGrid(SHARD);
/** h3 puts the centre child first. */
const MIDDLE = 0;
const CENTER = { lng: GRID.lng[MIDDLE], lat: GRID.lat[MIDDLE] };

describe("one AED in an empty sea", () => {
  const aed = { position: CENTER, openHours: DAY_AND_NIGHT, alwaysOpen: true };
  const zones = computeZones(GRID, [aed]);

  it("covers the cell it stands in", () => {
    expect(zones.week.nearestMeters[MIDDLE]).toBeCloseTo(0, 3);
    expect(zones.week.within500m[MIDDLE]).toBe(1);
  });

  it("covers about π 0.5² km² of cells", () => {
    // 785,398 m² / about 12,840 m² a cell = 61.2 cells; seven-fold rings of whole cells: 55 or 61
    const covered = zones.week.within500m.reduce((sum, count) => sum + count, 0);
    expect(covered).toBeGreaterThanOrEqual(55);
    expect(covered).toBeLessThanOrEqual(66);
  });

  it("is more than 2,500 m from everything beyond the halo", () => {
    for (let n = 0; n < GRID.x.length; n += 7) {
      const meters = geodesicMeters(CENTER, { lng: GRID.lng[n], lat: GRID.lat[n] });
      if (Math.abs(meters - 2_500) < 0.1) continue;
      expect(Number.isFinite(zones.week.nearestMeters[n])).toBe(meters <= 2_500);
    }
  });

  it("says in every period what it says in the week", () => {
    for (const layer of ALL_LAYERS) expect(zones[layer].nearestMeters).toEqual(zones.week.nearestMeters);
  });
});

describe("exactly 500 m", () => {
  it("counts as covered, a centimetre more does not", () => {
    // due east along the local plane: the distance is the difference of x
    const atMeters = (meters: number) => {
      let [low, high] = [0, 0.02];
      for (let step = 0; step < 60; step++) {
        const middle = (low + high) / 2;
        const { x, y } = GRID.toLocal({ lng: CENTER.lng + middle, lat: CENTER.lat });
        const distance = Math.hypot(x - GRID.x[MIDDLE], y - GRID.y[MIDDLE]);
        if (distance < meters) low = middle;
        else high = middle;
      }
      return { lng: CENTER.lng + low, lat: CENTER.lat };
    };
    const covers = (meters: number) =>
      computeZones(GRID, [{ position: atMeters(meters), openHours: DAY_AND_NIGHT, alwaysOpen: true }]).week
        .within500m[MIDDLE];
    expect(covers(500)).toBe(1);
    expect(covers(500.01)).toBe(0);
  });
});

describe("hours", () => {
  const inCenter = (openHours: string, alwaysOpen = alwaysOpenOf(openHours)) => ({
    position: CENTER,
    openHours,
    alwaysOpen,
  });
  const at = (openHours: string, alwaysOpen = alwaysOpenOf(openHours)) =>
    computeZones(GRID, [inCenter(openHours, alwaysOpen)]);

  it("make an AED reachable in a period only when it is open in all its hours", () => {
    const office = at(openOn(WORKDAYS, 8, 18));
    expect(ALL_LAYERS.map((layer) => office[layer].within500m[MIDDLE])).toEqual([0, 1, 0, 0, 0]);
    const almost = at(openOn(WORKDAYS, 8, 17));
    expect(almost.weekday.within500m[MIDDLE]).toBe(0);
    // open 9 of the 10 hours of each weekday daytime
    expect(almost.weekday.openShare[MIDDLE]).toBeCloseTo(0.9, 12);
  });

  it("that are unknown are a state of their own, never day and night", () => {
    const unknown = at(UNKNOWN);
    for (const layer of ALL_LAYERS) {
      expect(unknown[layer].within500m[MIDDLE]).toBe(0);
      expect(unknown[layer].nearestMeters[MIDDLE]).toBe(Number.POSITIVE_INFINITY);
      expect(unknown[layer].hoursUnknown[MIDDLE]).toBe(1);
      expect(unknown[layer].openShare[MIDDLE]).toBeNaN();
    }
  });

  it("that are unknown do not hide a reachable AED beside it", () => {
    const both = computeZones(GRID, [inCenter(UNKNOWN), inCenter(DAY_AND_NIGHT)]);
    expect(both.week.hoursUnknown[MIDDLE]).toBe(0);
    expect(both.week.within500m[MIDDLE]).toBe(1);
  });

  it("of two AEDs add up in the open share, not in reachability", () => {
    // early: 6–14, late: 14–22 every day: together open 16 of 24 hours, neither in all of any period
    const pair = computeZones(GRID, [
      inCenter(openOn(EVERY_DAY, 6, 14)),
      inCenter(openOn(EVERY_DAY, 14, 22)),
    ]);
    expect(pair.week.openShare[MIDDLE]).toBeCloseTo(16 / 24, 12);
    expect(pair.weekday.openShare[MIDDLE]).toBe(1);
    expect(pair.weekday.within500m[MIDDLE]).toBe(0);
  });

  it("of every day but holidays make every period reachable, and no day and night", () => {
    const onOrdinaryDays = at(DAY_AND_NIGHT, false);
    expect(ALL_LAYERS.map((layer) => onOrdinaryDays[layer].within500m[MIDDLE])).toEqual([0, 1, 1, 1, 1]);
    expect(onOrdinaryDays.week.nearestMeters[MIDDLE]).toBe(Number.POSITIVE_INFINITY);
    expect(onOrdinaryDays.week.hoursUnknown[MIDDLE]).toBe(0);
    expect(onOrdinaryDays.week.openShare[MIDDLE]).toBe(1);
  });

  it("that are unknown, but known not to be day and night, cannot make an official zone", () => {
    const limited = at(UNKNOWN, false);
    expect(ALL_LAYERS.map((layer) => limited[layer].hoursUnknown[MIDDLE])).toEqual([0, 1, 1, 1, 1]);
  });

  it("that never open cover nothing and are known", () => {
    expect(at(NEVER).week.openShare[MIDDLE]).toBe(0);
    expect(at(NEVER).week.hoursUnknown[MIDDLE]).toBe(0);
  });
});

describe("random worlds", () => {
  const hours = fc.constantFrom(
    DAY_AND_NIGHT,
    UNKNOWN,
    NEVER,
    openOn(WORKDAYS, 8, 18),
    openOn(EVERY_DAY, 7, 23),
    openOn([5, 6], 8, 18),
    `${"?".repeat(24)}${"1".repeat(144)}`,
  );
  const aed = fc
    .record({
      position: fc.record({
        lng: fc.double({ min: CENTER.lng - 0.22, max: CENTER.lng + 0.22, noNaN: true }),
        lat: fc.double({ min: CENTER.lat - 0.13, max: CENTER.lat + 0.13, noNaN: true }),
      }),
      openHours: hours,
      isOpenOnHolidays: fc.boolean(),
    })
    .map(({ isOpenOnHolidays, ...one }) => ({
      ...one,
      alwaysOpen: isOpenOnHolidays ? alwaysOpenOf(one.openHours) : false,
    }));

  it("agree with brute force along geodesics, cell by cell and period by period", () => {
    fc.assert(
      fc.property(fc.array(aed, { minLength: 1, maxLength: 60 }), (aeds) => {
        const zones = computeZones(GRID, aeds);
        for (const { position } of aeds.slice(0, 12)) {
          const n = indexNear(position);
          if (n === null) continue;
          const center = { lng: GRID.lng[n], lat: GRID.lat[n] };
          for (const layer of ALL_LAYERS)
            expectSame(zones, layer, n, bruteCell(center, aeds, layer), aeds, center);
        }
      }),
      { numRuns: 40, seed: 6 },
    );
  });

  it("do not change when the AEDs are shuffled", () => {
    fc.assert(
      fc.property(fc.array(aed, { minLength: 2, maxLength: 30 }), (aeds) => {
        expect(computeZones(GRID, [...aeds].reverse())).toEqual(computeZones(GRID, aeds));
      }),
      { numRuns: 10, seed: 7 },
    );
  });

  it("never cover less when an AED is added", () => {
    fc.assert(
      fc.property(fc.array(aed, { minLength: 1, maxLength: 20 }), aed, (aeds, extra) => {
        const before = computeZones(GRID, aeds);
        const after = computeZones(GRID, [...aeds, extra]);
        for (const layer of ALL_LAYERS) {
          expect(after[layer].within500m.every((count, n) => count >= before[layer].within500m[n])).toBe(
            true,
          );
          expect(after[layer].nearestMeters.every((m, n) => m <= before[layer].nearestMeters[n])).toBe(true);
        }
      }),
      { numRuns: 10, seed: 8 },
    );
  });
});

/** The cell of this shard that holds a position, null when it lies in another shard. */
function indexNear(position: { lng: number; lat: number }): number | null {
  return positionToShard(position) === SHARD ? cellToShardIndex(positionToCell(position)) : null;
}

function expectSame(
  zones: ReturnType<typeof computeZones>,
  layer: (typeof ALL_LAYERS)[number],
  n: number,
  brute: ReturnType<typeof bruteCell>,
  aeds: readonly { position: { lng: number; lat: number } }[],
  center: { lng: number; lat: number },
): void {
  // the plane is within 1e-5 of the geodesic: an AED within 3 cm of a limit may fall either way
  const isOnEdge = (limit: number) =>
    aeds.some((a) => Math.abs(geodesicMeters(center, a.position) - limit) < 0.03);
  const got = zones[layer];
  if (Number.isFinite(brute.nearestMeters)) {
    expect(Math.abs(got.nearestMeters[n] - brute.nearestMeters)).toBeLessThan(0.03);
  } else if (!isOnEdge(2_500)) expect(got.nearestMeters[n]).toBe(Number.POSITIVE_INFINITY);
  if (!isOnEdge(1_000)) expect(got.within1000m[n]).toBe(brute.within1000m);
  if (isOnEdge(500)) return;
  expect(got.within500m[n]).toBe(brute.within500m);
  expect(got.hoursUnknown[n] === 1).toBe(brute.hoursUnknown);
  if (brute.openShare === null) expect(got.openShare[n]).toBeNaN();
  else expect(got.openShare[n]).toBeCloseTo(brute.openShare, 12);
}
