/**
 * Who comes to one patient, and by which ways: one case per distinct set of open AEDs, responders near and turn-out.
 * Selection is by straight line, as dispatch does it; ways are along streets or a detour of the straight line.
 */
import type { Scenario } from "../scenario.ts";
import { type AedSets, aedSets, findAedSets } from "./aedSets.ts";
import { type AlertedSet, alertedSet, findAlerted } from "./alertedSet.ts";
import type { Ground } from "./ground.ts";
import { ALL_INSTANTS, INSTANT_COUNT, NIGHT_INSTANTS, PERIOD_INSTANTS } from "./instants.ts";
import { type Alerted, assignRoles, type RoleMemory, roleMemory } from "./roles.ts";
import { NO_WAY } from "./streetWays.ts";
import { fillHistogram, type PathHistogram, pathHistogram } from "./volunteerLaw.ts";

/** Mean distance of two random points of a Dutch resolution-10 cell: nobody is nearer than that, on average. */
export const OWN_CELL_METERS = 58;

/** The cases of one patient share out the instants. */
export interface PatientCase {
  /** bits of `instants.ts` */
  instants: number;
  isNight: boolean;
  histogram: PathHistogram;
  /** responders alerted */
  alerted: number;
  /** metres in a straight line; Infinity: none open within the rule's radius */
  nearestAedMeters: number;
}

/** Working memory for all patients of a ground; holds the last one asked for. */
export interface PatientCases {
  count: number;
  cases: PatientCase[];
  /** residents within 1,000 m */
  residentsNear: number;
  set: AlertedSet;
  sets: AedSets;
  ways: Alerted;
  viaResponders: Float64Array;
  roles: RoleMemory;
  histograms: PathHistogram[];
}

export function patientCases(ground: Ground, scenario: Scenario): PatientCases {
  const placesMax = ground.people.x.length;
  return {
    count: 0,
    cases: Array.from({ length: INSTANT_COUNT }, () => ({
      instants: 0,
      isNight: false,
      histogram: pathHistogram(),
      alerted: 0,
      nearestAedMeters: 0,
    })),
    residentsNear: 0,
    set: alertedSet(placesMax),
    sets: aedSets(ground, scenario.alert),
    ways: {
      count: 0,
      responders: new Float64Array(placesMax),
      directMeters: new Float64Array(placesMax),
      viaMeters: new Float64Array(placesMax),
    },
    viaResponders: new Float64Array(placesMax),
    roles: roleMemory(placesMax),
    histograms: Array.from({ length: INSTANT_COUNT }, pathHistogram),
  };
}

/**
 * Replaces what was held by the cases of a patient at (px, py) of the ground's plane. `cell`: his place in the shard, by
 * which ways along streets are asked for; without one, and where none is told, the straight line × the detour.
 */
export function findCases(
  ground: Ground,
  px: number,
  py: number,
  scenario: Scenario,
  memory: PatientCases,
  cell = -1,
): void {
  const { sets, set } = memory;
  const toPatient = cell >= 0 ? (ground.ways?.toPatient(cell) ?? null) : null;
  memory.count = 0;
  let histogramCount = 0;
  findAedSets(ground, px, py, scenario.alert, sets);
  const fieldCount = ground.responders?.length ?? 1;
  for (let field = 0; field < fieldCount; field++) {
    findAlerted(ground, field, px, py, scenario.alert, set);
    memory.residentsNear = set.residentsNear;
    fillDirect(set, scenario, toPatient, memory.ways);
    const ownInstants = fieldCount === 1 ? ALL_INSTANTS : PERIOD_INSTANTS[field];
    for (let s = 0; s < sets.count; s++) {
      const instants = sets.instants[s] & ownInstants;
      if (instants === 0) continue;
      const histogram = memory.histograms[histogramCount++];
      fillVia(ground, { px, py, cell }, s, scenario, memory);
      assignRoles(memory.ways, scenario, memory.viaResponders, memory.roles);
      fillHistogram(histogram, memory.ways, memory.viaResponders);
      addCase(memory, instants & ~NIGHT_INSTANTS, false, histogram, s);
      addCase(memory, instants & NIGHT_INSTANTS, true, histogram, s);
    }
  }
}

function addCase(
  memory: PatientCases,
  instants: number,
  isNight: boolean,
  histogram: PathHistogram,
  s: number,
): void {
  if (instants === 0) return;
  const found = memory.cases[memory.count++];
  found.instants = instants;
  found.isNight = isNight;
  found.histogram = histogram;
  found.alerted = memory.set.total;
  found.nearestAedMeters = memory.sets.nearestMeters[s];
}

function fillDirect(
  set: AlertedSet,
  { detourFactor }: Scenario,
  toPatient: Uint16Array | null,
  ways: Alerted,
): void {
  ways.count = set.count;
  const least = detourFactor * OWN_CELL_METERS;
  for (let i = 0; i < set.count; i++) {
    ways.responders[i] = set.responders[i];
    const told = toPatient ? toPatient[set.place[i]] : NO_WAY;
    ways.directMeters[i] = Math.max(least, told === NO_WAY ? detourFactor * Math.sqrt(set.meters2[i]) : told);
  }
}

function fillVia(
  { people, aeds, ways: streets, cell: cellOf }: Ground,
  { px, py, cell }: { px: number; py: number; cell: number },
  s: number,
  { detourFactor, alert }: Scenario,
  { set, sets, ways }: PatientCases,
): void {
  const { count, viaMeters } = ways;
  const fetch = alert.fetchRadiusMeters ?? Number.POSITIVE_INFINITY;
  const least = detourFactor * OWN_CELL_METERS;
  viaMeters.fill(Number.POSITIVE_INFINITY, 0, count);
  for (let n = 0; n < sets.size[s]; n++) {
    const aed = sets.member[s * sets.stride + n];
    const [ax, ay] = [aeds.x[aed], aeds.y[aed]];
    const told = streets && cell >= 0 ? streets.fromAed(aed) : null;
    const across = detourFactor * Math.sqrt((ax - px) * (ax - px) + (ay - py) * (ay - py));
    const onward = Math.max(least, told && told[cell] !== NO_WAY ? told[cell] : across);
    for (let i = 0; i < count; i++) {
      const dx = people.x[set.place[i]] - ax;
      const dy = people.y[set.place[i]] - ay;
      const away = Math.sqrt(dx * dx + dy * dy);
      const own = told ? cellOf[set.place[i]] : -1;
      const meters = told && own >= 0 && told[own] !== NO_WAY ? told[own] : detourFactor * away;
      const path = Math.max(least, meters) + onward;
      if (away <= fetch && path < viaMeters[i]) viaMeters[i] = path;
    }
  }
}
