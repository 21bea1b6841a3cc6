/**
 * What 168 hours mean for a period. An AED is reachable in a period when it is open in ALL its hours; one whose
 * hours are not known is a state of its own, never day-and-night.
 */
import { PERIOD_HOURS, PERIODS } from "../grid/periods.ts";
import type { WeekHours } from "../load/records.ts";

/** Bit n of a mask stands for PERIODS[n]; all four set = reachable in the week, day and night. */
export const ALL_PERIODS = 0b1111;

export interface Availability {
  /** periods with every hour open */
  reachable: number;
  /** periods with no closed hour and at least one unknown: perhaps reachable */
  unknown: number;
  /** true when at least one hour of the week is known */
  isKnown: boolean;
  /** the open hours as six 32-bit words, hour 0 in the lowest bit of the first */
  words: Int32Array;
}

export function weekHoursToAvailability(hours: WeekHours): Availability {
  let reachable = 0;
  let unknown = 0;
  PERIODS.forEach((period, n) => {
    const inPeriod = PERIOD_HOURS[period].map((hour) => hours[hour]);
    if (inPeriod.every((state) => state === "1")) reachable |= 1 << n;
    else if (!inPeriod.includes("0")) unknown |= 1 << n;
  });
  const words = new Int32Array(6);
  for (let hour = 0; hour < 168; hour++) if (hours[hour] === "1") words[hour >> 5] |= 1 << (hour & 31);
  return { reachable, unknown, isKnown: /[01]/.test(hours), words };
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

/** The periods a mask must hold for each layer. */
export const LAYER_MASK = { week: ALL_PERIODS, weekday: 1, evening: 2, night: 4, weekend: 8 } as const;

function wordsOf(hours: readonly number[]): Int32Array {
  const words = new Int32Array(6);
  for (const hour of hours) words[hour >> 5] |= 1 << (hour & 31);
  return words;
}
