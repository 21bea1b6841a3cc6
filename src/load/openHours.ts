/**
 * Opening hours as sources write them → 168 hours of a typical week, `1` open, `0` not, `?` unknown.
 * The stricter reading everywhere: a partly open hour is closed, what is not understood is unknown, never open.
 * Public holidays are not part of the typical week, but what is closed then is not day and night: such an AED is open
 * in all 168 hours and yet `alwaysOpen` is false. Each distinct text is read once.
 */
import { dutchHours } from "./dutchHours.ts";
import { type OrdinaryWeeks, ordinaryWeeks } from "./holidayRules.ts";
import { createHoursBudget, type HoursBudget } from "./hoursBudget.ts";
import { libraryHours } from "./libraryHours.ts";
import type { WeekHours } from "./records.ts";
import { simpleHours } from "./simpleHours.ts";
import {
  ALL_HOURS,
  MINUTE_OPEN,
  MINUTE_UNKNOWN,
  minutesToHours,
  UNKNOWN_HOURS,
  type WeekMinutes,
} from "./weekMinutes.ts";

/** What is odd about a text, in the words of a finding. */
export interface HoursProblem {
  expected: string;
  advice: string;
}

export interface HoursReading {
  openHours: WeekHours;
  /** true: all 168 hours, holidays included; false: known not to be day and night; null: not known */
  alwaysOpen: boolean | null;
  problem: HoursProblem | null;
}

export interface HoursReader {
  /** null or blank text: all unknown, no problem */
  read(text: string | null): HoursReading;
  /** texts read so far that were not in the cache */
  readonly distinctCount: number;
}

/** OSM allows 255 characters; a longer text is prose. */
const MAX_TEXT_LENGTH = 400;
/** Bounds the memory of a hostile file; the whole country has a few thousand distinct texts. */
const MAX_CACHED = 50_000;

const HOURS_FORM = "opening hours as OpenStreetMap or a Dutch list writes them (`Mo-Fr 08:00-18:00`, `24/7`)";
const NO_TEXT: HoursReading = { openHours: UNKNOWN_HOURS, alwaysOpen: null, problem: null };

export function createHoursReader(): HoursReader {
  const cache = new Map<string, HoursReading>();
  const budget = createHoursBudget();
  let distinctCount = 0;
  return {
    read(text) {
      const key = text?.trim() ?? "";
      if (key === "") return NO_TEXT;
      if (key.length > MAX_TEXT_LENGTH)
        return unknown(`at most ${MAX_TEXT_LENGTH} characters of opening hours`);
      let reading = cache.get(key);
      if (!reading) {
        reading = readHours(key, budget);
        distinctCount += 1;
        if (cache.size >= MAX_CACHED) cache.clear();
        cache.set(key, reading);
      }
      return reading;
    },
    get distinctCount() {
      return distinctCount;
    },
  };
}

/** `10:00-10:00`: by the letter of OpenStreetMap a whole day, on a list most likely a slip. From midnight: a day. */
const NO_SPAN = /\b(?!0?0[:.]00)(\d{1,2}[:.]\d\d)\s*(?:-|–|tot)\s*\1(?!\d)/;

function readHours(text: string, budget: HoursBudget): HoursReading {
  if (NO_SPAN.test(text)) return unknown("times that end after they begin, or 24/7");
  const typical = ordinaryWeeks(endOfDay(text));
  const simple = simpleHours(typical.text);
  if (simple) return known(simple, typical);
  const dutch = dutchHours(text);
  if (dutch.kind === "limited") return { ...unknown("the hours themselves"), alwaysOpen: false };
  const dutchTypical = dutch.kind === "hours" ? ordinaryWeeks(endOfDay(dutch.osm)) : null;
  const translated = dutchTypical && simpleHours(dutchTypical.text);
  if (translated) return known(translated, dutchTypical);
  if (typical.text === "") return unknown("hours of ordinary weeks, not of holidays only");
  const full = libraryHours(typical.text, budget);
  if (full.kind === "unknown") return unknown(`${HOURS_FORM}; ${full.why}`);
  return known(full.minutes, typical, full.isSeasonal);
}

function known(minutes: WeekMinutes, ordinary: OrdinaryWeeks, isSeasonal = false): HoursReading {
  if (ordinary.isLessInSchoolHolidays) return outOfSchoolHolidays(minutes);
  const openHours = minutesToHours(minutes);
  if (openHours === ALL_HOURS && ordinary.isLessOnHolidays) return NOT_ON_HOLIDAYS;
  return { openHours, alwaysOpen: alwaysOpenOf(openHours), problem: problemOf(openHours, isSeasonal) };
}

/** Every part of an ordinary week, and still not day and night. */
const NOT_ON_HOLIDAYS: HoursReading = {
  openHours: ALL_HOURS,
  alwaysOpen: false,
  problem: {
    expected: "the same on public holidays, for an AED that is there day and night",
    advice:
      "Counted as open in all parts of an ordinary week, never as day and night; leave the holidays out if it is there then too.",
  },
};

/** Twelve weeks of the year are a season: what is open in the others is not open in every week. */
function outOfSchoolHolidays(minutes: WeekMinutes): HoursReading {
  const openHours = minutesToHours(minutes.map((state) => (state === MINUTE_OPEN ? MINUTE_UNKNOWN : state)));
  const problem = {
    expected: "the same hours in school holidays",
    advice: "The hours that fall away then count as unknown; give the hours that hold in every week.",
  };
  return { openHours, alwaysOpen: false, problem };
}

export function alwaysOpenOf(openHours: WeekHours): boolean | null {
  if (openHours === ALL_HOURS) return true;
  return openHours.includes("0") ? false : null;
}

function problemOf(openHours: WeekHours, isSeasonal: boolean): HoursProblem | null {
  if (!/[1?]/.test(openHours)) {
    return {
      expected: "at least one hour of the week that is open from beginning to end",
      advice: "Counted as never open; correct the opening hours, or leave the AED out.",
    };
  }
  if (!openHours.includes("?")) return null;
  return {
    expected: isSeasonal
      ? "the same hours in every week of the year"
      : "hours without conditions or appointments",
    advice: "The hours that depend on it count as unknown; give the hours that always hold.",
  };
}

function unknown(expected: string): HoursReading {
  const advice = "The hours count as unknown, never as day and night; rewrite them.";
  return { openHours: UNKNOWN_HOURS, alwaysOpen: null, problem: { expected, advice } };
}

/** `-23:59` is how people and programs write the end of the day; nobody closes for that minute. */
function endOfDay(text: string): string {
  return text.replace(/(-\s*)23[:.]59(?!\d)/g, "$124:00");
}
