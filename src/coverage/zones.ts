/**
 * The official zones and what goes with them, for every cell of a shard and every period: scattered from the AEDs
 * over the rows of the lattice, so that a pair costs one distance and one comparison. Straight lines, true metres.
 */
import { HALO_METERS, SHARD_CELL_COUNT } from "../grid/cell.ts";
import { PERIODS_AND_WEEK, type PeriodOrWeek } from "../grid/periods.ts";
import type { ShardGrid } from "../grid/shard.ts";
import { ROW_TO_CHILD, RUN_COUNT, rangesWithin, type ShardRows, shardRows } from "../grid/shardRows.ts";
import type { LngLat, WeekHours } from "../load/records.ts";
import {
  type Availability,
  availabilityCache,
  LAYER_MASK,
  PERIOD_HOUR_COUNT,
  PERIOD_WORDS,
} from "./availability.ts";

/** The Dutch planning rule: an AED within 500 m in a straight line (`docs/model.md`, Official zone). 500 m counts. */
export const ZONE_RADIUS_METERS = 500;
/** AEDs per km² are counted within 1 km, as Stieglis 2020 does. */
export const DENSITY_RADIUS_METERS = 1_000;

export interface ZoneAed {
  position: LngLat;
  openHours: WeekHours;
  /** false beside 168 open hours: not on holidays, so reachable in every period but not day and night */
  alwaysOpen: boolean | null;
}

/** One array of 16,807 per layer, in child order. */
export interface PeriodZones {
  /** metres to the nearest AED reachable in the period; Infinity beyond the halo */
  nearestMeters: Float64Array;
  within500m: Uint16Array;
  within1000m: Uint16Array;
  /** 1 where none is reachable within 500 m but one of unknown hours is there */
  hoursUnknown: Uint8Array;
  /** share of the period's hours with some AED open within 500 m; NaN where none has known hours */
  openShare: Float64Array;
}
export type Zones = Record<PeriodOrWeek, PeriodZones>;

/** Per distinct set of reachable periods: squared metres to the nearest, and counts. Row order. */
interface MaskField {
  nearest2: Float64Array;
  within500m: Uint16Array;
  within1000m: Uint16Array;
}
/** What is gathered within 500 m whatever the mask. Row order. */
interface NearField {
  /** bits 0–3: an AED perhaps reachable in that period; 4: one with known hours; 5: day and night; 6: perhaps so */
  flags: Uint8Array;
  /** six words of open hours per cell, of AEDs that are not open day and night */
  words: Int32Array;
}
const KNOWN_FLAG = 16;
const ALWAYS_FLAG = 32;
const PERHAPS_ALWAYS_FLAG = 64;

/**
 * `aeds`: all within 2,500 m of the shard (more do no harm). Same numbers in any order of them. `zones`: where the
 * result goes; a caller that is done with one shard before the next gives the same arrays again.
 */
export function computeZones(grid: ShardGrid, aeds: readonly ZoneAed[], zones: Zones = emptyZones()): Zones {
  const rows = shardRows(grid);
  const fields = new Map<number, MaskField>();
  const near = clearNear();
  const availabilityOf = availabilityCache();
  for (const aed of aeds) {
    const { x, y } = grid.toLocal(aed.position);
    const availability = availabilityOf(aed);
    const mask = availability.reachable;
    if (mask !== 0) {
      if (!fields.has(mask)) fields.set(mask, clearField(mask));
      scatterReach(rows, fields.get(mask)!, x, y, RANGES);
    }
    scatterNear(rows, near, availability, x, y, RANGES);
  }
  for (const period of PERIODS_AND_WEEK) gatherPeriod(period, fields, near, zones[period]);
  return zones;
}

export function emptyZones(): Zones {
  const empty = (): PeriodZones => ({
    nearestMeters: new Float64Array(SHARD_CELL_COUNT),
    within500m: new Uint16Array(SHARD_CELL_COUNT),
    within1000m: new Uint16Array(SHARD_CELL_COUNT),
    hoursUnknown: new Uint8Array(SHARD_CELL_COUNT),
    openShare: new Float64Array(SHARD_CELL_COUNT),
  });
  return Object.fromEntries(PERIODS_AND_WEEK.map((period) => [period, empty()])) as Zones;
}

/**
 * Working memory, used again by every shard: at most 16 fields, and what lies near. Nothing of it is handed out.
 * Fresh arrays per shard would wait, uncollected, in a Worker's 128 MB.
 */
const FIELDS = new Map<number, MaskField>();
const NEAR: NearField = {
  flags: new Uint8Array(SHARD_CELL_COUNT),
  words: new Int32Array(6 * SHARD_CELL_COUNT),
};
const RANGES = new Int32Array(2 * RUN_COUNT);

function clearField(mask: number): MaskField {
  let field = FIELDS.get(mask);
  if (!field) {
    field = {
      nearest2: new Float64Array(SHARD_CELL_COUNT),
      within500m: new Uint16Array(SHARD_CELL_COUNT),
      within1000m: new Uint16Array(SHARD_CELL_COUNT),
    };
    FIELDS.set(mask, field);
  }
  field.nearest2.fill(Number.POSITIVE_INFINITY);
  field.within500m.fill(0);
  field.within1000m.fill(0);
  return field;
}

function clearNear(): NearField {
  NEAR.flags.fill(0);
  NEAR.words.fill(0);
  return NEAR;
}

function scatterReach(rows: ShardRows, field: MaskField, px: number, py: number, ranges: Int32Array): void {
  const { x, y } = rows;
  const { nearest2, within500m, within1000m } = field;
  const halo2 = HALO_METERS * HALO_METERS;
  const zone2 = ZONE_RADIUS_METERS * ZONE_RADIUS_METERS;
  const density2 = DENSITY_RADIUS_METERS * DENSITY_RADIUS_METERS;
  const rangeCount = rangesWithin(rows, px, py, HALO_METERS, ranges);
  for (let r = 0; r < rangeCount; r += 2) {
    for (let n = ranges[r], to = ranges[r + 1]; n < to; n++) {
      const dx = x[n] - px;
      const dy = y[n] - py;
      const distance2 = dx * dx + dy * dy;
      if (distance2 < nearest2[n] && distance2 <= halo2) nearest2[n] = distance2;
      if (distance2 <= density2) {
        within1000m[n]++;
        if (distance2 <= zone2) within500m[n]++;
      }
    }
  }
}

function scatterNear(
  rows: ShardRows,
  near: NearField,
  availability: Availability,
  px: number,
  py: number,
  ranges: Int32Array,
): void {
  const { x, y } = rows;
  const { flags, words } = near;
  const isAlways = (availability.reachable & LAYER_MASK.week) !== 0;
  const flag = nearFlag(availability);
  const zone2 = ZONE_RADIUS_METERS * ZONE_RADIUS_METERS;
  const open = availability.words;
  const rangeCount = rangesWithin(rows, px, py, ZONE_RADIUS_METERS, ranges);
  for (let r = 0; r < rangeCount; r += 2) {
    for (let n = ranges[r], to = ranges[r + 1]; n < to; n++) {
      const dx = x[n] - px;
      const dy = y[n] - py;
      if (dx * dx + dy * dy > zone2) continue;
      flags[n] |= flag;
      if (!isAlways) for (let w = 0; w < 6; w++) words[6 * n + w] |= open[w];
    }
  }
}

/** The fields of a period added up, in row order; working memory like FIELDS. */
const SUM: MaskField = {
  nearest2: new Float64Array(SHARD_CELL_COUNT),
  within500m: new Uint16Array(SHARD_CELL_COUNT),
  within1000m: new Uint16Array(SHARD_CELL_COUNT),
};

/** From rows and masks to one period's arrays in child order. */
function gatherPeriod(
  period: PeriodOrWeek,
  fields: Map<number, MaskField>,
  near: NearField,
  zones: PeriodZones,
): void {
  const mask = LAYER_MASK[period];
  SUM.nearest2.fill(Number.POSITIVE_INFINITY);
  SUM.within500m.fill(0);
  SUM.within1000m.fill(0);
  for (const [held, field] of fields) if ((held & mask) === mask) addField(field, SUM);
  for (let n = 0; n < SHARD_CELL_COUNT; n++) {
    const child = ROW_TO_CHILD[n];
    const count500 = SUM.within500m[n];
    zones.nearestMeters[child] = Math.sqrt(SUM.nearest2[n]);
    zones.within500m[child] = count500;
    zones.within1000m[child] = SUM.within1000m[n];
    zones.hoursUnknown[child] = count500 === 0 && isPerhapsReachable(near.flags[n], period) ? 1 : 0;
    zones.openShare[child] = openShareOf(near, n, period);
  }
}

function addField({ nearest2, within500m, within1000m }: MaskField, sum: MaskField): void {
  for (let n = 0; n < SHARD_CELL_COUNT; n++) {
    if (nearest2[n] < sum.nearest2[n]) sum.nearest2[n] = nearest2[n];
    sum.within500m[n] += within500m[n];
    sum.within1000m[n] += within1000m[n];
  }
}

function nearFlag({ reachable, unknown, isKnown, isPerhapsAlways }: Availability): number {
  return (
    unknown |
    (isKnown ? KNOWN_FLAG : 0) |
    ((reachable & LAYER_MASK.week) !== 0 ? ALWAYS_FLAG : 0) |
    (isPerhapsAlways ? PERHAPS_ALWAYS_FLAG : 0)
  );
}

function isPerhapsReachable(flags: number, period: PeriodOrWeek): boolean {
  return (flags & (period === "week" ? PERHAPS_ALWAYS_FLAG : LAYER_MASK[period])) !== 0;
}

function openShareOf(near: NearField, n: number, period: PeriodOrWeek): number {
  const flags = near.flags[n];
  if ((flags & KNOWN_FLAG) === 0) return Number.NaN;
  if ((flags & ALWAYS_FLAG) !== 0) return 1;
  const hours = PERIOD_WORDS[period];
  let open = 0;
  for (let w = 0; w < 6; w++) open += bitCount(near.words[6 * n + w] & hours[w]);
  return open / PERIOD_HOUR_COUNT[period];
}

function bitCount(word: number): number {
  let v = word - ((word >>> 1) & 0x55555555);
  v = (v & 0x33333333) + ((v >>> 2) & 0x33333333);
  return (((v + (v >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24;
}
