/**
 * The fast path: the forms of OSM `opening_hours` that nearly every AED has, read by a strict grammar.
 * It must agree with the `opening_hours` package minute for minute, and answers null for all it is not sure of.
 *
 *   week = "24/7" | rule { ";" rule }     rule  = [days] "off" | [days] spans
 *   days = range { "," range }            spans = HH:MM-HH:MM { "," HH:MM-HH:MM }
 *
 * A later rule replaces an earlier one on its days; without days it may only come first (the package does not
 * let it replace). A span that ends at or before its start runs past midnight.
 */
import {
  DAY_MINUTES,
  fillMinutes,
  MINUTE_CLOSED,
  MINUTE_OPEN,
  WEEK_MINUTES,
  type WeekMinutes,
} from "./weekMinutes.ts";

const DAYS = ["mo", "tu", "we", "th", "fr", "sa", "su"];
const DAY = "(?:mo|tu|we|th|fr|sa|su)";
const DAY_LIST = `${DAY}(?:\\s*-\\s*${DAY})?(?:\\s*,\\s*${DAY}(?:\\s*-\\s*${DAY})?)*`;
const SPAN = "\\d{1,2}:\\d\\d\\s*-\\s*\\d{1,2}:\\d\\d";
const RULE = new RegExp(`^(?:(${DAY_LIST})\\s+)?(?:(off|closed)|(${SPAN}(?:\\s*,\\s*${SPAN})*))$`);
/** Beyond this a text is not one of the simple forms (OSM's own limit for a value is 255 characters). */
const MAX_LENGTH = 255;

interface Rule {
  hasDays: boolean;
  /** 0 = Monday */
  days: number[];
  /** minutes from that day's midnight; empty = closed */
  spans: [start: number, end: number][];
}

export function simpleHours(text: string): WeekMinutes | null {
  if (text.length > MAX_LENGTH) return null;
  const plain = text.trim().replace(/;\s*$/, "").toLowerCase();
  if (plain === "24/7") return new Uint8Array(WEEK_MINUTES).fill(MINUTE_OPEN);
  const rules: Rule[] = [];
  for (const part of plain.split(";")) {
    const rule = readRule(part.trim());
    if (!rule || (rules.length > 0 && !rule.hasDays)) return null;
    rules.push(rule);
  }
  const runsPastMidnight = rules.some(({ spans }) => spans.some(([, end]) => end > DAY_MINUTES));
  // what an earlier rule's night does to a later rule's morning is for the full parser
  if (runsPastMidnight && rules.length > 1) return null;
  return paintWeek(rules);
}

function readRule(text: string): Rule | null {
  const match = RULE.exec(text);
  if (!match) return null;
  const hasDays = match[1] !== undefined;
  const days = hasDays ? readDays(match[1]) : daysBetween(0, 6);
  if (match[2]) return { hasDays, days, spans: [] };
  const spans = match[3].split(",").map(readSpan);
  return spans.every((span) => span !== null) ? { hasDays, days, spans } : null;
}

function readDays(text: string): number[] {
  return text.split(",").flatMap((range) => {
    const [first, last = first] = range.split("-").map((day) => DAYS.indexOf(day.trim()));
    return daysBetween(first, last);
  });
}

/** `Sa-Mo` runs over the end of the week. */
function daysBetween(first: number, last: number): number[] {
  const count = ((last - first + 7) % 7) + 1;
  return Array.from({ length: count }, (_, i) => (first + i) % 7);
}

function readSpan(text: string): [number, number] | null {
  const [startHour, startMinute, endHour, endMinute] = text.split(/[-:]/).map(Number);
  const start = startHour * 60 + startMinute;
  const end = endHour * 60 + endMinute;
  if (startMinute > 59 || endMinute > 59 || start >= DAY_MINUTES || end > DAY_MINUTES) return null;
  return [start, end <= start ? end + DAY_MINUTES : end];
}

function paintWeek(rules: readonly Rule[]): WeekMinutes {
  const minutes = new Uint8Array(WEEK_MINUTES);
  for (const { days, spans } of rules) {
    for (const day of days) minutes.fill(MINUTE_CLOSED, day * DAY_MINUTES, (day + 1) * DAY_MINUTES);
    for (const day of days) {
      for (const [start, end] of spans) {
        fillMinutes(minutes, day * DAY_MINUTES + start, day * DAY_MINUTES + end, MINUTE_OPEN);
      }
    }
  }
  return minutes;
}
