/**
 * Every text of the page, per language. A language that lacks a text is a type error.
 * The official zone is a planning rule: no text may call it six-minute coverage.
 */
import type { PeriodOrWeek } from "../grid/periods.ts";
import type { LayerGroupId, LayerId } from "./layerIds.ts";
import { DUTCH } from "./textsDutch.ts";
import { ENGLISH } from "./textsEnglish.ts";

export const LANGUAGES = ["nl", "en"] as const;
export type Language = (typeof LANGUAGES)[number];

export interface LayerTexts {
  name: string;
  /** one sentence: what is counted */
  meaning: string;
  /** one sentence: what it does not say; null where nothing is easily misread */
  caution: string | null;
}

/** A figure of the card: its name and one sentence that says what it means. */
export interface FigureTexts {
  name: string;
  meaning: string;
}

/** Fixed texts of index.html, named by its `data-text` attributes. */
export interface PageTexts {
  documentTitle: string;
  tagline: string;
  emergencyCall: string;
  emergencyShort: string;
  emergencyAdvice: string;
  controlsHeading: string;
  mapHeading: string;
  searchLabel: string;
  layerHeading: string;
  periodHeading: string;
  legendHeading: string;
  aboutHeading: string;
  aboutZone: string;
  aboutHours: string;
  aboutPrivacy: string;
  aboutBackground: string;
  mapHelp: string;
  printButton: string;
  closeButton: string;
  apiLink: string;
  noWebgl: string;
}

export interface Texts {
  locale: string;
  page: PageTexts;
  layerGroups: Record<LayerGroupId, string>;
  layers: Record<LayerId, LayerTexts>;
  periods: Record<PeriodOrWeek, { name: string; hours: string }>;
  /** the period inside a sentence: "in de nacht" */
  inPeriod: Record<PeriodOrWeek, string>;
  periodHasNoEffect: string;
  legend: {
    inside: string;
    outside: string;
    reachable: string;
    notReachable: string;
    hoursUnknown: string;
    hoursUnknownCoarse: string;
    nobodyLives: string;
    shareCaption: string;
    shareOfResidents: (from: number, to: number) => string;
    metersBetween: (from: string, to: string) => string;
    metersBeyond: string;
    withinByStreet: string;
    notWithinByStreet: string;
    streetsUnknown: string;
    estimated: string;
    cutOff: string;
    notCutOff: string;
    detourUnknown: string;
    between: (from: string, to: string, unit: string) => string;
    from: (from: string, unit: string) => string;
    noAed: string;
    perSquareKmBelow: (to: string) => string;
    perSquareKmBetween: (from: string, to: string) => string;
    perSquareKmFrom: (from: string) => string;
    noResponders: string;
    /** instead of the layer's caution, where responders are counted where they are */
    respondersNear: string;
    aedReachable: (inPeriod: string) => string;
    aedNotReachable: string;
    aedUnknown: string;
    zoomForAeds: string;
    incompleteArea: string;
    zoomForCells: string;
  };
  /** what is simulated, in words: never without saying so */
  response: {
    heading: string;
    denominator: string;
    nothingHere: string;
    noData: string;
    /** the ends of a band in whole per cent */
    range: (low: number, high: number) => string;
    lessThan: (percent: number) => string;
    moreThan: (percent: number) => string;
    clock: (minutesAndSeconds: string) => string;
    bySource: string;
    times: string;
    apart: string;
    apartNote: string;
  };
  figures: Record<FigureId, FigureTexts>;
  /** whole sentences that answer the question of the zone layers */
  answers: {
    inZone: string;
    outsideZone: string;
    outsideZoneHoursUnknown: string;
    reachable: (inPeriod: string) => string;
    notReachable: (inPeriod: string) => string;
    notReachableHoursUnknown: (inPeriod: string) => string;
    cutOff: string;
  };
  card: {
    cellHeading: string;
    areaHeading: string;
    areaNote: string;
    inRegion: (name: string) => string;
    planningRule: string;
    synthetic: (kinds: string) => string;
    moreThanHalo: string;
    /** a figure that a shorter way outside the loaded streets may lower */
    atMost: (figure: string) => string;
    /** metres that are an estimate */
    estimated: (meters: string) => string;
    moreThanCutoff: string;
    unknown: string;
    withheld: (names: string) => string;
    loading: string;
    nothingHere: string;
    failed: string;
    announceCell: (answer: string) => string;
  };
  aed: {
    heading: string;
    unnamed: string;
    hours: string;
    hoursMissing: string;
    alwaysOpen: string;
    notAlwaysOpen: string;
    notOnHolidays: string;
    hoursUnknown: string;
    weekStrip: string;
    open: string;
    closed: string;
    unknown: string;
    days: readonly [string, string, string, string, string, string, string];
    indoor: string;
    access: string;
    accessKinds: Record<"public" | "restricted" | "private" | "unknown", string>;
    checked: string;
    neverChecked: string;
    source: string;
    sources: string;
    checkedBy: (source: string, day: string) => string;
    dataOf: (source: string, day: string) => string;
    coarsened: string;
    yes: string;
    no: string;
    daySummary: (day: string, open: string, unknown: string) => string;
    noHours: string;
    noCallNote: string;
  };
  region: {
    incomplete: (name: string, percent: string) => string;
    incompleteView: (count: number) => string;
    incompleteCountry: (percent: string) => string;
    announce: (name: string) => string;
    observedHeading: string;
    observed: Record<ObservedMeasure, string>;
    /** "of VR17, by Sectorkompas, 1 January 2024" */
    observedBy: (source: string, date: string, regionCode: string | null) => string;
    noResults: string;
    results: (count: number) => string;
    kinds: Record<"provincie" | "veiligheidsregio" | "ggd" | "gemeente" | "wijk" | "buurt" | "place", string>;
  };
  footer: {
    dataDate: (date: string) => string;
    dataDateUnknown: string;
    demo: string;
    demoShort: string;
    notReady: string;
    kinds: Record<InputKind, string>;
    real: string;
    synthetic: string;
    absent: string;
  };
  map: { label: string; tilesFailed: string; zoomIn: string; zoomOut: string; watermark: string };
}

/** The last three are named only where they were ever loaded. */
export type InputKind =
  | "aeds"
  | "responders"
  | "population"
  | "posts"
  | "regions"
  | "policeFirePosts"
  | "observedValues"
  | "streets"
  | "whereabouts";

/** What can be observed in a region, by the name of its property in the API. */
export type ObservedMeasure =
  | "respondersGoShare"
  | "ambulanceMeanSeconds"
  | "ambulanceP95Seconds"
  | "policeFireDispatchShare"
  | "policeFireArrivalSeconds"
  | "aedsExpected";

/** Figures of the simulated response, by the name of their property in the API; the last for comparison. */
export const RESPONSE_FIGURE_IDS = [
  "cprWithinSixMinutes",
  "aedReadyWithinSixMinutes",
  "responderCprWithinSixMinutes",
  "responderAedReadyWithinSixMinutes",
  "policeFireCprWithinSixMinutes",
  "ambulanceCprWithinSixMinutes",
  "cprMedianSeconds",
  "aedReadyMedianSeconds",
  "ambulanceMedianSeconds",
  "responderBeforeAmbulance",
  "leadOverAmbulanceSeconds",
  "noCprWithin15Minutes",
  "respondersAlerted",
  "bystanderCprProbability",
  "localAedProbability",
  "reachableWithin500m",
] as const;
export type ResponseFigureId = (typeof RESPONSE_FIGURE_IDS)[number];

/** Figures by the name of their property in the API; `respondersNear`: per km², not by home. */
export const FIGURE_IDS = [
  "nearestAedMeters",
  "nearestAedStreetMeters",
  "detour",
  "openShare",
  "aedsWithin500m",
  "aedsPerSquareKm",
  "respondersPerSquareKm",
  "respondersNear",
  "residents",
  "dwellings",
  "officialZoneShare",
  "officialZoneDwellingsShare",
  "reachableWithin500mShare",
  "hoursUnknownShare",
  "within500mByStreetShare",
  "street500mShare",
  "nearButNotReachableShare",
  "aedCompleteness",
  ...RESPONSE_FIGURE_IDS,
] as const;
export type FigureId = (typeof FIGURE_IDS)[number];

export const TEXTS: Record<Language, Texts> = { nl: DUTCH, en: ENGLISH };
