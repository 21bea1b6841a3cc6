/**
 * What all layers colour by: the few colours, classes of shares and metres, and their rows of the legend. One table
 * feeds map and legend, so they cannot differ. Blue against orange is told apart with every common colour blindness
 * and in grey print (dark against light).
 */
import type { ExpressionSpecification } from "maplibre-gl";
import type { Texts } from "./texts.ts";

export const INSIDE_COLOR = "#4a88b8";
export const OUTSIDE_COLOR = "#ecab66";
export const UNKNOWN_COLOR = "#d8cfe6";
export const NO_DATA_COLOR = "#c4c4c4";

export interface LegendEntry {
  color: string;
  /** what lies over the colour: unknown hours are hatched, estimated metres dotted */
  pattern?: "hatched" | "dotted";
  label: string;
}

export const get = (property: string): ExpressionSpecification => ["get", property];
export const number = (property: string): ExpressionSpecification => ["to-number", get(property), 0];
export const isNull = (property: string): ExpressionSpecification => ["==", get(property), null];

interface ShareClass {
  /** lower bound of the share, inclusive */
  from: number;
  color: string;
}

/** Diverging around one half: orange = most people outside, blue = most people inside. */
const SHARE_CLASSES: readonly ShareClass[] = [
  { from: 0, color: OUTSIDE_COLOR },
  { from: 0.2, color: "#f5d3a9" },
  { from: 0.4, color: "#e2e3e1" },
  { from: 0.6, color: "#a9c9e0" },
  { from: 0.8, color: INSIDE_COLOR },
];

/** Single cells say yes or no, roll-ups a share of residents. */
export function yesNoColor(flag: string, share: string): ExpressionSpecification {
  const [first, ...rest] = SHARE_CLASSES;
  const steps = rest.flatMap(({ from, color }) => [from, color]);
  return [
    "case",
    ["==", get(flag), true],
    INSIDE_COLOR,
    ["==", get("hoursUnknown"), true],
    UNKNOWN_COLOR,
    ["==", get(flag), false],
    OUTSIDE_COLOR,
    ["!", isNull(share)],
    ["step", number(share), first.color, ...steps] as ExpressionSpecification,
    NO_DATA_COLOR,
  ];
}

export function shareLegend({ legend }: Texts): LegendEntry[] {
  const upperPercents = [...SHARE_CLASSES.slice(1).map(({ from }) => from * 100), 100];
  return SHARE_CLASSES.map(({ from, color }, i) => ({
    color,
    label: legend.shareOfResidents(Math.round(from * 100), Math.round(upperPercents[i])),
  })).reverse();
}

/** Metres, upper bounds inclusive (exactly 500 m counts as within 500 m); the colour turns at 500 m. */
const DISTANCE_CLASSES = [
  { upTo: 150, color: "#1d5c8f" },
  { upTo: 300, color: INSIDE_COLOR },
  { upTo: 500, color: "#a9c9e0" },
  { upTo: 1000, color: "#f5d3a9" },
  { upTo: 2500, color: OUTSIDE_COLOR },
] as const;
export const BEYOND_COLOR = "#b0662a";

/** `ofNull`: the colour of a cell that has no such metres. */
export function distanceColor(
  property: string,
  ofNull: ExpressionSpecification | string,
): ExpressionSpecification {
  const tests = DISTANCE_CLASSES.flatMap(({ upTo, color }) => [["<=", number(property), upTo], color]);
  return ["case", isNull(property), ofNull, ...tests, BEYOND_COLOR] as ExpressionSpecification;
}

export function distanceLegend({ legend, locale }: Texts): LegendEntry[] {
  const meters = (value: number) => value.toLocaleString(locale);
  const within = DISTANCE_CLASSES.map(({ upTo, color }, i) => ({
    color,
    label: legend.metersBetween(meters(i === 0 ? 0 : DISTANCE_CLASSES[i - 1].upTo), meters(upTo)),
  }));
  return [...within, { color: BEYOND_COLOR, label: legend.metersBeyond }];
}
