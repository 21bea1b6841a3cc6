/**
 * The simulated response in a card, apart from the zones: the two headlines with their range in words, beside what
 * the straight line says, then by source, times, and what is stated apart. Null where there is nothing of it.
 */
import type { ResponseFigures } from "./dataClient.ts";
import { type Figure, figureList } from "./figureList.ts";
import { formatChance, formatClock, formatCount, type Maybe } from "./format.ts";
import { element } from "./html.ts";
import type { Texts } from "./texts.ts";

export interface ResponseSectionOptions {
  /** what stands beside "AED ready within six minutes": an AED within 500 m in the same period */
  within500m: Figure | null;
  /** to what the API rounds: 0.05 for a cell, 0.01 for a region */
  step: number;
}

export function responseSection(
  figures: ResponseFigures,
  { within500m, step }: ResponseSectionOptions,
  texts: Texts,
): HTMLElement | null {
  const { response } = texts;
  if (figures.cprWithinSixMinutes === undefined) return null;
  const heading = element("h3", { class: "card-period" }, response.heading);
  if (figures.cprWithinSixMinutes === null) {
    return element("section", {}, heading, element("p", { class: "note" }, response.nothingHere));
  }
  const chance = chanceFigures(figures, step, texts);
  return element(
    "section",
    { class: "response" },
    heading,
    element("p", { class: "note note-rule" }, response.denominator),
    figureList([headline("cprWithinSixMinutes", figures, step, texts)], texts),
    element(
      "div",
      { class: "side-by-side" },
      within500m ? figureList([within500m], texts) : null,
      figureList([headline("aedReadyWithinSixMinutes", figures, step, texts)], texts),
    ),
    element("h4", {}, response.bySource),
    figureList(chance(SOURCES), texts),
    element("h4", {}, response.times),
    figureList([...timeFigures(figures, texts), ...chance(AGAINST_AMBULANCE)], texts),
    element("h4", {}, response.apart),
    figureList(chance(APART), texts),
    element("p", { class: "note" }, response.apartNote),
  );
}

const SOURCES = [
  "responderCprWithinSixMinutes",
  "responderAedReadyWithinSixMinutes",
  "policeFireCprWithinSixMinutes",
  "ambulanceCprWithinSixMinutes",
] as const;
const AGAINST_AMBULANCE = ["responderBeforeAmbulance", "noCprWithin15Minutes"] as const;
const APART = ["bystanderCprProbability", "localAedProbability"] as const;
type ChanceId = (typeof SOURCES | typeof AGAINST_AMBULANCE | typeof APART)[number];

function headline(
  id: "cprWithinSixMinutes" | "aedReadyWithinSixMinutes",
  figures: ResponseFigures,
  step: number,
  texts: Texts,
): Figure {
  const [low, high] = [figures[`${id}Low`], figures[`${id}High`]];
  const value = formatChance(figures[id], step, texts);
  if (low == null || high == null) return { id, value };
  return { id, value, range: texts.response.range(percent(low), percent(high)) };
}

function chanceFigures(figures: ResponseFigures, step: number, texts: Texts) {
  return (ids: readonly ChanceId[]): Figure[] =>
    ids
      .filter((id) => figures[id] !== undefined)
      .map((id) => ({ id, value: formatChance(figures[id], step, texts) }));
}

function timeFigures(figures: ResponseFigures, texts: Texts): Figure[] {
  const ids = ["cprMedianSeconds", "aedReadyMedianSeconds", "ambulanceMedianSeconds"] as const;
  const clock = (seconds: Maybe<number>) =>
    seconds == null ? texts.card.unknown : texts.response.clock(formatClock(seconds));
  return [
    ...ids.filter((id) => figures[id] !== undefined).map((id) => ({ id, value: clock(figures[id]) })),
    { id: "leadOverAmbulanceSeconds", value: clock(figures.leadOverAmbulanceSeconds) },
    { id: "respondersAlerted", value: formatCount(figures.respondersAlerted, texts) },
  ];
}

function percent(share: number): number {
  return Math.round(share * 100);
}
