/**
 * What 168 hours mean for a period. An AED is reachable in a period when it is open in ALL its hours, and in the week
 * when it is so day and night, holidays included. One whose hours are not known is a state of its own.
 */
import { PERIOD_HOURS, PERIODS } from "../grid/periods.ts";
import type { WeekHours } from "../load/records.ts";

/** Bit n of a mask stands for PERIODS[n], the fifth for day and night: not every AED of all four is that. */
const ALL_PERIODS = 0b01111;
const DAY_AND_NIGHT = 0b10000;

export interface Availability {
  /** periods with every hour open; with the fifth bit where that is day and night */
  reachable: number;
  /** periods with no closed hour and at least one unknown: perhaps reachable */
  unknown: number;
  /** all four periods perhaps, at least one of them only perhaps, and not known not to be day and night */
  isPerhapsAlways: boolean;
  /** true when at least one hour of the week is known */
  isKnown: boolean;
  /** the open hours as six 32-bit words, hour 0 in the lowest bit of the first */
  words: Int32Array;
}

/** `alwaysOpen` as in an AED's record: day and night only where it is true as well. */
export function weekHoursToAvailability(hours: WeekHours, alwaysOpen: boolean | null): Availability {
  let reachable = 0;
  let unknown = 0;
  PERIODS.forEach((period, n) => {
    const inPeriod = PERIOD_HOURS[period].map((hour) => hours[hour]);
    if (inPeriod.every((state) => state === "1")) reachable |= 1 << n;
    else if (!inPeriod.includes("0")) unknown |= 1 << n;
  });
  const words = new Int32Array(6);
  for (let hour = 0; hour < 168; hour++) if (hours[hour] === "1") words[hour >> 5] |= 1 << (hour & 31);
  const isPerhapsAlways = alwaysOpen !== false && unknown !== 0 && (reachable | unknown) === ALL_PERIODS;
  if (alwaysOpen === true && reachable === ALL_PERIODS) reachable |= DAY_AND_NIGHT;
  return { reachable, unknown, isPerhapsAlways, isKnown: /[01]/.test(hours), words };
}

/** Many AEDs share few sets of hours: each set is worked out once. */
export function availabilityCache(): (aed: {
  openHours: WeekHours;
  alwaysOpen: boolean | null;
}) => Availability {
  const known = new Map<string, Availability>();
  return ({ openHours, alwaysOpen }) => {
    const key = `${openHours}${alwaysOpen}`;
    let availability = known.get(key);
    if (!availability) {
      availability = weekHoursToAvailability(openHours, alwaysOpen);
      known.set(key, availability);
    }
    return availability;
  };
}

/** The hours of each period, and of the week, as six words. */
export const PERIOD_WORDS: Record<"week" | (typeof PERIODS)[number], Int32Array> = {
  week: wordsOf(Array.from({ length: 168 }, (_, hour) => hour)),
  weekday: wordsOf(PERIOD_HOURS.weekday),
  evening: wordsOf(PERIOD_HOURS.evening),
  night: wordsOf(PERIOD_HOURS.night),
  weekend: wordsOf(PERIOD_HOURS.weekend),
};

/** 168 and the hours of each period. */
export const PERIOD_HOUR_COUNT: Record<keyof typeof PERIOD_WORDS, number> = {
  week: 168,
  weekday: PERIOD_HOURS.weekday.length,
  evening: PERIOD_HOURS.evening.length,
  night: PERIOD_HOURS.night.length,
  weekend: PERIOD_HOURS.weekend.length,
};

/** The bits a mask must hold for each layer. */
export const LAYER_MASK = { week: DAY_AND_NIGHT, weekday: 1, evening: 2, night: 4, weekend: 8 } as const;

function wordsOf(hours: readonly number[]): Int32Array {
  const words = new Int32Array(6);
  for (const hour of hours) words[hour >> 5] |= 1 << (hour & 31);
  return words;
}
