/**
 * Which colour a cell gets on each layer, and the legend that says so: one table feeds both, so they cannot differ.
 * Blue against orange is told apart with every common colour blindness and in grey print (dark against light);
 * unknown hours are hatched, so that they do not hang on colour alone.
 */
import type { ExpressionSpecification } from "maplibre-gl";
import type { LayerId } from "./layerIds.ts";
import type { Texts } from "./texts.ts";

export const INSIDE_COLOR = "#4a88b8";
export const OUTSIDE_COLOR = "#ecab66";
export const UNKNOWN_COLOR = "#d8cfe6";
export const LAND_COLOR = "#f4f2ec";
export const NO_DATA_COLOR = "#c4c4c4";

/** Above resolution 10, from this share of residents on, unknown hours are hatched. An assumption of the page. */
export const HOURS_UNKNOWN_HATCH_SHARE = 0.25;
/** How strongly a cell is painted where nobody lives: a field without an AED is not a town without one. */
const EMPTY_CELL_OPACITY = 0.28;

export interface LegendEntry {
  color: string;
  isHatched?: boolean;
  label: string;
}

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

/** Metres, upper bounds inclusive (exactly 500 m counts as within 500 m); the colour turns at 500 m. */
const DISTANCE_CLASSES = [
  { upTo: 150, color: "#1d5c8f" },
  { upTo: 300, color: INSIDE_COLOR },
  { upTo: 500, color: "#a9c9e0" },
  { upTo: 1000, color: "#f5d3a9" },
  { upTo: 2500, color: OUTSIDE_COLOR },
] as const;
const BEYOND_COLOR = "#b0662a";

interface DensityClasses {
  property: "aedsPerSquareKm" | "respondersPerSquareKm";
  /** below the first bound but above 0, between bounds, from the last bound on */
  bounds: readonly number[];
  colors: readonly string[];
  zeroColor: string;
}

const AED_DENSITY: DensityClasses = {
  property: "aedsPerSquareKm",
  bounds: [1, 2, 5, 10],
  colors: ["#d5e6d8", "#a5cfb5", "#63ab93", "#2c7d74", "#124e52"],
  zeroColor: "#efe9df",
};
/** Dutch responders per km²: 236,715 on 33,500 km² of land is 7 on average (registered 2023). */
const RESPONDER_DENSITY: DensityClasses = {
  property: "respondersPerSquareKm",
  bounds: [2, 5, 10, 25, 50],
  colors: ["#e6dff0", "#cdbfe2", "#a996cd", "#8068b3", "#5b4292", "#3a2569"],
  zeroColor: "#efe9df",
};

const get = (property: string): ExpressionSpecification => ["get", property];
const number = (property: string): ExpressionSpecification => ["to-number", get(property), 0];
const isNull = (property: string): ExpressionSpecification => ["==", get(property), null];

/** Colour of a cell. Single cells say yes or no, roll-ups a share of residents. */
export function cellColor(layer: LayerId): ExpressionSpecification {
  if (layer === "zone") return yesNoColor("inOfficialZone", "officialZoneShare");
  if (layer === "reachable") return yesNoColor("reachableWithin500m", "reachableWithin500mShare");
  if (layer === "nearest") return distanceColor();
  if (layer === "aeds") return densityColor(AED_DENSITY);
  return densityColor(RESPONDER_DENSITY);
}

export const cellOpacity = (base: number): ExpressionSpecification => [
  "case",
  // residents withheld by the source are null, and null is not nobody
  ["all", ["has", "residents"], ["==", number("residents"), 0]],
  base * EMPTY_CELL_OPACITY,
  base,
];

/** Cells to hatch: an AED of unknown hours lies within 500 m and none that is known to be reachable. */
export const HATCH_FILTER: ExpressionSpecification = [
  "any",
  ["==", get("hoursUnknown"), true],
  [">=", number("hoursUnknownShare"), HOURS_UNKNOWN_HATCH_SHARE],
];

function yesNoColor(flag: string, share: string): ExpressionSpecification {
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

function distanceColor(): ExpressionSpecification {
  const tests = DISTANCE_CLASSES.flatMap(({ upTo, color }) => [
    ["<=", number("nearestAedMeters"), upTo],
    color,
  ]);
  return [
    "case",
    isNull("nearestAedMeters"),
    BEYOND_COLOR,
    ...tests,
    BEYOND_COLOR,
  ] as ExpressionSpecification;
}

function densityColor({ property, bounds, colors, zeroColor }: DensityClasses): ExpressionSpecification {
  const steps = bounds.flatMap((bound, i) => [bound, colors[i + 1]]);
  return [
    "case",
    isNull(property),
    NO_DATA_COLOR,
    ["==", number(property), 0],
    zeroColor,
    ["step", number(property), colors[0], ...steps] as ExpressionSpecification,
  ];
}

/** `isCoarse`: the map shows roll-ups instead of single cells. */
export function legendEntries(layer: LayerId, isCoarse: boolean, texts: Texts): LegendEntry[] {
  const { legend } = texts;
  if (layer === "aeds" || layer === "responders") return densityLegend(layer, texts);
  const unknown = isCoarse ? legend.hoursUnknownCoarse : legend.hoursUnknown;
  const hatch: LegendEntry = { color: UNKNOWN_COLOR, isHatched: true, label: unknown };
  if (layer === "nearest") return [...distanceLegend(texts), hatch];
  if (isCoarse) return [...shareLegend(texts), hatch];
  const [yes, no] =
    layer === "zone" ? [legend.inside, legend.outside] : [legend.reachable, legend.notReachable];
  return [{ color: INSIDE_COLOR, label: yes }, { color: OUTSIDE_COLOR, label: no }, hatch];
}

function shareLegend({ legend }: Texts): LegendEntry[] {
  const upperPercents = [...SHARE_CLASSES.slice(1).map(({ from }) => from * 100), 100];
  return SHARE_CLASSES.map(({ from, color }, i) => ({
    color,
    label: legend.shareOfResidents(Math.round(from * 100), Math.round(upperPercents[i])),
  })).reverse();
}

function distanceLegend({ legend, locale }: Texts): LegendEntry[] {
  const meters = (value: number) => value.toLocaleString(locale);
  const within = DISTANCE_CLASSES.map(({ upTo, color }, i) => ({
    color,
    label: legend.metersBetween(meters(i === 0 ? 0 : DISTANCE_CLASSES[i - 1].upTo), meters(upTo)),
  }));
  return [...within, { color: BEYOND_COLOR, label: legend.metersBeyond }];
}

function densityLegend(layer: "aeds" | "responders", { legend, locale }: Texts): LegendEntry[] {
  const { bounds, colors, zeroColor } = layer === "aeds" ? AED_DENSITY : RESPONDER_DENSITY;
  const text = (value: number) => value.toLocaleString(locale);
  const middle = bounds.slice(1).map((bound, i) => ({
    color: colors[i + 1],
    label: legend.perSquareKmBetween(text(bounds[i]), text(bound)),
  }));
  const last = bounds.length - 1;
  return [
    { color: zeroColor, label: legend.noAed },
    { color: colors[0], label: legend.perSquareKmBelow(text(bounds[0])) },
    ...middle,
    { color: colors[last + 1], label: legend.perSquareKmFrom(text(bounds[last])) },
    ...(layer === "responders" ? [{ color: NO_DATA_COLOR, label: legend.noResponders }] : []),
  ];
}
