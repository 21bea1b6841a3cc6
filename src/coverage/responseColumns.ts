/**
 * The columns of the simulated response, per shard, period and level: one byte a figure, for cells where people live.
 * One table says what each is and what it is called on the wire. Above resolution 10: means weighted by residents.
 */
import { PERIODS_AND_WEEK, type PeriodOrWeek } from "../grid/periods.ts";

/** No data: nobody lives there, or what the figure needs is not loaded. */
export const NO_RESPONSE = 255;
/** Times are stored in these steps, the law's own. */
export const RESPONSE_TIME_STEP_SECONDS = 15;
/** Shares are stored in whole per cent: 0…100. */
export const RESPONSE_SHARE_STEPS = 100;
/** 3,810 s or more, 254 responders or more. */
export const RESPONSE_BYTE_MAX = 254;

export interface ResponseColumn {
  name: string;
  /** share: whole per cent; seconds: in steps of 15; count: whole */
  kind: "share" | "seconds" | "count";
  /** the name in API, tiles and CSV */
  wire: string;
  /** one sentence for OpenAPI and TileJSON */
  text: string;
}

const SYSTEM =
  "by responders, police and fire, or the ambulance; bystanders and AEDs on the spot not counted";
const LOW = "low end of the band over the ensemble";
const HIGH = "high end of the band over the ensemble";

export const RESPONSE_COLUMNS = [
  {
    name: "cpr",
    kind: "share",
    wire: "cprWithinSixMinutes",
    text: `Simulated probability that CPR begins within 360 s of the call, ${SYSTEM}`,
  },
  { name: "cprLow", kind: "share", wire: "cprWithinSixMinutesLow", text: `The same, ${LOW}` },
  { name: "cprHigh", kind: "share", wire: "cprWithinSixMinutesHigh", text: `The same, ${HIGH}` },
  {
    name: "aedReady",
    kind: "share",
    wire: "aedReadyWithinSixMinutes",
    text: `Simulated probability that a defibrillator is attached and ready within 360 s of the call, ${SYSTEM}`,
  },
  { name: "aedReadyLow", kind: "share", wire: "aedReadyWithinSixMinutesLow", text: `The same, ${LOW}` },
  { name: "aedReadyHigh", kind: "share", wire: "aedReadyWithinSixMinutesHigh", text: `The same, ${HIGH}` },
  {
    name: "responderCpr",
    kind: "share",
    wire: "responderCprWithinSixMinutes",
    text: "Simulated probability of CPR within 360 s by responders alone",
  },
  {
    name: "responderAedReady",
    kind: "share",
    wire: "responderAedReadyWithinSixMinutes",
    text: "Simulated probability of an AED attached and ready within 360 s by responders alone",
  },
  {
    name: "policeFireCpr",
    kind: "share",
    wire: "policeFireCprWithinSixMinutes",
    text: "Simulated probability of CPR within 360 s by police and fire alone",
  },
  {
    name: "ambulanceCpr",
    kind: "share",
    wire: "ambulanceCprWithinSixMinutes",
    text: "Simulated probability of CPR within 360 s by the ambulance alone",
  },
  {
    name: "localAed",
    kind: "share",
    wire: "localAedProbability",
    text: "Assumed probability that somebody present fetches an AED near by; stated apart, in no other figure",
  },
  {
    name: "cprMedian",
    kind: "seconds",
    wire: "cprMedianSeconds",
    text: "Median of the time from the call to CPR by the system; above resolution 10 the mean of medians",
  },
  {
    name: "aedReadyMedian",
    kind: "seconds",
    wire: "aedReadyMedianSeconds",
    text: "Median of the time from the call to an AED attached and ready by the system; above resolution 10 the mean of medians",
  },
  {
    name: "ambulanceMedian",
    kind: "seconds",
    wire: "ambulanceMedianSeconds",
    text: "Median of the time from the call to the ambulance's arrival; above resolution 10 the mean of medians",
  },
  {
    name: "beforeAmbulance",
    kind: "share",
    wire: "responderBeforeAmbulance",
    text: "Simulated probability that a responder is at the patient before the ambulance",
  },
  {
    name: "lead",
    kind: "seconds",
    wire: "leadOverAmbulanceSeconds",
    text: "Expected seconds before the ambulance, given that a responder is first",
  },
  {
    name: "noCprIn15",
    kind: "share",
    wire: "noCprWithin15Minutes",
    text: "Simulated probability that nobody of the system has begun CPR within 15 minutes of the arrest",
  },
  {
    name: "alerted",
    kind: "count",
    wire: "respondersAlerted",
    text: "Expected number of responders alerted, from protected counts",
  },
] as const satisfies readonly ResponseColumn[];

export type ResponseColumnName = (typeof RESPONSE_COLUMNS)[number]["name"];
export type ResponseColumns = Record<ResponseColumnName, Uint8Array>;

export const RESPONSE_LAYERS = [
  "responseWeek",
  "responseWeekday",
  "responseEvening",
  "responseNight",
  "responseWeekend",
] as const;
export type ResponseLayer = (typeof RESPONSE_LAYERS)[number];

export function responseLayer(period: PeriodOrWeek): ResponseLayer {
  return RESPONSE_LAYERS[PERIODS_AND_WEEK.indexOf(period)];
}

/** Shares 0–1, seconds and counts as they are, unrounded; null: no data. */
export type ResponseFigures = Record<ResponseColumnName, number | null>;
