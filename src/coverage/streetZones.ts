/**
 * The twins of the official zones along streets, for every cell of a shard and every period. What is not known
 * because streets are not loaded is a state of its own: neither inside nor outside.
 */
import { SHARD_CELL_COUNT } from "../grid/cell.ts";
import { PERIODS_AND_WEEK, type PeriodOrWeek } from "../grid/periods.ts";
import { ROW_TO_CHILD } from "../grid/shardRows.ts";
import { BASIS, type Basis, type Reach, type Travel } from "../travel/travel.ts";
import { availabilityCache, LAYER_MASK } from "./availability.ts";
import { ZONE_RADIUS_METERS, type ZoneAed, type Zones } from "./zones.ts";

/** From here on an AED is no longer near along streets: half as far again as the zone. Assumption. */
export const FAR_BY_STREET_METERS = 750;
/**
 * A cell stands for people all over it; two of its points are 58 m apart on average. Below that the straight line to
 * the cell's centre says nothing, and so does a detour measured by it.
 */
export const DETOUR_MIN_STRAIGHT_METERS = 58;

/** A yes or no that may not be known. */
export const ANSWER = { no: 0, yes: 1, unknown: 2 } as const;

/** One array of 16,807 per layer, in child order. */
export interface PeriodStreetZones {
  /** whole metres to the AED that is nearest along streets of those reachable; Infinity: none within 2,500 m straight */
  nearestMeters: Float64Array;
  /** how those metres came about: at most so many where another way or AED may be nearer; meaningless at Infinity */
  basis: Uint8Array;
  /** metres along streets ÷ straight line, both to that AED; NaN where not measured along streets */
  detour: Float64Array;
  /** `ANSWER`: a reachable AED within 500 m along streets */
  within500m: Uint8Array;
  /** `ANSWER`: a reachable AED within 500 m in a straight line, but none within 750 m along streets */
  nearNotReachable: Uint8Array;
}
export type StreetZones = Record<PeriodOrWeek, PeriodStreetZones>;

/** Per distinct set of reachable periods, in row order. */
interface MaskField {
  /** least metres by any basis (65535 = no AED), how they came about, and the straight line to that AED */
  nearest: Uint16Array;
  basis: Uint8Array;
  nearestStraight: Float64Array;
  /** least metres along streets that were found; no AED's way is shorter than the least of all */
  routed: Uint16Array;
  least: Uint16Array;
}
const NO_AED = 65_535;

/** `zones`: the official ones of the same AEDs. `streets`: where the result goes, as with `computeZones`. */
export function computeStreetZones(
  aeds: readonly ZoneAed[],
  travel: Travel,
  zones: Zones,
  streets: StreetZones = emptyStreetZones(),
): StreetZones {
  const fields = new Map<number, MaskField>();
  const availabilityOf = availabilityCache();
  for (const aed of aeds) {
    const mask = availabilityOf(aed).reachable;
    if (mask === 0) continue;
    if (!fields.has(mask)) fields.set(mask, clearField(mask));
    scatter(fields.get(mask)!, travel.reachFrom(aed.position));
  }
  for (const period of PERIODS_AND_WEEK) gatherPeriod(period, fields, zones, streets[period]);
  return streets;
}

export function emptyStreetZones(): StreetZones {
  const empty = (): PeriodStreetZones => ({
    nearestMeters: new Float64Array(SHARD_CELL_COUNT),
    basis: new Uint8Array(SHARD_CELL_COUNT),
    detour: new Float64Array(SHARD_CELL_COUNT),
    within500m: new Uint8Array(SHARD_CELL_COUNT),
    nearNotReachable: new Uint8Array(SHARD_CELL_COUNT),
  });
  return Object.fromEntries(PERIODS_AND_WEEK.map((period) => [period, empty()])) as StreetZones;
}

/** Working memory, used again by every shard: at most 15 fields, and their sum. */
const FIELDS = new Map<number, MaskField>();
const SUM = newField();

function newField(): MaskField {
  return {
    nearest: new Uint16Array(SHARD_CELL_COUNT),
    basis: new Uint8Array(SHARD_CELL_COUNT),
    nearestStraight: new Float64Array(SHARD_CELL_COUNT),
    routed: new Uint16Array(SHARD_CELL_COUNT),
    least: new Uint16Array(SHARD_CELL_COUNT),
  };
}

function clearField(mask: number): MaskField {
  const field = FIELDS.get(mask) ?? newField();
  FIELDS.set(mask, field);
  return emptyField(field);
}

function emptyField(field: MaskField): MaskField {
  field.nearest.fill(NO_AED);
  field.basis.fill(BASIS.straight);
  field.nearestStraight.fill(Number.POSITIVE_INFINITY);
  field.routed.fill(NO_AED);
  field.least.fill(NO_AED);
  return field;
}

function scatter(field: MaskField, reach: Reach): void {
  const { count, row, straightMeters, meters, leastMeters, basis } = reach;
  for (let i = 0; i < count; i++) {
    const n = row[i];
    keepNearest(field, n, meters[i], basis[i] as Basis, straightMeters[i]);
    if (isRouted(basis[i]) && meters[i] < field.routed[n]) field.routed[n] = meters[i];
    if (leastMeters[i] < field.least[n]) field.least[n] = leastMeters[i];
  }
}

/** Ties: what was measured before what was estimated, then the one nearer in a straight line; never the order given. */
function keepNearest(field: MaskField, n: number, meters: number, basis: Basis, straight: number): void {
  if (meters > field.nearest[n]) return;
  if (meters === field.nearest[n]) {
    const order = rank(basis) - rank(field.basis[n] as Basis) || straight - field.nearestStraight[n];
    if (order >= 0) return;
  }
  field.nearest[n] = meters;
  field.basis[n] = basis;
  field.nearestStraight[n] = straight;
}

function isRouted(basis: number): boolean {
  return basis === BASIS.streets || basis === BASIS.atMost;
}

const RANKED: readonly Basis[] = [BASIS.streets, BASIS.atMost, BASIS.beyond, BASIS.straight];

function rank(basis: Basis): number {
  return RANKED.indexOf(basis);
}

function gatherPeriod(
  period: PeriodOrWeek,
  fields: Map<number, MaskField>,
  zones: Zones,
  streets: PeriodStreetZones,
): void {
  const mask = LAYER_MASK[period];
  emptyField(SUM);
  for (const [held, field] of fields) if ((held & mask) === mask) addField(field);
  const { nearest, basis, nearestStraight, routed, least } = SUM;
  for (let n = 0; n < SHARD_CELL_COUNT; n++) {
    const child = ROW_TO_CHILD[n];
    const straight = nearestStraight[n];
    const isMeasured = isRouted(basis[n]) && straight >= DETOUR_MIN_STRAIGHT_METERS;
    const isMost = basis[n] === BASIS.streets && least[n] < nearest[n];
    streets.nearestMeters[child] = nearest[n] === NO_AED ? Number.POSITIVE_INFINITY : nearest[n];
    streets.basis[child] = isMost ? BASIS.atMost : basis[n];
    streets.detour[child] = isMeasured && nearest[n] !== NO_AED ? nearest[n] / straight : Number.NaN;
    streets.within500m[child] = isWithin(ZONE_RADIUS_METERS, routed[n], least[n]);
    streets.nearNotReachable[child] =
      zones[period].within500m[child] === 0
        ? ANSWER.no
        : OPPOSITE[isWithin(FAR_BY_STREET_METERS, routed[n], least[n])];
  }
}

function addField(field: MaskField): void {
  for (let n = 0; n < SHARD_CELL_COUNT; n++) {
    if (field.nearest[n] !== NO_AED) {
      keepNearest(SUM, n, field.nearest[n], field.basis[n] as Basis, field.nearestStraight[n]);
    }
    if (field.routed[n] < SUM.routed[n]) SUM.routed[n] = field.routed[n];
    if (field.least[n] < SUM.least[n]) SUM.least[n] = field.least[n];
  }
}

/** Yes where a way was found; no only where none can be as short, streets known or not. */
function isWithin(radiusMeters: number, routedMeters: number, leastMeters: number): number {
  if (routedMeters <= radiusMeters) return ANSWER.yes;
  return leastMeters <= radiusMeters ? ANSWER.unknown : ANSWER.no;
}

const OPPOSITE = [ANSWER.yes, ANSWER.no, ANSWER.unknown];
