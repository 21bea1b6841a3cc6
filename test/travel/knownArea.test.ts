import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CITY, type LooseStreets, syntheticCity } from "../../scripts/streets/syntheticCity.ts";
import { ANSWER, computeStreetZones, type PeriodStreetZones } from "../../src/coverage/streetZones.ts";
import { computeZones } from "../../src/coverage/zones.ts";
import { positionToShard } from "../../src/grid/cell.ts";
import { shardGrid } from "../../src/grid/shard.ts";
import type { DegreeBox } from "../../src/load/records.ts";
import { buildNetwork } from "../../src/travel/buildNetwork.ts";
import { knownArea } from "../../src/travel/knownArea.ts";
import { DEGREE_STEPS, type StreetNetwork } from "../../src/travel/network.ts";
import { routedTravel } from "../../src/travel/routedTravel.ts";
import { streetMeters } from "../../src/travel/streetMeters.ts";
import { BASIS } from "../../src/travel/travel.ts";
import { DAY_AND_NIGHT } from "../world/hours.ts";
import { EVERYWHERE, type Point, place, streetWorld, type WorldStreet } from "../world/streets.ts";

const GRID = shardGrid(positionToShard({ lng: 5.12, lat: 52.09 }));
/** h3 puts the centre child first: (0, 0) in metres. */
const MIDDLE = 0;

const box = (west: number, south: number, east: number, north: number): DegreeBox => {
  const [low, high] = [place(GRID, [west, south]), place(GRID, [east, north])];
  return [low.lng, low.lat, high.lng, high.lat];
};

describe("a way that leaves the area", () => {
  const area = knownArea([box(-1_000, -2_000, 1_000, 3_000)]);
  const least = (from: Point, to: Point) => {
    const { lng, lat } = place(GRID, to);
    return area.leastMetersOutside(place(GRID, from))!(lng, lat);
  };

  it("is no shorter than the straight line mirrored in the nearest side, less a hundredth", () => {
    // 100 m and 200 m from the eastern side, 400 m apart along it: √(400² + 300²) = 500
    expect(least([900, 0], [800, 400])).toBeGreaterThanOrEqual(494);
    expect(least([900, 0], [800, 400])).toBeLessThanOrEqual(495);
    // there and back: 2 × 100 m
    expect(Math.abs(least([900, 0], [900, 0]) - 198)).toBeLessThanOrEqual(1);
  });

  it("is the straight line where one end lies outside", () => {
    expect(Math.abs(least([900, 0], [1_300, 300]) - 0.99 * 500)).toBeLessThanOrEqual(1);
  });

  it("is not looked for where it would be longer than 3,500 m", () => {
    const large = knownArea([box(-4_000, -4_000, 4_000, 4_000)]);
    expect(large.leastMetersOutside(place(GRID, [0, 0]))).toBeNull();
    expect(large.leastMetersOutside(place(GRID, [1_200, 0]))).not.toBeNull();
  });

  it("does not begin at the seam of two boxes that touch", () => {
    const both = knownArea([box(-4_000, -4_000, 100, 4_000), box(100, -4_000, 4_000, 4_000)]);
    expect(both.leastMetersOutside(place(GRID, [90, 0]))).toBeNull();
    expect(both.metersToOutside(place(GRID, [90, 0]))).toBeGreaterThan(3_890);
  });

  it("is never told longer than the shortest by any place outside, whatever the boxes", () => {
    const side = fc.integer({ min: -1_500, max: 1_500 });
    const anyPoint = fc.tuple(side, side);
    const anyBox = fc.tuple(
      side,
      side,
      fc.integer({ min: 100, max: 2_000 }),
      fc.integer({ min: 100, max: 2_000 }),
    );
    let tight = 0;
    fc.assert(
      fc.property(fc.array(anyBox, { minLength: 1, maxLength: 3 }), anyPoint, anyPoint, (given, from, to) => {
        const boxes = given.map(([west, south, wide, high]) => [west, south, west + wide, south + high]);
        const isInside = ([x, y]: Point) =>
          boxes.some(([west, south, east, north]) => x >= west && x <= east && y >= south && y <= north);
        let shortest = Number.POSITIVE_INFINITY;
        for (let x = -2_000; x <= 4_000; x += 50) {
          for (let y = -2_000; y <= 4_000; y += 50) {
            if (isInside([x, y])) continue;
            const way = Math.hypot(x - from[0], y - from[1]) + Math.hypot(x - to[0], y - to[1]);
            shortest = Math.min(shortest, way);
          }
        }
        const found = knownArea(
          boxes.map(([west, south, east, north]) => box(west, south, east, north)),
        ).leastMetersOutside(place(GRID, from));
        const { lng, lat } = place(GRID, to);
        expect(found!(lng, lat)).toBeLessThanOrEqual(shortest);
        // a grid of 50 m misses the best place by at most 2 × 50 × √2 m
        if (boxes.length === 1) {
          expect(found!(lng, lat)).toBeGreaterThan(0.985 * shortest - 142);
          tight++;
        }
      }),
      { numRuns: 60 },
    );
    expect(tight).toBeGreaterThan(5);
  });
});

describe("a bridge just outside the loaded streets", () => {
  // quays 60 m apart with a bridge 180 m to the east: 180 + 60 + 180 = 420 m; the next one 400 m to the west: 860 m
  const quays: WorldStreet[] = [
    { from: [-400, 0], to: [180, 0] },
    { from: [-400, -60], to: [180, -60] },
    { from: [-400, 0], to: [-400, -60] },
  ];
  const bridge: WorldStreet = { from: [180, 0], to: [180, -60] };
  const aeds = [{ position: place(GRID, [0, -60]), openHours: DAY_AND_NIGHT, alwaysOpen: true }];
  const middle = (network: StreetNetwork) => {
    const { week } = zonesAlong(network, aeds);
    const [meters, basis] = [week.nearestMeters[MIDDLE], week.basis[MIDDLE]];
    return { meters, basis, within500m: week.within500m[MIDDLE], cutOff: week.nearNotReachable[MIDDLE] };
  };

  it("makes it unknown whether the AED is within 500 m, and the metres the most that they can be", () => {
    const whole = middle(streetWorld(GRID, [...quays, bridge]));
    expect(whole).toMatchObject({ basis: BASIS.streets, within500m: ANSWER.yes, cutOff: ANSWER.no });
    expect(Math.abs(whole.meters - 420)).toBeLessThanOrEqual(3);
    const cut = middle(streetWorld(GRID, quays, [box(-2_000, -2_000, 170, 2_000)]));
    expect(cut).toMatchObject({ basis: BASIS.atMost, within500m: ANSWER.unknown, cutOff: ANSWER.unknown });
    expect(Math.abs(cut.meters - 860)).toBeLessThanOrEqual(3);
  });

  it("is out of the question where going to the edge and back is longer than 500 m, and 750 m", () => {
    const at = (east: number) => middle(streetWorld(GRID, quays, [box(-2_000, -2_000, east, 2_000)]));
    // √((2 east)² + 60²) × 0.99 m: 493 m at 247 m from the edge, 513 m at 257 m; 753 m at 380 m
    expect(at(247)).toMatchObject({ within500m: ANSWER.unknown, cutOff: ANSWER.unknown });
    expect(at(257)).toMatchObject({ within500m: ANSWER.no, cutOff: ANSWER.unknown, basis: BASIS.atMost });
    expect(at(386)).toMatchObject({ within500m: ANSWER.no, cutOff: ANSWER.yes, basis: BASIS.atMost });
    // 860 m: nothing shorter can be missed
    expect(at(440)).toMatchObject({ within500m: ANSWER.no, cutOff: ANSWER.yes, basis: BASIS.streets });
  });

  it("may be the street that a place is next to: then it has none that is known", () => {
    // the quay lies 60 m from the AED at (0, −120), the edge 50 m
    const far = [{ ...aeds[0], position: place(GRID, [0, -120]) }];
    const cut = streetWorld(GRID, quays, [box(-2_000, -170, 2_000, 2_000)]);
    expect(zonesAlong(cut, far).week.basis[MIDDLE]).toBe(BASIS.straight);
    const wider = streetWorld(GRID, quays, [box(-2_000, -190, 2_000, 2_000)]);
    expect(zonesAlong(wider, far).week.basis[MIDDLE]).not.toBe(BASIS.straight);
  });
});

describe("a city of which only a part is loaded", () => {
  const SIDE = 30;
  const city = (seed: number): LooseStreets =>
    syntheticCity({
      ...CITY,
      corner: place(GRID, [-1_500, -1_500]),
      columns: SIDE,
      rows: SIDE,
      blockMeters: 100,
      canalEvery: 5,
      bridgeEvery: 9,
      motorwayRow: 14,
      viaductEvery: 10,
      seed,
    });

  /** What a file holds that was cut by a box: every street, whole, that comes into it. */
  function cutBy(area: DegreeBox, { lng, lat, edges }: LooseStreets): StreetNetwork {
    const [west, south, east, north] = area.map((degrees) => degrees * DEGREE_STEPS);
    const kept = edges.filter(({ from, to, course }) => {
      const lngs = [lng[from], lng[to], course[0]];
      const lats = [lat[from], lat[to], course[1]];
      return (
        Math.max(...lngs) >= west &&
        Math.min(...lngs) <= east &&
        Math.max(...lats) >= south &&
        Math.min(...lats) <= north
      );
    });
    return buildNetwork([area], { lng, lat }, kept);
  }

  const side = fc.integer({ min: -1_300, max: 300 });
  const length = fc.integer({ min: 300, max: 2_400 });
  const spot = fc.tuple(fc.integer({ min: -1_400, max: 1_400 }), fc.integer({ min: -1_400, max: 1_400 }));

  it("never contradicts the whole: yes, no and metres that it is sure of stay so", () => {
    const seen = {
      yes: 0,
      no: 0,
      perhaps: 0,
      perhapsNot: 0,
      cutOff: 0,
      cutOffPerhaps: 0,
      sure: 0,
      shorter: 0,
    };
    fc.assert(
      fc.property(
        fc.integer(),
        fc.tuple(side, side, length, length),
        fc.array(spot, { minLength: 1, maxLength: 8 }),
        (seed, [west, south, wide, high], spots) => {
          const loose = city(seed);
          const aeds = spots.map((point) => ({
            position: place(GRID, point),
            openHours: DAY_AND_NIGHT,
            alwaysOpen: true,
          }));
          const whole = structuredClone(zonesAlong(buildNetwork(EVERYWHERE, loose, loose.edges), aeds).week);
          const part = zonesAlong(cutBy(box(west, south, west + wide, south + high), loose), aeds).week;
          expect(contradictions(whole, part, seen)).toEqual([]);
        },
      ),
      { numRuns: 40 },
    );
    for (const [name, count] of Object.entries(seen)) expect(count, name).toBeGreaterThan(30);
  });
});

/** Cells of which the part says what the whole does not; counts what came by. */
function contradictions(whole: PeriodStreetZones, part: PeriodStreetZones, seen: Record<string, number>) {
  const { yes, no, unknown } = ANSWER;
  const wrong: string[] = [];
  for (let n = 0; n < whole.basis.length; n++) {
    const [isWithin, within] = [whole.within500m[n], part.within500m[n]];
    const [isCutOff, cutOff] = [whole.nearNotReachable[n], part.nearNotReachable[n]];
    if (within !== unknown && within !== isWithin)
      wrong.push(`${n}: within 500 m ${within}, not ${isWithin}`);
    if (cutOff !== unknown && cutOff !== isCutOff) wrong.push(`${n}: cut off ${cutOff}, not ${isCutOff}`);
    if (within === yes) seen.yes++;
    if (within === no && part.nearestMeters[n] <= 3_500) seen.no++;
    if (within === unknown) seen[isWithin === yes ? "perhaps" : "perhapsNot"]++;
    if (cutOff === yes) seen.cutOff++;
    if (cutOff === unknown && isCutOff === yes) seen.cutOffPerhaps++;
    const [loaded, all] = [part.nearestMeters[n], whole.nearestMeters[n]];
    const isSure = part.basis[n] === BASIS.streets;
    if (loaded === Number.POSITIVE_INFINITY || !(isSure || part.basis[n] === BASIS.atMost)) continue;
    if (isSure ? loaded !== all : loaded < all) wrong.push(`${n}: ${loaded} m, not ${all} m`);
    if (isSure) seen.sure++;
    else if (loaded > all) seen.shorter++;
  }
  return wrong;
}

function zonesAlong(network: StreetNetwork, aeds: Parameters<typeof computeStreetZones>[0]) {
  const travel = routedTravel(GRID, streetMeters(GRID, network, "foot"), 1.4);
  return computeStreetZones(aeds, travel, computeZones(GRID, aeds));
}
