import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { figureOf, type ResponseFigure, type ShardResponse } from "../../src/coverage/shardResponse.ts";
import { positionToShard, SHARD_CELL_COUNT } from "../../src/grid/cell.ts";
import { PERIODS_AND_WEEK } from "../../src/grid/periods.ts";
import { shardGrid } from "../../src/grid/shard.ts";
import { ROW_TO_CHILD } from "../../src/grid/shardRows.ts";
import type { LngLat } from "../../src/load/records.ts";
import { ALERT_RULES, DEFAULT_SCENARIO, type Scenario } from "../../src/scenario.ts";
import { arrivalProbability } from "../../src/simulate/arrivalTable.ts";
import { groundOf } from "../../src/simulate/ground.ts";
import { INSTANT_HOURS } from "../../src/simulate/instants.ts";
import { nearPosts } from "../../src/simulate/nearPosts.ts";
import { solveShard } from "../../src/simulate/shardLaw.ts";
import { straightTravel } from "../../src/travel/straightTravel.ts";
import type { Travel } from "../../src/travel/travel.ts";
import { type BruteOpened, type BruteWorld, bruteResponse } from "../oracle/bruteResponse.ts";
import { geodesicMeters } from "../oracle/geodesicMeters.ts";
import { DAY_AND_NIGHT, EVERY_DAY, NEVER, openOn, UNKNOWN, WORKDAYS } from "../world/hours.ts";

const CENTER = { lng: 5.12, lat: 52.09 };
const GRID = shardGrid(positionToShard(CENTER));
/** Its cells around the middle, nearest first. */
const MIDDLE = [...Array(SHARD_CELL_COUNT).keys()].sort(
  (p, q) => Math.hypot(GRID.x[p], GRID.y[p]) - Math.hypot(GRID.x[q], GRID.y[q]),
);

interface World {
  /** by place in MIDDLE */
  cells: { place: number; residents: number; responders: number }[];
  aeds: BruteOpened[];
  posts: BruteOpened[];
}

function positionOf(cell: number) {
  return { lng: GRID.lng[cell], lat: GRID.lat[cell] };
}

function solve(
  world: World,
  scenario: Scenario = DEFAULT_SCENARIO,
  travel: Travel | null = null,
): ShardResponse {
  const residents = new Float64Array(SHARD_CELL_COUNT);
  for (const { place, residents: people } of world.cells) residents[MIDDLE[place]] = people;
  const cells = world.cells.map(({ place }) => MIDDLE[place]);
  const people = {
    x: Float64Array.from(cells, (n) => GRID.x[n]),
    y: Float64Array.from(cells, (n) => GRID.y[n]),
    residents: Float64Array.from(world.cells, (cell) => cell.residents),
    responders: [Float64Array.from(world.cells, (cell) => cell.responders)],
  };
  const streets = travel && {
    people: { ...people, position: cells.map(positionOf), cell: Int32Array.from(cells) },
    fromPeople: travel,
    fromAeds: travel,
  };
  const ground = groundOf(GRID, { people, aeds: world.aeds, posts: world.posts, streets });
  return solveShard(GRID, residents, ground, scenario);
}

function brutely({ cells, aeds, posts }: World): BruteWorld {
  const people = cells.map(({ place, ...cell }) => ({ ...cell, position: positionOf(MIDDLE[place]) }));
  return { people, aeds, posts };
}

function at(
  response: ShardResponse,
  layer: (typeof PERIODS_AND_WEEK)[number],
  figure: ResponseFigure,
  place: number,
) {
  const values = figureOf(response, PERIODS_AND_WEEK.indexOf(layer), figure);
  return values[response.cells.indexOf(MIDDLE[place])];
}

const hours = fc.constantFrom(
  DAY_AND_NIGHT,
  UNKNOWN,
  NEVER,
  openOn(WORKDAYS, 8, 18),
  openOn(EVERY_DAY, 7, 23),
  openOn([5, 6], 8, 18),
);
const opened = (reachDegrees: number) =>
  fc.record({
    position: fc.record({
      lng: fc.double({ min: CENTER.lng - reachDegrees, max: CENTER.lng + reachDegrees, noNaN: true }),
      lat: fc.double({ min: CENTER.lat - reachDegrees, max: CENTER.lat + reachDegrees, noNaN: true }),
    }),
    openHours: hours,
  });
const world = (reach: number): fc.Arbitrary<World> =>
  fc.record({
    cells: fc.uniqueArray(
      fc.record({
        place: fc.integer({ min: 0, max: reach }),
        residents: fc.double({ min: 0.1, max: 250, noNaN: true }),
        responders: fc.oneof(fc.constant(0), fc.double({ min: 0.01, max: 9, noNaN: true })),
      }),
      { selector: ({ place }) => place, minLength: 1, maxLength: 60 },
    ),
    aeds: fc.array(opened(0.02), { maxLength: 8 }),
    posts: fc.array(opened(0.2), { maxLength: 5 }),
  });
const scenario = fc
  .constantFrom("variable2020", "fixed2019", "sms2010")
  .map((rule): Scenario => ({ ...DEFAULT_SCENARIO, alert: ALERT_RULES[rule as "sms2010"] }));

describe("the law at every inhabited cell of a shard", () => {
  it("is the product over all responders, by the rules as they are written", () => {
    fc.assert(
      fc.property(fc.oneof(world(200), world(1_500)), scenario, (one, rule) => {
        const response = solve(one, rule);
        for (const { place } of one.cells.slice(0, 2)) {
          for (const layer of PERIODS_AND_WEEK) {
            const brute = bruteResponse(brutely(one), positionOf(MIDDLE[place]), rule, layer);
            const own = (figure: ResponseFigure) => at(response, layer, figure, place);
            for (const figure of [
              "cpr",
              "aedReady",
              "responderCpr",
              "responderAedReady",
              "ambulanceCpr",
              "noCprIn15",
              "beforeAmbulance",
              "localAed",
            ] as const) {
              expect(Math.abs(own(figure) - brute[figure]), `${layer} ${figure}`).toBeLessThan(0.001);
            }
            const low = (kind: "cpr" | "aedReady") =>
              Math.min(own(`${kind}LowByDensity`), own(`${kind}LowConstant`));
            const high = (kind: "cpr" | "aedReady") =>
              Math.max(own(`${kind}HighByDensity`), own(`${kind}HighConstant`));
            for (const kind of ["cpr", "aedReady"] as const) {
              expect(Math.abs(low(kind) - brute[`${kind}Low`]), `${layer} ${kind} low`).toBeLessThan(0.001);
              expect(Math.abs(high(kind) - brute[`${kind}High`]), `${layer} ${kind} high`).toBeLessThan(
                0.001,
              );
            }
            expect(Math.abs(own("secondsGained") - brute.secondsGained), `${layer} gained`).toBeLessThan(1);
            expect(own("alerted")).toBeCloseTo(brute.alerted, 4);
          }
        }
      }),
      { numRuns: 40 },
    );
  });

  it("goes by the ways that are told, both straight and by an AED: a canal costs a kilometre to cross", () => {
    const isEast = ({ lng }: LngLat) => lng > GRID.lng[MIDDLE[0]];
    const canal = (from: LngLat, to: LngLat) => (isEast(from) === isEast(to) ? 0 : 1_000);
    const around = straightTravel(GRID, 1.4);
    const ways: Travel = {
      reachFrom(source) {
        const reach = around.reachFrom(source);
        for (let i = 0; i < reach.count; i++)
          reach.meters[i] += canal(source, positionOf(ROW_TO_CHILD[reach.row[i]]));
        return reach;
      },
    };
    let differing = 0;
    fc.assert(
      fc.property(world(200), scenario, (one, rule) => {
        const response = solve(one, rule, ways);
        const path = (from: LngLat, to: LngLat) => 1.4 * geodesicMeters(from, to) + canal(from, to);
        for (const { place } of one.cells.slice(0, 2)) {
          const brute = bruteResponse({ ...brutely(one), path }, positionOf(MIDDLE[place]), rule, "evening");
          for (const figure of ["responderCpr", "responderAedReady"] as const) {
            const own = at(response, "evening", figure, place);
            // whole metres, rounded up
            expect(Math.abs(own - brute[figure]), figure).toBeLessThan(0.002);
            if (Math.abs(own - at(solve(one, rule), "evening", figure, place)) > 0.002) differing++;
          }
        }
      }),
      { numRuns: 25 },
    );
    expect(differing).toBeGreaterThan(5);
  });

  it("does not care in which order people, AEDs and posts come", () => {
    fc.assert(
      fc.property(world(200), (one) => {
        const shuffled = { cells: one.cells, aeds: [...one.aeds].reverse(), posts: [...one.posts].reverse() };
        expect(solve(shuffled)).toEqual(solve(one));
        const other = solve({ ...one, cells: [...one.cells].reverse() });
        expect(other).toEqual(solve(one));
      }),
      { numRuns: 15 },
    );
  });

  it("is that of police, fire and ambulance alone where nobody ever goes, and where nobody is alerted", () => {
    const nobodyGoes = {
      ...DEFAULT_SCENARIO,
      willingness: { ...DEFAULT_SCENARIO.willingness, atReference: 0, min: 0 },
    };
    const one: World = {
      cells: [{ place: 0, residents: 40, responders: 30 }],
      aeds: [{ position: CENTER, openHours: DAY_AND_NIGHT }],
      posts: [{ position: { lng: 5.13, lat: 52.08 }, openHours: DAY_AND_NIGHT }],
    };
    const empty = { ...one, cells: [{ place: 0, residents: 40, responders: 0 }] };
    for (const response of [solve(one, nobodyGoes), solve(empty)]) {
      for (const layer of PERIODS_AND_WEEK) {
        const own = (figure: ResponseFigure) => at(response, layer, figure, 0);
        expect(own("responderCpr")).toBe(0);
        expect(own("responderAedReady")).toBe(0);
        expect(own("beforeAmbulance")).toBe(0);
        expect(own("cpr")).toBeCloseTo(1 - (1 - own("policeFireCpr")) * (1 - own("ambulanceCpr")), 6);
      }
    }
  });

  it("is that of three responders by hand", () => {
    // p = 0.07 (one resident near: the most there is); two of three go by the AED, all in the patient's own cell
    const one: World = {
      cells: [{ place: 0, residents: 1, responders: 3 }],
      aeds: [{ position: positionOf(MIDDLE[0]), openHours: DAY_AND_NIGHT }],
      posts: [],
    };
    const response = solve(one);
    const by = (pathMeters: number, fixedSeconds: number) =>
      arrivalProbability(DEFAULT_SCENARIO, { seconds: 360, pathMeters, fixedSeconds });
    // straight: 58 m × 1.4 and 75 s at the door; by the AED: twice that way, 20 s to take it, 60 s to attach it
    const noCpr = (1 - 0.07 * by(81.2, 75)) * (1 - 0.07 * by(162.4, 95)) ** 2;
    const noReady = (1 - 0.07 * by(162.4, 155)) ** 2;
    expect(Math.abs(at(response, "weekday", "responderCpr", 0) - (1 - noCpr))).toBeLessThan(0.0002);
    expect(Math.abs(at(response, "weekday", "responderAedReady", 0) - (1 - noReady))).toBeLessThan(0.0002);
  });

  it("brings no AED at night where all are closed then, and an AED that never opens changes nothing", () => {
    const cells = [{ place: 0, residents: 40, responders: 30 }];
    const open = { position: positionOf(MIDDLE[3]), openHours: openOn(EVERY_DAY, 8, 23) };
    const response = solve({ cells, aeds: [open], posts: [] });
    expect(at(response, "night", "responderAedReady", 0)).toBe(0);
    expect(at(response, "evening", "responderAedReady", 0)).toBeGreaterThan(0.1);
    const closed = { position: positionOf(MIDDLE[1]), openHours: NEVER };
    expect(solve({ cells, aeds: [open, closed], posts: [] })).toEqual(response);
  });

  it("tells nothing of the system where responders or posts are not loaded, but what is known alone", () => {
    const residents = new Float64Array(SHARD_CELL_COUNT);
    residents[MIDDLE[0]] = 5;
    const [x, y] = [Float64Array.of(GRID.x[MIDDLE[0]]), Float64Array.of(GRID.y[MIDDLE[0]])];
    const people = { x, y, residents: Float64Array.of(5), responders: [Float64Array.of(2)] };
    const withoutPosts = solveShard(
      GRID,
      residents,
      groundOf(GRID, { people, aeds: [], posts: null }),
      DEFAULT_SCENARIO,
    );
    expect(at(withoutPosts, "week", "cpr", 0)).toBeNaN();
    expect(at(withoutPosts, "week", "responderCpr", 0)).toBeGreaterThan(0);
    const nobody = { ...people, responders: [] };
    const posts = [{ position: CENTER, openHours: DAY_AND_NIGHT }];
    const ground = groundOf(GRID, { people: nobody, aeds: [], posts });
    const withoutResponders = solveShard(GRID, residents, ground, DEFAULT_SCENARIO);
    expect(at(withoutResponders, "week", "cpr", 0)).toBeNaN();
    expect(at(withoutResponders, "week", "ambulanceCpr", 0)).toBeGreaterThan(0);
  });
});

describe("the posts near a shard", () => {
  it("hold the two nearest open ones of every cell at every hour, and leave out far ones", () => {
    fc.assert(
      fc.property(fc.array(opened(1.2), { minLength: 3, maxLength: 60 }), (posts) => {
        const near = nearPosts(GRID, posts);
        for (const cell of [MIDDLE[0], MIDDLE[16_806], MIDDLE[9_000]]) {
          for (const hour of INSTANT_HOURS) {
            const open = posts
              .filter(({ openHours }) => openHours[hour] === "1")
              .map((post) => ({ post, meters: geodesicMeters(post.position, positionOf(cell)) }))
              .sort((p, q) => p.meters - q.meters)
              .slice(0, 2);
            for (const { post } of open) expect(near).toContain(post);
          }
        }
      }),
      { numRuns: 20 },
    );
    const row = Array.from({ length: 40 }, (_, n) => ({
      position: { lng: CENTER.lng + 0.1 * n, lat: CENTER.lat },
      openHours: DAY_AND_NIGHT,
    }));
    expect(nearPosts(GRID, row).length).toBeLessThan(10);
  });
});
