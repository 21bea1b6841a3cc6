/** The card of one AED: name, hours as the source wrote them and as they were read, access, check, sources. */
import type { AedFigures, AedOrigin } from "./dataClient.ts";
import { answerLine, syntheticNote } from "./figureList.ts";
import { formatDay, type Maybe } from "./format.ts";
import { element } from "./html.ts";
import type { Texts } from "./texts.ts";
import { weekStrip } from "./weekStrip.ts";

export function aedCard(figures: AedFigures, texts: Texts): HTMLElement {
  const { aed, card } = texts;
  const sources = figures.sources ?? [];
  const facts: [string, string | HTMLElement][] = [
    [aed.hours, figures.openingHours || aed.hoursMissing],
    [aed.indoor, yesNo(figures.indoor, texts)],
    [aed.access, aed.accessKinds[figures.access ?? "unknown"] ?? card.unknown],
    [aed.checked, formatDay(figures.checkedDate, texts, aed.neverChecked)],
    [sources.length > 1 ? aed.sources : aed.source, originList(sources, figures, texts) ?? card.unknown],
  ];
  const rows = facts.map(([name, value]) =>
    element("div", { class: "fact" }, element("dt", {}, name), element("dd", {}, value)),
  );
  return element(
    "section",
    { class: "aed" },
    element("h3", {}, figures.name || aed.unnamed),
    alwaysOpenLine(figures, texts),
    weekStrip(figures.openHours, texts),
    element("dl", { class: "facts" }, ...rows),
    figures.coarsened ? element("p", { class: "note" }, aed.coarsened) : null,
    syntheticNote(figures.inputs, figures.synthetic, texts),
  );
}

/** Open in all 168 hours and yet not day and night: closed on holidays. */
function alwaysOpenLine({ alwaysOpen, openHours }: AedFigures, { aed }: Texts): HTMLElement {
  if (alwaysOpen == null) return answerLine("unknown", aed.hoursUnknown);
  if (alwaysOpen) return answerLine("yes", aed.alwaysOpen);
  const isOrdinaryWeek = openHours != null && /^1+$/.test(openHours);
  return answerLine("no", isOrdinaryWeek ? aed.notOnHolidays : aed.notAlwaysOpen);
}

function yesNo(value: Maybe<boolean>, { aed, card }: Texts): string {
  if (value == null) return card.unknown;
  return value ? aed.yes : aed.no;
}

/** One line per source: its title and own id, and how old its word is. A private AED's own id says nothing. */
function originList(
  sources: readonly AedOrigin[],
  { coarsened }: AedFigures,
  texts: Texts,
): HTMLElement | null {
  if (sources.length === 0) return null;
  const lines = sources.map(({ title, ref, checkedDate, dataDate }) => {
    const name = coarsened ? title : `${title} (${ref})`;
    const day = formatDay(checkedDate ?? dataDate, texts, "");
    if (day === "") return name;
    return checkedDate ? texts.aed.checkedBy(name, day) : texts.aed.dataOf(name, day);
  });
  return element("ul", { class: "origins" }, ...lines.map((line) => element("li", {}, line)));
}
