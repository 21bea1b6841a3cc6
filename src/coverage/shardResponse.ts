/**
 * What the law says of each inhabited cell, layer by layer, unrounded. The band is kept by its corners: the law rises
 * with p and with an earlier alert, so that the least and the greatest of the ensemble (delay × p ± × p by density or
 * constant) are among four, and a region's band is made of the sums of each corner, never of the cells' own bands.
 */
import { PERIODS_AND_WEEK } from "../grid/periods.ts";
import type { ResponseColumnName } from "./responseColumns.ts";

export const RESPONSE_FIGURES = [
  "cpr",
  "cprLowByDensity",
  "cprLowConstant",
  "cprHighByDensity",
  "cprHighConstant",
  "aedReady",
  "aedReadyLowByDensity",
  "aedReadyLowConstant",
  "aedReadyHighByDensity",
  "aedReadyHighConstant",
  "responderCpr",
  "responderAedReady",
  "policeFireCpr",
  "ambulanceCpr",
  "localAed",
  "cprMedian",
  "aedReadyMedian",
  "ambulanceMedian",
  "beforeAmbulance",
  /** seconds that the first responder is before the ambulance, 0 where he is not: lead × beforeAmbulance */
  "secondsGained",
  "noCprIn15",
  "alerted",
] as const;
export type ResponseFigure = (typeof RESPONSE_FIGURES)[number];

export const FIGURE_COUNT = RESPONSE_FIGURES.length;
export const LAYER_COUNT = PERIODS_AND_WEEK.length;

export interface ShardResponse {
  /** cells of the shard where people live, by child index */
  cells: Uint16Array;
  /** [(layer × FIGURE_COUNT + figure) × cells + n], layers in the order of `PERIODS_AND_WEEK`; NaN: not known */
  values: Float32Array;
}

/** The values of one figure in one layer, one per inhabited cell. */
export function figureOf(
  { cells, values }: ShardResponse,
  layer: number,
  figure: ResponseFigure,
): Float32Array {
  const at = (layer * FIGURE_COUNT + RESPONSE_FIGURES.indexOf(figure)) * cells.length;
  return values.subarray(at, at + cells.length);
}

/** What each stored column is made of: one figure, or two by `combine`. */
export const COLUMN_FIGURES: Record<ResponseColumnName, readonly [ResponseFigure, ResponseFigure?]> = {
  cpr: ["cpr"],
  cprLow: ["cprLowByDensity", "cprLowConstant"],
  cprHigh: ["cprHighByDensity", "cprHighConstant"],
  aedReady: ["aedReady"],
  aedReadyLow: ["aedReadyLowByDensity", "aedReadyLowConstant"],
  aedReadyHigh: ["aedReadyHighByDensity", "aedReadyHighConstant"],
  responderCpr: ["responderCpr"],
  responderAedReady: ["responderAedReady"],
  policeFireCpr: ["policeFireCpr"],
  ambulanceCpr: ["ambulanceCpr"],
  localAed: ["localAed"],
  cprMedian: ["cprMedian"],
  aedReadyMedian: ["aedReadyMedian"],
  ambulanceMedian: ["ambulanceMedian"],
  beforeAmbulance: ["beforeAmbulance"],
  lead: ["secondsGained", "beforeAmbulance"],
  noCprIn15: ["noCprIn15"],
  alerted: ["alerted"],
};

/** The low end is the lower of both, the high end the higher, the lead what is gained where something is. */
export function combine(column: ResponseColumnName, first: number, second: number): number {
  if (column === "lead") return second > 0 ? first / second : Number.NaN;
  return column.endsWith("Low") ? Math.min(first, second) : Math.max(first, second);
}
