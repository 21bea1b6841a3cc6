/** Colours and legend of the layers along streets. What is not known there is grey, what is estimated is dotted. */
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
  yesNoColor,
} from "./colorRules.ts";
import type { StreetLayerId } from "./layerIds.ts";
import type { Texts } from "./texts.ts";

const NOT_SO_COLOR = "#e9e6df";
/** Above resolution 10, from this share of estimated metres on, an area is dotted. An assumption of the page. */
export const ESTIMATED_DOT_SHARE = 0.25;

/** Lower bounds, inclusive. Published medians lie between 1.4 and 1.6. */
const DETOUR_CLASSES = [
  { from: 1, color: "#d5e6d8" },
  { from: 1.2, color: "#a5cfb5" },
  { from: 1.4, color: "#f5d3a9" },
  { from: 1.6, color: OUTSIDE_COLOR },
  { from: 2, color: BEYOND_COLOR },
] as const;

/** Shares of residents who are near but cannot get there: few are many here. Lower bounds, inclusive. */
const CUT_OFF_CLASSES = [
  { from: 0, color: NOT_SO_COLOR },
  { from: 0.05, color: "#f5d3a9" },
  { from: 0.2, color: OUTSIDE_COLOR },
  { from: 0.5, color: BEYOND_COLOR },
] as const;

/** Cells whose metres along streets are an estimate, or the most that they can be. */
export const ESTIMATED_FILTER: ExpressionSpecification = [
  "any",
  ["==", get("travelSource"), "straight"],
  ["==", get("travelSource"), "streetsAtMost"],
  ["all", ["!", isNull("travelStreetsShare")], ["<=", number("travelStreetsShare"), 1 - ESTIMATED_DOT_SHARE]],
];

export function streetColor(layer: StreetLayerId): ExpressionSpecification {
  if (layer === "street") return yesNoColor("within500mByStreet", "within500mByStreetShare");
  if (layer === "walk") return walkColor();
  return layer === "detour" ? stepColor("detour", DETOUR_CLASSES) : cutOffColor();
}

/** No metres along streets: no AED within 2,500 m, or a run of before there were any. */
function walkColor(): ExpressionSpecification {
  return distanceColor("nearestAedStreetMeters", [
    "case",
    isNull("nearestAedMeters"),
    BEYOND_COLOR,
    NO_DATA_COLOR,
  ]);
}

function cutOffColor(): ExpressionSpecification {
  return [
    "case",
    ["==", get("nearButNotReachable"), true],
    BEYOND_COLOR,
    ["==", get("nearButNotReachable"), false],
    NOT_SO_COLOR,
    stepColor("nearButNotReachableShare", CUT_OFF_CLASSES),
  ];
}

function stepColor(
  property: string,
  [first, ...rest]: readonly { from: number; color: string }[],
): ExpressionSpecification {
  const steps = rest.flatMap(({ from, color }) => [from, color]);
  return [
    "case",
    isNull(property),
    NO_DATA_COLOR,
    ["step", number(property), first.color, ...steps] as ExpressionSpecification,
  ];
}

/** `hatch`: the row that says what unknown hours look like. */
export function streetLegend(
  layer: StreetLayerId,
  isCoarse: boolean,
  hatch: LegendEntry,
  texts: Texts,
): LegendEntry[] {
  const { legend } = texts;
  const unknown: LegendEntry = { color: NO_DATA_COLOR, label: legend.streetsUnknown };
  if (layer === "street") {
    if (isCoarse) return [...shareLegend(texts), hatch, unknown];
    return [
      { color: INSIDE_COLOR, label: legend.withinByStreet },
      { color: OUTSIDE_COLOR, label: legend.notWithinByStreet },
      hatch,
      unknown,
    ];
  }
  if (layer === "walk") {
    const dots: LegendEntry = { color: "#ffffff", pattern: "dotted", label: legend.estimated };
    return [...distanceLegend(texts), hatch, dots, unknown];
  }
  if (layer === "detour") {
    return [...classLegend(DETOUR_CLASSES, 1, texts), { ...unknown, label: legend.detourUnknown }];
  }
  if (isCoarse) return [...classLegend(CUT_OFF_CLASSES, 100, texts), unknown];
  return [
    { color: BEYOND_COLOR, label: legend.cutOff },
    { color: NOT_SO_COLOR, label: legend.notCutOff },
    unknown,
  ];
}

/** `scale`: 100 shows a share in per cent. */
function classLegend(
  classes: readonly { from: number; color: string }[],
  scale: number,
  { legend, locale }: Texts,
): LegendEntry[] {
  const text = (value: number) =>
    (value * scale).toLocaleString(locale, { maximumFractionDigits: scale === 1 ? 1 : 0 });
  const unit = scale === 100 ? "%" : "×";
  return classes.map(({ from, color }, i) => ({
    color,
    label:
      i + 1 < classes.length
        ? legend.between(text(from), text(classes[i + 1].from), unit)
        : legend.from(text(from), unit),
  }));
}
