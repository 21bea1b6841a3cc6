import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { figureOf, type ResponseFigure, type ShardResponse } from "../../src/coverage/shardResponse.ts";
import { positionToShard, SHARD_CELL_COUNT } from "../../src/grid/cell.ts";
import { PERIODS_AND_WEEK } from "../../src/grid/periods.ts";
import { shardGrid } from "../../src/grid/shard.ts";
import { ALERT_RULES, DEFAULT_SCENARIO, type Scenario } from "../../src/scenario.ts";
import { groundOf } from "../../src/simulate/ground.ts";
import { solveShard } from "../../src/simulate/shardLaw.ts";
import { type BruteOpened, type BruteWorld, bruteResponse } from "../oracle/bruteResponse.ts";
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

function solve(world: World, scenario: Scenario = DEFAULT_SCENARIO): ShardResponse {
  const residents = new Float64Array(SHARD_CELL_COUNT);
  for (const { place, residents: people } of world.cells) residents[MIDDLE[place]] = people;
  const cells = world.cells.map(({ place }) => MIDDLE[place]);
  const people = {
    x: Float64Array.from(cells, (n) => GRID.x[n]),
    y: Float64Array.from(cells, (n) => GRID.y[n]),
    residents: Float64Array.from(world.cells, (cell) => cell.residents),
    responders: [Float64Array.from(world.cells, (cell) => cell.responders)],
  };
  const ground = groundOf(GRID, { people, aeds: world.aeds, posts: world.posts });
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
});
