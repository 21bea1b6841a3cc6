/** What a reader asked about: AEDs or a cell at a spot, or a region by name; asked of the API, shown in the card. */
import { aedCard } from "./aedCard.ts";
import { isCardOpen, openCard } from "./card.ts";
import { cellCard } from "./cellCard.ts";
import { regionAt } from "./completeness.ts";
import type { CoverageMap, Picked } from "./coverageMap.ts";
import {
  fetchAed,
  fetchCell,
  fetchRegion,
  fetchRegionsIn,
  fetchResponse,
  type RegionFeature,
} from "./dataClient.ts";
import { element } from "./html.ts";
import { incompleteNote, regionCard } from "./regionCard.ts";
import type { RegionsInView } from "./regionsInView.ts";
import type { Texts } from "./texts.ts";
import type { ViewState } from "./viewState.ts";

/** AEDs at one spot that a card shows. */
const AED_LIMIT = 5;

export interface PickContext {
  view: () => ViewState;
  texts: () => Texts;
  regionsInView: () => RegionsInView | null;
  /** the published run has a simulated response */
  hasResponse: () => boolean;
  announce: (sentence: string) => void;
}

export interface Picker {
  /** `byKeyboard`: the card takes the focus, so that its figures are read */
  pickPoint: (point: { x: number; y: number }, options: { byKeyboard: boolean }) => Promise<void>;
  pickRegion: (code: string) => Promise<void>;
  /** the same again, after a change of period or language */
  repeat: () => Promise<void>;
  forget: () => void;
}

interface Content {
  heading: string;
  body: Node;
  /** what a screen reader hears */
  announcement: string;
}

type Question = (signal: AbortSignal) => Promise<Content>;

export function makePicker(coverage: CoverageMap, context: PickContext): Picker {
  let last: Question | null = null;
  let asked: AbortController | null = null;
  const show = async (question: Question, takeFocus: boolean) => {
    asked?.abort();
    asked = new AbortController();
    last = question;
    const { signal } = asked;
    const content = await question(signal).catch(() => failure(context.texts()));
    if (signal.aborted) return;
    openCard(content, { takeFocus });
    context.announce(content.announcement);
  };
  return {
    pickPoint: async (point, { byKeyboard }) => {
      const picked = await coverage.pickAt(point);
      if (!picked) return;
      coverage.markCell(picked.aeds.length === 0 ? (picked.cell?.cell ?? null) : null);
      await show((signal) => pointContent(picked, context, signal), byKeyboard);
    },
    pickRegion: (code) => {
      coverage.markCell(null);
      return show((signal) => regionContent(code, context, signal), false);
    },
    repeat: async () => {
      if (last && isCardOpen()) await show(last, false);
    },
    forget: () => {
      asked?.abort();
      last = null;
      coverage.markCell(null);
    },
  };
}

function failure({ card }: Texts): Content {
  return { heading: card.cellHeading, body: element("p", {}, card.failed), announcement: card.failed };
}

function pointContent(picked: Picked, context: PickContext, signal: AbortSignal): Promise<Content> {
  return picked.aeds.length > 0 ? aedContent(picked, context, signal) : cellContent(picked, context, signal);
}

/** The tile draws the AED; its whole record comes from the API. */
async function aedContent({ aeds }: Picked, { texts }: PickContext, signal: AbortSignal): Promise<Content> {
  const records = await Promise.all(aeds.slice(0, AED_LIMIT).map(({ id }) => fetchAed(id, signal)));
  const { aed } = texts();
  const body = element(
    "div",
    {},
    ...records.map((record) => aedCard(record, texts())),
    element("p", { class: "small" }, aed.noCallNote),
  );
  return {
    heading: aeds.length > 1 ? `${aed.heading} (${aeds.length})` : aed.heading,
    body,
    announcement: records.map(({ name }) => name || aed.unnamed).join(", "),
  };
}

async function cellContent(picked: Picked, context: PickContext, signal: AbortSignal): Promise<Content> {
  const texts = context.texts();
  const { cell, lng, lat } = picked;
  const { cellHeading, nothingHere } = texts.card;
  if (!cell) return { heading: cellHeading, body: element("p", {}, nothingHere), announcement: nothingHere };
  const { period } = context.view();
  // the week beside the period, because the zone asks for day and night
  const [ofPeriod, ofWeek, response, region] = await Promise.all([
    fetchCell(cell.cell, period, signal),
    period === "week" ? null : fetchCell(cell.cell, "week", signal),
    context.hasResponse() ? fetchResponse(cell.cell, period, signal) : null,
    findRegion(context, lng, lat, signal),
  ]);
  // a roll-up spans many regions: one name would be wrong
  const isRollUp = ofPeriod.officialZoneShare !== undefined;
  const named = isRollUp ? null : region;
  const regionName = named?.properties.name ?? null;
  const weekHoursUnknown = (ofWeek ?? ofPeriod).hoursUnknown;
  const content = cellCard(ofPeriod, { period, regionName, weekHoursUnknown, response }, texts);
  const warning = named ? incompleteNote(named.properties, texts) : null;
  if (warning) content.body.insertBefore(warning, content.body.firstChild);
  return content;
}

async function regionContent(code: string, context: PickContext, signal: AbortSignal): Promise<Content> {
  const { period } = context.view();
  const { properties } = await fetchRegion(code, period, signal);
  const texts = context.texts();
  return {
    heading: properties.name,
    body: regionCard(properties, period, texts),
    announcement: texts.region.announce(properties.name),
  };
}

async function findRegion(
  { regionsInView }: PickContext,
  lng: number,
  lat: number,
  signal: AbortSignal,
): Promise<RegionFeature | null> {
  const inView = regionsInView();
  if (!inView) return null;
  const drawn = inView.areDrawn ? regionAt(inView.regions, lng, lat) : null;
  return drawn ?? regionAt(await fetchRegionsIn([lng, lat, lng, lat], inView.kind, signal), lng, lat);
}
