/**
 * Colours and legend of the simulated layers: sand to purple, unlike the blue and orange of the zones, so that a
 * probability is never taken for a zone; darker is more, also in grey print.
 */
import type { ExpressionSpecification } from "maplibre-gl";
import { isNull, type LegendEntry, NO_DATA_COLOR, number } from "./colorRules.ts";
import type { ResponseLayerId } from "./layerIds.ts";
import type { Texts } from "./texts.ts";

const COLORS = ["#f6e0c8", "#e7b7a0", "#c98594", "#94578a", "#553275"] as const;

/** Lower bounds of the classes, inclusive; AED ready is rarer than CPR, so its classes are narrower. */
const CLASSES: Record<ResponseLayerId, { property: string; from: readonly number[] }> = {
  cpr: { property: "cprWithinSixMinutes", from: [0, 0.2, 0.4, 0.6, 0.8] },
  aedReady: { property: "aedReadyWithinSixMinutes", from: [0, 0.1, 0.2, 0.3, 0.5] },
};

export function responseColor(layer: ResponseLayerId): ExpressionSpecification {
  const { property, from } = CLASSES[layer];
  const steps = from.slice(1).flatMap((bound, i) => [bound, COLORS[i + 1]]);
  return [
    "case",
    isNull(property),
    NO_DATA_COLOR,
    ["step", number(property), COLORS[0], ...steps] as ExpressionSpecification,
  ];
}

export function responseLegend(layer: ResponseLayerId, { legend, response }: Texts): LegendEntry[] {
  const { from } = CLASSES[layer];
  const text = (share: number) => String(Math.round(share * 100));
  const classes = from.map((bound, i) => ({
    color: COLORS[i],
    label:
      i + 1 < from.length
        ? legend.between(text(bound), text(from[i + 1]), "%")
        : legend.from(text(bound), "%"),
  }));
  return [...classes.reverse(), { color: NO_DATA_COLOR, label: response.noData }];
}
