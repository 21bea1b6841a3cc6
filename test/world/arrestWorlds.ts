/** Small worlds for one arrest, told in metres around the patient: a dozen, each with something of its own. */
import { DEFAULT_SCENARIO, type Scenario } from "../../src/scenario.ts";
import { alertedAround, type NearbyAed, type NearbyResponders } from "../../src/simulate/alertedAround.ts";
import { type IncidentPlace, incidentPlace, type OtherHelp } from "../../src/simulate/incidentPlace.ts";
import { type Alerted, assignRoles, roleMemory } from "../../src/simulate/roles.ts";
import { seededRandom } from "../oracle/playArrivals.ts";

type Point = readonly [east: number, north: number];

export interface ArrestWorld {
  name: string;
  /** whole people, each at his place */
  people: readonly Point[];
  aeds: readonly Point[];
  scenario: Scenario;
  others: OtherHelp;
  /** water along this north, without a bridge for so many metres of detour */
  canal?: { north: number; detourMeters: number };
  turnoutFactor?: number;
}

export const CITY: OtherHelp = {
  goProbability: 0.036,
  ambulanceMeanSeconds: [470, 560],
  policeFireShare: 0.5,
  policeFireMedianSeconds: 533,
  localAedProbability: 0.08,
  bystanderShare: 0.5,
};
const COUNTRY: OtherHelp = { ...CITY, goProbability: 0.07, ambulanceMeanSeconds: [760, 1_000] };

function scattered(count: number, radiusMeters: number, seed: number, around: Point = [0, 0]): Point[] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, (): Point => {
    const [far, turn] = [radiusMeters * Math.sqrt(random()), 2 * Math.PI * random()];
    return [around[0] + far * Math.cos(turn), around[1] + far * Math.sin(turn)];
  });
}

const world = (name: string, parts: Partial<ArrestWorld>): ArrestWorld => ({
  name,
  people: [],
  aeds: [],
  scenario: DEFAULT_SCENARIO,
  others: CITY,
  ...parts,
});
const withAlert = (alert: Partial<Scenario["alert"]>): Scenario => ({
  ...DEFAULT_SCENARIO,
  alert: { ...DEFAULT_SCENARIO.alert, ...alert },
});
const village = [...scattered(25, 250, 5), ...scattered(25, 250, 6, [1_600, 0])];

export const ARREST_WORLDS: readonly ArrestWorld[] = [
  world("an empty sea", { others: { ...COUNTRY, policeFireShare: 0 } }),
  world("one responder next door", { people: [[40, 0]], aeds: [[300, 0]] }),
  world("one responder who always goes, at 1,500 m", {
    people: [[1_500, 0]],
    others: { ...COUNTRY, goProbability: 1 },
  }),
  world("an even field, no AED", { people: scattered(190, 2_000, 1) }),
  world("an even field with AEDs", { people: scattered(90, 2_000, 2), aeds: scattered(10, 2_000, 3) }),
  world("a city, more than may be alerted", {
    people: scattered(600, 1_500, 4),
    aeds: scattered(40, 1_500, 7),
  }),
  world("two villages, the AED in the other", { people: village, aeds: [[1_600, 50]], others: COUNTRY }),
  world("an AED behind a canal", {
    people: scattered(60, 900, 8),
    aeds: [[0, 260]],
    canal: { north: 200, detourMeters: 1_400 },
  }),
  world("everything closed at night", { people: scattered(80, 1_200, 9), turnoutFactor: 1.35 }),
  world("the rule of 2010", {
    people: scattered(120, 1_000, 10),
    aeds: scattered(6, 1_000, 11),
    scenario: withAlert({
      alertRadiusMeters: 1_000,
      alertedMax: 30,
      aedRadiusMeters: 1_000,
      aedsMax: null,
      fetchRadiusMeters: 500,
      alertSeconds: 96,
    }),
  }),
  world("no way longer by more than 300 m", {
    people: scattered(80, 1_500, 12),
    aeds: [[900, 0]],
    scenario: withAlert({ maxExtraPathMeters: 300 }),
  }),
  world("nobody willing", { people: scattered(80, 500, 13), others: { ...CITY, goProbability: 0 } }),
  world("police and fire at once, ambulance far", {
    people: scattered(10, 2_000, 14),
    aeds: [[100, 100]],
    others: { ...COUNTRY, policeFireShare: 1, policeFireMedianSeconds: 420 },
  }),
];

/** Metres along the ways of the world; from one side of the canal to the other by the bridge. */
function pathMeters({ canal, scenario }: ArrestWorld, [x, y]: Point, [u, v]: Point): number {
  const meters = Math.hypot(x - u, y - v) * scenario.detourFactor;
  if (!canal || y > canal.north === v > canal.north) return meters;
  return meters + canal.detourMeters;
}

export function alertedIn(world: ArrestWorld): Alerted {
  const patient: Point = [0, 0];
  const cells = world.people.map(
    (at): NearbyResponders => ({
      responders: 1,
      straightMeters: Math.hypot(...at),
      meters: pathMeters(world, at, patient),
    }),
  );
  const aeds = world.aeds.map(
    (aed): NearbyAed => ({
      straightMeters: Math.hypot(...aed),
      meters: pathMeters(world, aed, patient),
      straightMetersFromCells: Float64Array.from(world.people, ([x, y]) =>
        Math.hypot(x - aed[0], y - aed[1]),
      ),
      metersFromCells: Float64Array.from(world.people, (at) => pathMeters(world, at, aed)),
    }),
  );
  return alertedAround(cells, aeds, world.scenario.alert);
}

export function rolesIn(world: ArrestWorld, alerted: Alerted): Float64Array {
  const via = new Float64Array(alerted.count);
  assignRoles(alerted, world.scenario, via, roleMemory(alerted.count));
  return via;
}

export function placeIn(world: ArrestWorld): IncidentPlace {
  const alerted = alertedIn(world);
  return incidentPlace(alerted, rolesIn(world, alerted), {
    ...world.others,
    turnoutFactor: world.turnoutFactor,
  });
}
