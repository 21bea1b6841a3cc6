/** The card of a cell: the answer in words first, then the numbers with what they mean. */
import type { PeriodOrWeek } from "../grid/periods.ts";
import type { CellFigures, ResponseFigures } from "./dataClient.ts";
import { answerLine, type Figure, figureList, syntheticNote } from "./figureList.ts";
import {
  formatCount,
  formatDecimal,
  formatDetour,
  formatMeters,
  formatShare,
  formatStreetMeters,
  type Maybe,
} from "./format.ts";
import { element } from "./html.ts";
import { responseSection } from "./responseSection.ts";
import type { FigureId, Texts } from "./texts.ts";

export interface CellCardContent {
  heading: string;
  body: HTMLElement;
  /** what a screen reader hears */
  announcement: string;
}

/** `weekHoursUnknown`: unknown hours as they bear on the zone (day and night); the cell's own are the period's. */
export function cellCard(
  cell: CellFigures,
  { period, regionName, weekHoursUnknown, response }: CellCardOptions,
  texts: Texts,
): CellCardContent {
  // single cells say yes or no, roll-ups say a share
  const isArea = cell.officialZoneShare !== undefined;
  const { card } = texts;
  const zone = isArea ? null : zoneAnswer(cell, weekHoursUnknown, texts);
  const inPeriod = isArea || period === "week" ? null : periodAnswer(cell, period, texts);
  const place = regionName ? ` ${card.inRegion(regionName)}` : "";
  const body = element(
    "div",
    {},
    zone,
    inPeriod,
    cell.nearButNotReachable ? answerLine("no", texts.answers.cutOff) : null,
    element("p", { class: "note note-rule" }, card.planningRule),
    isArea ? element("p", { class: "note" }, card.areaNote) : null,
    element("h3", { class: "card-period" }, `${texts.periods[period].name}, ${texts.periods[period].hours}`),
    figureList(isArea ? areaFigures(cell, texts) : cellFigures(cell, texts), texts),
    response
      ? responseSection(response, { within500m: within500m(cell, texts), step: stepOf(cell) }, texts)
      : null,
    withheldNote(cell.suppressed, texts),
    syntheticNote(cell.inputs, cell.synthetic, texts),
  );
  return {
    heading: (isArea ? card.areaHeading : card.cellHeading) + place,
    body,
    announcement: card.announceCell(
      [zone, inPeriod].flatMap((line) => line?.lastElementChild?.textContent ?? []).join(". "),
    ),
  };
}

export interface CellCardOptions {
  period: PeriodOrWeek;
  regionName: string | null;
  weekHoursUnknown: Maybe<boolean>;
  /** null where the run has no simulated response */
  response: ResponseFigures | null;
}

/** For "AED ready within six minutes" to stand beside: they differ. */
function within500m(cell: CellFigures, texts: Texts): Figure | null {
  const { aed } = texts;
  if (cell.reachableWithin500mShare != null) {
    return { id: "reachableWithin500m", value: formatShare(cell.reachableWithin500mShare, texts) };
  }
  if (cell.reachableWithin500m == null) return null;
  const isUnknown = !cell.reachableWithin500m && cell.hoursUnknown;
  const value = isUnknown ? aed.hoursUnknown : cell.reachableWithin500m ? aed.yes : aed.no;
  return { id: "reachableWithin500m", value };
}

/** As the API rounds (`docs/response.md`): small cells to 5 per cent, larger ones to whole per cent. */
function stepOf({ resolution = 10 }: CellFigures): number {
  return resolution >= 9 ? 0.05 : 0.01;
}

function zoneAnswer(
  cell: CellFigures,
  weekHoursUnknown: Maybe<boolean>,
  { answers }: Texts,
): HTMLElement | null {
  if (cell.inOfficialZone == null) return null;
  if (cell.inOfficialZone) return answerLine("yes", answers.inZone);
  return weekHoursUnknown
    ? answerLine("unknown", answers.outsideZoneHoursUnknown)
    : answerLine("no", answers.outsideZone);
}

function periodAnswer(cell: CellFigures, period: PeriodOrWeek, texts: Texts): HTMLElement | null {
  const { answers, inPeriod } = texts;
  if (cell.reachableWithin500m == null) return null;
  if (cell.reachableWithin500m) return answerLine("yes", answers.reachable(inPeriod[period]));
  return cell.hoursUnknown
    ? answerLine("unknown", answers.notReachableHoursUnknown(inPeriod[period]))
    : answerLine("no", answers.notReachable(inPeriod[period]));
}

function cellFigures(cell: CellFigures, texts: Texts): Figure[] {
  return present([
    ["nearestAedMeters", cell.nearestAedMeters, formatMeters(cell.nearestAedMeters, texts)],
    streetMetersFigure(cell, texts),
    detourFigure(cell, texts),
    ["openShare", cell.openShare, formatShare(cell.openShare, texts)],
    ["aedsWithin500m", cell.aedsWithin500m, formatCount(cell.aedsWithin500m, texts)],
    ["aedsPerSquareKm", cell.aedsPerSquareKm, formatDecimal(cell.aedsPerSquareKm, texts)],
    respondersFigure(cell, texts),
    ["residents", cell.residents, formatCount(cell.residents, texts)],
    ["dwellings", cell.dwellings, formatCount(cell.dwellings, texts)],
  ]);
}

function respondersFigure({ inputs, respondersPerSquareKm }: CellFigures, texts: Texts) {
  const id = inputs?.whereabouts ? "respondersNear" : "respondersPerSquareKm";
  return [id, respondersPerSquareKm, formatResponders(respondersPerSquareKm, texts)] as const;
}

function streetMetersFigure(cell: CellFigures, texts: Texts) {
  const meters = cell.nearestAedStreetMeters;
  return ["nearestAedStreetMeters", meters, formatStreetMeters(meters, cell.travelSource, texts)] as const;
}

function detourFigure({ detour, travelSource }: CellFigures, texts: Texts) {
  const text = formatDetour(detour, texts);
  const isMost = detour != null && travelSource === "streetsAtMost";
  return ["detour", detour, isMost ? texts.card.atMost(text) : text] as const;
}

type AreaShareId =
  | "officialZoneShare"
  | "reachableWithin500mShare"
  | "hoursUnknownShare"
  | "within500mByStreetShare"
  | "nearButNotReachableShare";

function areaFigures(cell: CellFigures, texts: Texts): Figure[] {
  const share = (id: AreaShareId) => [id, cell[id], formatShare(cell[id], texts)] as const;
  return present([
    share("officialZoneShare"),
    share("reachableWithin500mShare"),
    share("hoursUnknownShare"),
    share("within500mByStreetShare"),
    share("nearButNotReachableShare"),
    ["aedsPerSquareKm", cell.aedsPerSquareKm, formatDecimal(cell.aedsPerSquareKm, texts)],
    respondersFigure(cell, texts),
    ["residents", cell.residents, formatCount(cell.residents, texts)],
    ["dwellings", cell.dwellings, formatCount(cell.dwellings, texts)],
  ]);
}

/** Null means that no responders were loaded at all. */
function formatResponders(perSquareKm: Maybe<number>, texts: Texts): string {
  return perSquareKm == null ? texts.legend.noResponders.toLowerCase() : formatDecimal(perSquareKm, texts);
}

/** Absent (not computed yet) is left out; null (not known) is shown as such. */
function present(rows: readonly (readonly [FigureId, Maybe<number>, string])[]): Figure[] {
  return rows.filter(([, raw]) => raw !== undefined).map(([id, , value]) => ({ id, value }));
}

function withheldNote(suppressed: Maybe<string[]>, texts: Texts): HTMLElement | null {
  if (!suppressed || suppressed.length === 0) return null;
  const names = suppressed.map((id) => texts.figures[id as FigureId]?.name ?? id);
  return element("p", { class: "note" }, texts.card.withheld(names.join(", ")));
}
