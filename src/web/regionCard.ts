/** The card of a region: whether its register is complete comes before any share. */
import type { PeriodOrWeek } from "../grid/periods.ts";
import { COMPLETENESS_WARNING_BELOW } from "./completeness.ts";
import type { ObservedFigure, RegionFigures } from "./dataClient.ts";
import { type Figure, figureList, syntheticNote } from "./figureList.ts";
import { formatClock, formatCount, formatDay, formatShare } from "./format.ts";
import { element } from "./html.ts";
import { responseSection } from "./responseSection.ts";
import type { ObservedMeasure, Texts } from "./texts.ts";

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
    responseSection(region, { within500m: within500m(region, texts), step: 0.01 }, texts),
    observedList(region, texts),
    syntheticNote(region.inputs, region.synthetic, texts),
  );
}

function within500m({ reachableWithin500mShare }: RegionFigures, texts: Texts): Figure | null {
  if (reachableWithin500mShare == null) return null;
  return { id: "reachableWithin500m", value: formatShare(reachableWithin500mShare, texts) };
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

/** What was observed here or around, with who says so; null where nothing was. */
function observedList({ code, observed }: RegionFigures, texts: Texts): HTMLElement | null {
  const entries = Object.entries(observed ?? {}) as [ObservedMeasure, ObservedFigure][];
  if (entries.length === 0) return null;
  const rows = entries.map(([measure, { value, unit, source, date, regionCode }]) => {
    const shown = { share: formatShare, s: formatClock, count: formatCount }[unit](value, texts);
    const by = texts.region.observedBy(
      source,
      formatDay(date, texts, date),
      regionCode === code ? null : regionCode,
    );
    return element(
      "div",
      { class: "figure" },
      element("dt", {}, texts.region.observed[measure]),
      element("dd", { class: "figure-value", "data-observed": measure }, shown),
      element("dd", { class: "figure-meaning" }, by),
    );
  });
  return element(
    "section",
    {},
    element("h3", { class: "card-period" }, texts.region.observedHeading),
    element("dl", { class: "figures" }, ...rows),
  );
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
