/**
 * Opening hours in full OSM syntax, through the `opening_hours` package (LGPL-3.0-only, imported as it is).
 * Only loading needs it: about 0.5 ms a text when warm, so each distinct text comes here once.
 * The package has no time zone: it works in the process's local clock, and so does this file, from end to end.
 */
import OpeningHours, { type opening_hours_warning_type } from "opening_hours";
import type { HoursBudget } from "./hoursBudget.ts";
import { MINUTE_OPEN, MINUTE_UNKNOWN, WEEK_MINUTES, type WeekMinutes } from "./weekMinutes.ts";

/** Monday 3 June 2024: no public or school holiday in the Netherlands, no clock change anywhere in that week. */
const TYPICAL_MONDAY: [year: number, monthIndex: number, day: number] = [2024, 5, 3];
/** The year around it, week by week, for rules that follow the calendar. */
const WEEKS_OF_A_YEAR = 53;

/** Middle of the Netherlands; only public holidays depend on it, and those are not part of a typical week. */
const PLACE = { lat: 52.1, lon: 5.3, address: { country_code: "nl", state: "Utrecht" } };

/** The package repairs and guesses; where it says anything but these, the text is not read at all. */
const HARMLESS: ReadonlySet<opening_hours_warning_type> = new Set<opening_hours_warning_type>([
  "additional_rule_separator_not_used_after_time_wrapping_midnight",
  "additional_rule_which_evaluates_to_closed",
  "combine_rules",
  "omit_ko",
  "please_use_ok_for_ko",
  "public_holiday",
  "separator_for_readability",
  "use_multi",
  "without_minutes",
]);
const WORDS =
  /^(?:mo|tu|we|th|fr|sa|su|ph|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|week|easter|open|off|closed|unknown|days?)$/;

export type LibraryHours =
  | { kind: "hours"; minutes: WeekMinutes; isSeasonal: boolean }
  | { kind: "unknown"; why: string };

export function libraryHours(text: string, budget: HoursBudget): LibraryHours {
  const why = reasonNotToTry(text) ?? budget.refuses(text);
  if (why) return { kind: "unknown", why };
  try {
    const hours = new OpeningHours(text, PLACE, { mode: 0 } as never);
    const guess = hours.getStructuredWarnings().find(({ type }) => !HARMLESS.has(type));
    if (guess) return { kind: "unknown", why: `it is ambiguous (${guess.type.replaceAll("_", " ")})` };
    return readWeeks(hours, budget) ?? { kind: "unknown", why: "it has too many different times" };
  } catch {
    return { kind: "unknown", why: "it is not in the OpenStreetMap syntax" };
  }
}

/** Holds the package back from what it guesses, throws on or would evaluate for one day only. */
function reasonNotToTry(text: string): string | null {
  const words: string[] =
    text
      .toLowerCase()
      .replace(/"[^"]*"/g, " ")
      .match(/\p{L}+/gu) ?? [];
  if (words.includes("sh")) return "it depends on school holidays";
  if (words.some((word) => /^(?:sunrise|sunset|dawn|dusk)$/.test(word))) return "it depends on the sun";
  if (/\b(?:19|20)\d\d\b/.test(text)) return "it depends on the year";
  // to the package "open" and "Mo-Fr" are day and night; to the people who write them they are not
  if (!/\d:\d\d|\d\s*-\s*\d|24\/7/.test(text)) return "it tells no hours";
  return words.every((word) => WORDS.test(word)) ? null : "it is not in the OpenStreetMap syntax";
}

/** A minute that is not the same in every week of the year is unknown; null beyond the budget. */
function readWeeks(hours: OpeningHours, budget: HoursBudget): LibraryHours | null {
  const minutes = readWeek(hours, 0, budget);
  if (!minutes) return null;
  if (hours.isWeekStable()) return { kind: "hours", minutes, isSeasonal: false };
  for (let week = 1; week < WEEKS_OF_A_YEAR; week += 1) {
    if (hasClockChange(week)) continue;
    const other = readWeek(hours, week, budget);
    if (!other) return null;
    for (let i = 0; i < WEEK_MINUTES; i += 1) if (other[i] !== minutes[i]) minutes[i] = MINUTE_UNKNOWN;
  }
  return { kind: "hours", minutes, isSeasonal: minutes.includes(MINUTE_UNKNOWN) };
}

function readWeek(hours: OpeningHours, week: number, budget: HoursBudget): WeekMinutes | null {
  const minutes = new Uint8Array(WEEK_MINUTES);
  const monday = mondayOf(week);
  const intervals = hours.getOpenIntervals(monday, mondayOf(week + 1));
  if (!budget.spendWeek(intervals.length)) return null;
  for (const [from, to, isUnknown, comment] of intervals) {
    const start = minutesSince(monday, from);
    const end = minutesSince(monday, to);
    minutes.fill(isUnknown || comment ? MINUTE_UNKNOWN : MINUTE_OPEN, start, end);
  }
  return minutes;
}

function mondayOf(week: number): Date {
  const [year, month, day] = TYPICAL_MONDAY;
  return new Date(year, month, day + 7 * week);
}

function hasClockChange(week: number): boolean {
  return minutesSince(mondayOf(week), mondayOf(week + 1)) !== WEEK_MINUTES;
}

function minutesSince(start: Date, moment: Date): number {
  return Math.round((moment.getTime() - start.getTime()) / 60_000);
}
