/**
 * Which colour a cell gets on each layer, and the legend that says so. Unknown hours are hatched, so that they do not
 * hang on colour alone.
 */
import type { ExpressionSpecification } from "maplibre-gl";
import {
  BEYOND_COLOR,
  distanceColor,
  distanceLegend,
  get,
  INSIDE_COLOR,
  isNull,
  type LegendEntry,
  NO_DATA_COLOR,
  number,
  OUTSIDE_COLOR,
  shareLegend,
  UNKNOWN_COLOR,
  yesNoColor,
} from "./colorRules.ts";
import { isResponseLayer, isStreetLayer, type LayerId } from "./layerIds.ts";
import { responseColor, responseLegend } from "./responseSymbology.ts";
import { streetColor, streetLegend } from "./streetSymbology.ts";
import type { Texts } from "./texts.ts";

export const LAND_COLOR = "#f4f2ec";

/** Above resolution 10, from this share of residents on, unknown hours are hatched. An assumption of the page. */
export const HOURS_UNKNOWN_HATCH_SHARE = 0.25;
/** How strongly a cell is painted where nobody lives: a field without an AED is not a town without one. */
const EMPTY_CELL_OPACITY = 0.28;

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

/** Colour of a cell. Single cells say yes or no, roll-ups a share of residents. */
export function cellColor(layer: LayerId): ExpressionSpecification {
  if (layer === "zone") return yesNoColor("inOfficialZone", "officialZoneShare");
  if (layer === "reachable") return yesNoColor("reachableWithin500m", "reachableWithin500mShare");
  if (layer === "nearest") return distanceColor("nearestAedMeters", BEYOND_COLOR);
  if (isStreetLayer(layer)) return streetColor(layer);
  if (isResponseLayer(layer)) return responseColor(layer);
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
  if (isResponseLayer(layer)) return responseLegend(layer, texts);
  const unknown = isCoarse ? legend.hoursUnknownCoarse : legend.hoursUnknown;
  const hatch: LegendEntry = { color: UNKNOWN_COLOR, pattern: "hatched", label: unknown };
  if (isStreetLayer(layer)) return streetLegend(layer, isCoarse, hatch, texts);
  if (layer === "nearest") return [...distanceLegend(texts), hatch];
  if (isCoarse) return [...shareLegend(texts), hatch];
  const [yes, no] =
    layer === "zone" ? [legend.inside, legend.outside] : [legend.reachable, legend.notReachable];
  return [{ color: INSIDE_COLOR, label: yes }, { color: OUTSIDE_COLOR, label: no }, hatch];
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
