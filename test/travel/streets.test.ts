import { describe, expect, it } from "vitest";
import { positionToShard } from "../../src/grid/cell.ts";
import { shardGrid } from "../../src/grid/shard.ts";
import { ROW_TO_CHILD } from "../../src/grid/shardRows.ts";
import type { TravelMode } from "../../src/load/records.ts";
import type { StreetNetwork } from "../../src/travel/network.ts";
import { routedTravel } from "../../src/travel/routedTravel.ts";
import { straightTravel } from "../../src/travel/straightTravel.ts";
import { streetMeters } from "../../src/travel/streetMeters.ts";
import { BASIS } from "../../src/travel/travel.ts";
import { ON_FOOT, ONE_WAY, type Point, place, streetWorld, type WorldStreet } from "../world/streets.ts";

/** Everything is measured to the middle cell, whose centre is (0, 0) in metres. */
const GRID = shardGrid(positionToShard({ lng: 5.12, lat: 52.09 }));
const MIDDLE_ROW = ROW_TO_CHILD.indexOf(0);
const DETOUR = 1.4;

function toMiddle(network: StreetNetwork, source: Point, mode: TravelMode = "foot") {
  const reach = routedTravel(GRID, streetMeters(GRID, network, mode), DETOUR).reachFrom(place(GRID, source));
  const i = reach.row.subarray(0, reach.count).indexOf(MIDDLE_ROW);
  return i < 0 ? null : { meters: reach.meters[i], basis: reach.basis[i] };
}

/** Crossings lie on steps of a metre or so, edges and accesses are rounded: three ends of up to a metre. */
const TOLERANCE_METERS = 3;
function expectMeters(got: ReturnType<typeof toMiddle>, meters: number): void {
  expect(got?.basis).toBe(BASIS.streets);
  expect(Math.abs(got!.meters - meters)).toBeLessThanOrEqual(TOLERANCE_METERS);
}

describe("a straight street", () => {
  const network = streetWorld(GRID, [{ from: [-3_000, 40], to: [3_000, 40] }]);

  it("is walked along, with the straight lines to it at both ends", () => {
    // 10 m from the source to the street, 800 m along it, 40 m to the middle
    expectMeters(toMiddle(network, [800, 50]), 10 + 800 + 40);
    expectMeters(toMiddle(network, [-800, 30]), 10 + 800 + 40);
  });

  it("is left where it is nearest, not at a node", () => {
    expectMeters(toMiddle(network, [0, 100]), 60 + 40);
  });

  it("is walked from its end by who stands beyond it", () => {
    const short = streetWorld(GRID, [{ from: [0, 40], to: [600, 40] }]);
    expectMeters(toMiddle(short, [900, 40]), 300 + 600 + 40);
  });

  it("is not reached by who stands more than 500 m away: the straight line × 1.4, and told so", () => {
    expect(toMiddle(network, [0, 540])).toEqual({
      meters: expect.closeTo(540 * DETOUR, -1),
      basis: BASIS.straight,
    });
    expect(toMiddle(network, [0, 535])?.basis).toBe(BASIS.streets);
  });
});

describe("a grid city", () => {
  // streets every 100 m, crossings at (30 + 100 i, 50 + 100 j): the middle meets the street 30 m to the east half-way
  const streets: WorldStreet[] = [];
  for (let i = -10; i <= 10; i++) {
    for (let j = -10; j < 10; j++) {
      const [across, along] = [30 + 100 * i, 50 + 100 * j];
      streets.push({ from: [across, along], to: [across, along + 100] });
      streets.push({ from: [30 + 100 * j, 50 + 100 * i], to: [130 + 100 * j, 50 + 100 * i] });
    }
  }
  const network = streetWorld(GRID, streets);

  it.each([[[930, 450]], [[-970, 450]], [[-70, 950]], [[830, -750]], [[30, 50]]] as [Point][])(
    "is walked by Manhattan distance from the crossing %j",
    ([east, north]) => {
      expectMeters(toMiddle(network, [east, north]), Math.abs(east - 30) + Math.abs(north) + 30);
    },
  );

  it("is walked by Manhattan distance from half-way a street across", () => {
    // (480, 250) lies on an east–west street: east or west along it to a crossing, both on the way to x = 30
    expectMeters(toMiddle(network, [480, 250]), 450 + 250 + 30);
  });
});

describe("a canal with one bridge", () => {
  // quays at 20 m north and 20 m south of the canal's middle (y = −20), the bridge 700 m to the east
  const quays: WorldStreet[] = [
    { from: [-1_500, 0], to: [700, 0] },
    { from: [700, 0], to: [1_500, 0] },
    { from: [-1_500, -40], to: [700, -40] },
    { from: [700, -40], to: [1_500, -40] },
  ];
  const bridge: WorldStreet = { from: [700, 0], to: [700, -40] };

  it("is crossed there: 40 m apart are 1,440 m on foot", () => {
    expectMeters(toMiddle(streetWorld(GRID, [...quays, bridge]), [0, -40]), 700 + 40 + 700);
  });

  it("is not crossed where there is none: surely more than 3,500 m, never 'unreachable'", () => {
    expect(toMiddle(streetWorld(GRID, quays), [0, -40])).toEqual({ meters: 3_500, basis: BASIS.beyond });
  });

  it("stops bicycles where the bridge is for people on foot", () => {
    const network = streetWorld(GRID, [...quays, { ...bridge, modes: ON_FOOT }]);
    expectMeters(toMiddle(network, [0, -40], "foot"), 700 + 40 + 700);
    expect(toMiddle(network, [0, -40], "bicycle")?.basis).toBe(BASIS.beyond);
  });
});

describe("a one-way street for bicycles", () => {
  // a block of 300 × 200 m; its northern side, which passes the middle, may be ridden to the east only
  const sides: WorldStreet[] = [
    { from: [-150, 0], to: [150, 0], modes: ONE_WAY },
    { from: [150, 0], to: [150, -200] },
    { from: [150, -200], to: [-150, -200] },
    { from: [-150, -200], to: [-150, 0] },
  ];
  const network = streetWorld(GRID, sides);

  it("does not bind people on foot", () => {
    expectMeters(toMiddle(network, [100, 0], "foot"), 100);
    expectMeters(toMiddle(network, [-100, 0], "foot"), 100);
  });

  it("is ridden with its direction on the same edge", () => {
    expectMeters(toMiddle(network, [-100, 0], "bicycle"), 100);
  });

  it("is ridden round the block against it", () => {
    // 50 to the corner, 200 south, 300 west, 200 north, 150 east
    expectMeters(toMiddle(network, [100, 0], "bicycle"), 50 + 200 + 300 + 200 + 150);
  });

  it("is left and entered at its ends by the side streets", () => {
    // from the eastern side, 100 m south of the corner: round by the south and west, never against the arrow
    expectMeters(toMiddle(network, [150, -100], "bicycle"), 100 + 300 + 200 + 150);
    expectMeters(toMiddle(network, [150, -100], "foot"), 100 + 150);
    expectMeters(toMiddle(network, [-150, -100], "bicycle"), 100 + 150);
  });
});

describe("two components", () => {
  const network = streetWorld(GRID, [
    { from: [-500, 0], to: [500, 0] },
    { from: [1_000, 300], to: [1_600, 300] },
  ]);

  it("are never joined, and the metres are at least the bound", () => {
    expect(toMiddle(network, [1_200, 300])).toEqual({ meters: 3_500, basis: BASIS.beyond });
  });

  it("are estimated by the source's own detour where that is more", () => {
    // the AED stands at the end of a hairpin of 2 × 300 m: nodes 300 m along are 20 m away
    const hairpin = streetWorld(GRID, [
      { from: [-500, 0], to: [500, 0] },
      { from: [2_000, 300], to: [2_300, 300] },
      { from: [2_300, 300], to: [2_300, 320] },
      { from: [2_300, 320], to: [2_000, 320] },
    ]);
    // along 0 + 300 + 320 + 620 to nodes at 0, 300, √(300² + 20²) = 300.7 and 20 m: detour 1,240 / 620.7 = 2.0
    const got = toMiddle(hairpin, [2_000, 300])!;
    expect(got.basis).toBe(BASIS.beyond);
    expect(Math.abs(got.meters - Math.hypot(2_000, 300) * (1_240 / 620.7))).toBeLessThan(40);
  });
});

describe("streets for part of the ground", () => {
  const west = place(GRID, [-4_000, 0]);
  const east = place(GRID, [-100, 0]);
  const area = [west.lng, place(GRID, [0, -4_000]).lat, east.lng, place(GRID, [0, 4_000]).lat] as const;
  const network = streetWorld(
    GRID,
    [
      { from: [-3_000, 0], to: [-600, 0] },
      { from: [-600, 0], to: [3_000, 0] },
    ],
    [area],
  );

  it("leave a cell beyond them to the straight line × the source's own detour", () => {
    // the middle lies 100 m outside; the street is straight, so the source's own detour is 1
    const got = toMiddle(network, [-900, 0])!;
    expect(got.basis).toBe(BASIS.straight);
    expect(Math.abs(got.meters - 900)).toBeLessThanOrEqual(TOLERANCE_METERS);
  });

  it("leave a source beyond them to the straight line × the scenario's detour", () => {
    const got = toMiddle(network, [900, 0])!;
    expect(got.basis).toBe(BASIS.straight);
    expect(Math.abs(got.meters - 900 * DETOUR)).toBeLessThanOrEqual(TOLERANCE_METERS);
  });

  it("do not say that there is no way where the way may lie beyond them", () => {
    const box = (east: number) => [west.lng, area[1], place(GRID, [east, 0]).lng, area[3]] as const;
    const quays: WorldStreet[] = [
      { from: [-1_500, 0], to: [700, 0] },
      { from: [-1_500, -40], to: [700, -40] },
    ];
    // the bridge may be outside the area, 1,000 m to the east: not known
    expect(toMiddle(streetWorld(GRID, quays, [box(1_000)]), [0, -40])?.basis).toBe(BASIS.straight);
    // every way of 3,500 m stays within 1,750 m of the middle: known
    expect(toMiddle(streetWorld(GRID, quays, [box(1_800)]), [0, -40])?.basis).toBe(BASIS.beyond);
  });
});

describe("no streets", () => {
  it("are the straight line × the detour factor, rounded up, and told so", () => {
    const reach = straightTravel(GRID, DETOUR).reachFrom(place(GRID, [300, 400]));
    const i = reach.row.subarray(0, reach.count).indexOf(MIDDLE_ROW);
    expect(reach.straightMeters[i]).toBeCloseTo(500, 1);
    expect(reach.meters[i]).toBe(Math.ceil(reach.straightMeters[i] * DETOUR));
    expect(reach.basis[i]).toBe(BASIS.straight);
  });

  it("are the same as a network without an edge", () => {
    const source = place(GRID, [-700, 1_200]);
    const empty = routedTravel(GRID, streetMeters(GRID, streetWorld(GRID, []), "foot"), DETOUR).reachFrom(
      source,
    );
    const straight = straightTravel(GRID, DETOUR).reachFrom(source);
    expect(empty.meters.subarray(0, empty.count)).toEqual(straight.meters.subarray(0, straight.count));
    expect(empty.basis.subarray(0, empty.count)).toEqual(straight.basis.subarray(0, straight.count));
  });
});
