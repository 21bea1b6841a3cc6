/** The legend of the layer on the map: what each colour means, what is hatched, and what the layer does not say. */
import type { PeriodOrWeek } from "../grid/periods.ts";
import { byId, element } from "./html.ts";
import { type LayerId, periodOfLayer } from "./layerIds.ts";
import { aedSignCanvas } from "./mapImages.ts";
import { type LegendEntry, legendEntries } from "./symbology.ts";
import type { Texts } from "./texts.ts";

export interface LegendOptions {
  layer: LayerId;
  period: PeriodOrWeek;
  isCoarse: boolean;
  areAedsShown: boolean;
}

export function renderLegend({ layer, period, isCoarse, areAedsShown }: LegendOptions, texts: Texts): void {
  const { legend, layers } = texts;
  const entries = legendEntries(layer, isCoarse, texts);
  const { meaning, caution } = layers[layer];
  byId("legend").replaceChildren(
    element("p", { class: "legend-meaning" }, element("strong", {}, layers[layer].name), ` – ${meaning}`),
    element(
      "ul",
      { class: "legend-entries" },
      ...entries.map(entryRow),
      incompleteRow(legend.incompleteArea),
    ),
    ...(caution ? [element("p", { class: "note note-rule" }, caution)] : []),
    element(
      "p",
      { class: "small" },
      [legend.nobodyLives, isCoarse ? legend.zoomForCells : ""].join(". ").trim(),
    ),
    element("ul", { class: "legend-entries legend-aeds" }, ...aedRows(periodOfLayer(layer, period), texts)),
    ...(areAedsShown ? [] : [element("p", { class: "small" }, legend.zoomForAeds)]),
  );
  byId("panel-toggle-layer").textContent = layers[layer].name;
  byId("panel-toggle-swatches").replaceChildren(...entries.map((entry) => swatch(entry)));
}

function entryRow(entry: LegendEntry): HTMLElement {
  return element("li", {}, swatch(entry), element("span", {}, entry.label));
}

function incompleteRow(label: string): HTMLElement {
  const mark = element("span", { class: "swatch swatch-incomplete", "aria-hidden": "true" });
  return element("li", {}, mark, element("span", {}, label));
}

function swatch({ color, isHatched }: LegendEntry): HTMLElement {
  const mark = element("span", {
    class: isHatched ? "swatch swatch-hatched" : "swatch",
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
    row("limited", legend.aedNotReachable(inPeriod[period])),
    row("unknown", legend.aedUnknown),
  ];
}
