/** The legend of the layer on the map: what each colour means, what is hatched, and what the layer does not say. */
import type { PeriodOrWeek } from "../grid/periods.ts";
import { type LegendEntry, NO_DATA_COLOR } from "./colorRules.ts";
import { byId, element } from "./html.ts";
import { dependsOnPeriod, isAboutAeds, type LayerId, periodOfLayer } from "./layerIds.ts";
import { aedSignCanvas } from "./mapImages.ts";
import { legendEntries } from "./symbology.ts";
import type { Texts } from "./texts.ts";

export interface LegendOptions {
  layer: LayerId;
  period: PeriodOrWeek;
  isCoarse: boolean;
  areAedsShown: boolean;
  /** responders are counted where they are in the period, not at home */
  hasWhereabouts: boolean;
}

export function renderLegend(
  { layer, period, isCoarse, areAedsShown, hasWhereabouts }: LegendOptions,
  texts: Texts,
): void {
  const { legend, layers } = texts;
  const entries = legendEntries(layer, isCoarse, texts);
  const isNear = layer === "responders" && hasWhereabouts;
  const caution = isNear ? legend.respondersNear : layers[layer].caution;
  const shownPeriod = periodOfLayer(layer, period, hasWhereabouts);
  const isPeriodShown = layer === "zone" || dependsOnPeriod(layer, hasWhereabouts);
  const when = isPeriodShown ? texts.inPeriod[shownPeriod] : null;
  const paler = isCoarse ? `${legend.nobodyLives}. ${legend.zoomForCells}` : `${legend.nobodyLives}.`;
  byId("legend").replaceChildren(
    element(
      "p",
      { class: "legend-title" },
      element("strong", {}, layers[layer].name),
      when ? `, ${when}` : null,
    ),
    ...entryLists(
      entries,
      { isRamp: isShareRamp(layer, isCoarse), hasIncomplete: isAboutAeds(layer) },
      texts,
    ),
    areAedsShown
      ? element("ul", { class: "legend-entries legend-aeds" }, ...aedRows(shownPeriod, texts))
      : element("p", { class: "small" }, legend.zoomForAeds),
    element("p", { class: "small" }, paler),
    ...(caution ? [element("p", { class: "note note-rule" }, caution)] : []),
  );
  byId("panel-toggle-layer").textContent = layers[layer].name;
  byId("panel-toggle-swatches").replaceChildren(...entries.map((entry) => swatch(entry)));
}

/** Shares are five steps of one scale: side by side, so that the scale is seen as one. */
function isShareRamp(layer: LayerId, isCoarse: boolean): boolean {
  return isCoarse && (layer === "zone" || layer === "reachable" || layer === "street");
}

function entryLists(
  entries: readonly LegendEntry[],
  { isRamp, hasIncomplete }: { isRamp: boolean; hasIncomplete: boolean },
  { legend }: Texts,
): HTMLElement[] {
  const incomplete = hasIncomplete ? [incompleteRow(legend.incompleteArea)] : [];
  if (!isRamp) return [element("ul", { class: "legend-entries" }, ...entries.map(entryRow), ...incomplete)];
  const isStep = ({ color, pattern }: LegendEntry) => !pattern && color !== NO_DATA_COLOR;
  const steps = entries.filter(isStep).reverse();
  const others = entries.filter((entry) => !isStep(entry));
  return [
    element("p", { class: "legend-caption" }, legend.shareCaption),
    element("ul", { class: "legend-ramp" }, ...steps.map(entryRow)),
    element("ul", { class: "legend-entries" }, ...others.map(entryRow), ...incomplete),
  ];
}

function entryRow(entry: LegendEntry): HTMLElement {
  return element("li", {}, swatch(entry), element("span", {}, entry.label));
}

function incompleteRow(label: string): HTMLElement {
  const mark = element("span", { class: "swatch swatch-incomplete", "aria-hidden": "true" });
  return element("li", {}, mark, element("span", {}, label));
}

function swatch({ color, pattern }: LegendEntry): HTMLElement {
  const mark = element("span", {
    class: pattern ? `swatch swatch-${pattern}` : "swatch",
    "aria-hidden": "true",
  });
  mark.style.backgroundColor = color;
  return mark;
}

function aedRows(period: PeriodOrWeek, { legend, inPeriod }: Texts): HTMLElement[] {
  const row = (kind: "open" | "limited" | "unknown", label: string) => {
    const sign = aedSignCanvas(kind);
    sign.className = "aed-sign";
    sign.setAttribute("aria-hidden", "true");
    return element("li", {}, sign, element("span", {}, label));
  };
  return [
    row("open", legend.aedReachable(inPeriod[period])),
    row("limited", legend.aedNotReachable),
    row("unknown", legend.aedUnknown),
  ];
}
