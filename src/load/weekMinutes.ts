/**
 * A week as 10,080 minutes, Monday 00:00 first, on the Dutch clock: the form in which opening hours are put
 * together before they become the 168 hours of a record. Local wall-clock minutes: no daylight saving in it.
 */
import type { WeekHours } from "./records.ts";

export const DAY_MINUTES = 24 * 60;
export const WEEK_MINUTES = 7 * DAY_MINUTES;
export const WEEK_HOURS = 168;

export const MINUTE_CLOSED = 0;
export const MINUTE_OPEN = 1;
export const MINUTE_UNKNOWN = 2;

export type WeekMinutes = Uint8Array;

export const UNKNOWN_HOURS: WeekHours = "?".repeat(WEEK_HOURS);
export const ALL_HOURS: WeekHours = "1".repeat(WEEK_HOURS);

/** Sets `[start, end)`; what runs past Sunday midnight goes on at Monday 00:00. */
export function fillMinutes(minutes: WeekMinutes, start: number, end: number, state: number): void {
  minutes.fill(state, start, Math.min(end, WEEK_MINUTES));
  if (end > WEEK_MINUTES) minutes.fill(state, 0, end - WEEK_MINUTES);
}

/** `0` when any minute is closed, `1` when all 60 are open, else `?`: a partly open hour is a closed one. */
export function minutesToHours(minutes: WeekMinutes): WeekHours {
  let hours = "";
  for (let start = 0; start < WEEK_MINUTES; start += 60) {
    const hour = minutes.subarray(start, start + 60);
    if (hour.includes(MINUTE_CLOSED)) hours += "0";
    else hours += hour.includes(MINUTE_UNKNOWN) ? "?" : "1";
  }
  return hours;
}
