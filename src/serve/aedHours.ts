/**
 * What 168 hours say about a period: reachable in all its hours, not so, or not known. Unknown is never day-and-night.
 */
import { PERIOD_HOURS, PERIODS, type Period } from "../grid/periods.ts";
import type { WeekHours } from "../load/records.ts";

/** An hour known to be closed decides; only then an unknown hour makes the whole unknown (null). */
export function isReachableIn(period: Period, openHours: WeekHours): boolean | null {
  const hours = PERIOD_HOURS[period].map((hour) => openHours[hour]);
  if (hours.includes("0")) return false;
  return hours.includes("?") ? null : true;
}

export function hoursUnknown(openHours: WeekHours): boolean {
  return openHours.includes("?");
}

/** `reachableWeekday`, `reachableEvening`, `reachableNight`, `reachableWeekend`. */
export function reachableByPeriod(openHours: WeekHours): Record<string, boolean | null> {
  return Object.fromEntries(
    PERIODS.map((period) => [reachableName(period), isReachableIn(period, openHours)] as const),
  );
}

export function reachableName(period: Period): string {
  return `reachable${period[0].toUpperCase()}${period.slice(1)}`;
}
