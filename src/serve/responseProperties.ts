/**
 * The simulated response on the wire. One cell is never better than about ±2 percentage points, whatever the engine
 * (responders are counted into cells): up to resolution 9 shares are rounded to 0.05, the band outward; coarser cells
 * and regions to 0.01. Times are multiples of 15 s.
 */
import {
  NO_RESPONSE,
  RESPONSE_COLUMNS,
  RESPONSE_SHARE_STEPS,
  RESPONSE_TIME_STEP_SECONDS,
  type ResponseColumn,
  type ResponseColumnName,
  type ResponseColumns,
  type ResponseFigures,
} from "../coverage/responseColumns.ts";
import type { PublishedRun } from "../store/published.ts";
import { type CellProperty, RESIDENTS } from "./cellProperties.ts";

/** Whole per cent. */
const FINE_STEP = 1;
const COARSE_STEP = 5;
const COARSE_FROM_RESOLUTION = 9;

/** Over which arrests every probability is taken. */
export const RESPONSE_DENOMINATOR =
  "Of arrests at home for which responders are alerted, and which the ambulance crew does not see happen";

/** What tiles carry: the two headlines with their bands; the rest is asked of the cell. */
const IN_TILES: ReadonlySet<ResponseColumnName> = new Set([
  "cpr", "cprLow", "cprHigh", "aedReady", "aedReadyLow", "aedReadyHigh",
]); // biome-ignore format: one list

const OF_SMALL_CELL = propertiesRoundedTo(COARSE_STEP);
const OF_LARGE_CELL = propertiesRoundedTo(FINE_STEP);

export function responseProperties(resolution: number): readonly CellProperty<ResponseColumns>[] {
  return resolution >= COARSE_FROM_RESOLUTION ? OF_SMALL_CELL : OF_LARGE_CELL;
}

/** Not a column: an assumption of the run, stated beside and never in a figure. Null in a run of before. */
export function bystanderShare({ scenario }: PublishedRun): number | null {
  return scenario.bystander?.share ?? null;
}

/** A region's figures by their wire names; null where nothing was computed. */
export function regionResponse(figures: ResponseFigures | undefined): Record<string, number | null> {
  return Object.fromEntries(
    RESPONSE_COLUMNS.map((column) => {
      const value = figures?.[column.name] ?? null;
      return [column.wire, value === null ? null : roundFigure(column, value)];
    }),
  );
}

function propertiesRoundedTo(step: number): CellProperty<ResponseColumns>[] {
  const columns = RESPONSE_COLUMNS.map((column) => ({
    name: column.wire,
    description: `${column.text}; absent or null: nobody lives there, or not computed`,
    column: ({ period }: { period: ResponseColumns }) => period[column.name],
    toValue: (raw: number) => (raw === NO_RESPONSE ? null : toValue(column, raw, step)),
    isItemOnly: !IN_TILES.has(column.name),
  }));
  return [RESIDENTS, ...columns];
}

function toValue({ kind, name }: ResponseColumn, raw: number, step: number): number {
  if (kind === "count") return raw;
  if (kind === "seconds") return raw * RESPONSE_TIME_STEP_SECONDS;
  return (rounderOf(name)(raw / step) * step) / RESPONSE_SHARE_STEPS;
}

function roundFigure({ kind, name }: ResponseColumn, value: number): number {
  if (kind === "count") return Math.round(value);
  if (kind === "seconds") return Math.round(value / RESPONSE_TIME_STEP_SECONDS) * RESPONSE_TIME_STEP_SECONDS;
  return rounderOf(name)(value * RESPONSE_SHARE_STEPS) / RESPONSE_SHARE_STEPS;
}

/** A band is never shown narrower than it is. */
function rounderOf(name: string): (value: number) => number {
  if (name.endsWith("Low")) return Math.floor;
  return name.endsWith("High") ? Math.ceil : Math.round;
}
