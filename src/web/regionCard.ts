/** The card of a region: whether its register is complete comes before any share. */
import type { PeriodOrWeek } from "../grid/periods.ts";
import { COMPLETENESS_WARNING_BELOW } from "./completeness.ts";
import type { RegionFigures } from "./dataClient.ts";
import { type Figure, figureList, syntheticNote } from "./figureList.ts";
import { formatCount, formatShare } from "./format.ts";
import { element } from "./html.ts";
import type { Texts } from "./texts.ts";

export function regionCard(region: RegionFigures, period: PeriodOrWeek, texts: Texts): HTMLElement {
  const kind = texts.region.kinds[region.kind as keyof Texts["region"]["kinds"]] ?? region.kind;
  return element(
    "div",
    {},
    element("p", { class: "card-kind" }, kind),
    incompleteNote(region, texts),
    element("p", { class: "note note-rule" }, texts.card.planningRule),
    element("h3", { class: "card-period" }, `${texts.periods[period].name}, ${texts.periods[period].hours}`),
    figureList(regionFigures(region, texts), texts),
    syntheticNote(region.inputs, region.synthetic, texts),
  );
}

/** "Register incomplete: these may be gaps in the data"; null where the register is complete enough. */
export function incompleteNote(
  { aedCompleteness, name }: Pick<RegionFigures, "aedCompleteness" | "name">,
  texts: Texts,
): HTMLElement | null {
  if (aedCompleteness == null || aedCompleteness >= COMPLETENESS_WARNING_BELOW) return null;
  const sentence = texts.region.incomplete(name, formatShare(aedCompleteness, texts));
  return element("p", { class: "note note-incomplete" }, sentence);
}

function regionFigures(region: RegionFigures, texts: Texts): Figure[] {
  const shares = [
    "officialZoneShare",
    "officialZoneDwellingsShare",
    "reachableWithin500mShare",
    "hoursUnknownShare",
    "street500mShare",
    "nearButNotReachableShare",
    "aedCompleteness",
  ] as const;
  const counts = ["residents", "dwellings"] as const;
  return [
    ...shares
      .filter((id) => region[id] !== undefined)
      .map((id) => ({ id, value: formatShare(region[id], texts) })),
    ...counts
      .filter((id) => region[id] !== undefined)
      .map((id) => ({ id, value: formatCount(region[id], texts) })),
  ];
}
