/** A place of the ground at one instant of the week, for arrests to be played at: straight lines × the detour factor. */
import { bucketRanges } from "../grid/pointBuckets.ts";
import type { Scenario } from "../scenario.ts";
import { alertedAround, type NearbyAed } from "./alertedAround.ts";
import { DENSITY_RADIUS_METERS, goProbability } from "./goProbability.ts";
import type { Ground } from "./ground.ts";
import { type IncidentPlace, incidentPlace } from "./incidentPlace.ts";
import { INSTANT_COUNT, INSTANT_WEIGHTS, NIGHT_INSTANTS, PERIOD_INSTANTS } from "./instants.ts";
import { localAedProbability } from "./otherHelp.ts";
import { OWN_CELL_METERS } from "./patientCases.ts";
import { assignRoles, roleMemory } from "./roles.ts";
import type { DemandPlace } from "./simulateArrests.ts";
import { nearCells, nearestTwoPosts } from "./sweepPlace.ts";

/**
 * The instants of one layer (`PERIODS_AND_WEEK`) as places with their share of the arrests there. `ground` must have
 * responders and posts.
 */
export function incidentsAt(
  ground: Ground,
  at: readonly [x: number, y: number],
  layer: number,
  scenario: Scenario,
): DemandPlace[] {
  const places: DemandPlace[] = [];
  for (let instant = 0; instant < INSTANT_COUNT; instant++) {
    const demand = INSTANT_WEIGHTS[layer * INSTANT_COUNT + instant];
    if (demand === 0) continue;
    const name = String(instant).padStart(2, "0");
    places.push({ name, demand, place: incidentAt(ground, at, instant, scenario) });
  }
  return places;
}

/** Residents within 1,000 m. */
export function residentsAround(
  { people, residents, ranges }: Ground,
  [px, py]: readonly [number, number],
): number {
  let sum = 0;
  const rangeCount = bucketRanges(people, px, py, DENSITY_RADIUS_METERS, ranges);
  for (let r = 0; r < rangeCount; r += 2) {
    for (let n = ranges[r]; n < ranges[r + 1]; n++) {
      if (Math.hypot(people.x[n] - px, people.y[n] - py) <= DENSITY_RADIUS_METERS) sum += residents[n];
    }
  }
  return sum;
}

/** One instant of the week: who is alerted then, by which ways, and what other help there is. */
export function incidentAt(
  ground: Ground,
  at: readonly [number, number],
  instant: number,
  scenario: Scenario,
): IncidentPlace {
  const bit = 1 << instant;
  const { responders, people } = ground;
  const field = responders!.length === 1 ? 0 : PERIOD_INSTANTS.findIndex((instants) => instants & bit);
  const away = (x: number, y: number, [u, v]: readonly [number, number]) => Math.hypot(x - u, y - v);
  const along = (straight: number) => scenario.detourFactor * Math.max(OWN_CELL_METERS, straight);
  const near = nearCells(ground, field, at[0], at[1], scenario.alert.alertRadiusMeters, scenario);
  const cells = Array.from(near.place, (_, i) => ({
    responders: near.responders[i],
    straightMeters: near.straightMeters[i],
    meters: near.directMeters[i],
  }));
  const aeds = [...ground.aeds.x.keys()]
    .filter((n) => ground.aedInstants[n] & bit)
    .map((n): NearbyAed => {
      const aed = [ground.aeds.x[n], ground.aeds.y[n]] as const;
      const straight = Float64Array.from(near.place, (cell) => away(people.x[cell], people.y[cell], aed));
      const straightMeters = away(aed[0], aed[1], at);
      return {
        straightMeters,
        meters: along(straightMeters),
        straightMetersFromCells: straight,
        metersFromCells: straight.map(along),
      };
    });
  const alerted = alertedAround(cells, aeds, scenario.alert);
  const via = new Float64Array(alerted.count);
  assignRoles(alerted, scenario, via, roleMemory(alerted.count));
  const nearestAed = Math.min(Number.POSITIVE_INFINITY, ...aeds.map(({ straightMeters }) => straightMeters));
  const posts = ground.posts!.find(({ instants }) => instants & bit)!;
  const { fixedSeconds, secondsPerRootKm } = scenario.ambulance;
  const [first, second] = nearestTwoPosts(posts, at[0], at[1]).map(
    (meters) => fixedSeconds + secondsPerRootKm * Math.sqrt(meters / 1_000),
  );
  return incidentPlace(alerted, via, {
    goProbability: goProbability(near.residentsNear, scenario.willingness),
    ambulanceMeanSeconds: [first, second],
    policeFireShare: scenario.policeFire.share,
    policeFireMedianSeconds: scenario.policeFire.medianSeconds,
    localAedProbability: localAedProbability(nearestAed, scenario),
    bystanderShare: scenario.bystander.share,
    turnoutFactor: bit & NIGHT_INSTANTS ? scenario.nightTurnoutFactor : 1,
  });
}
