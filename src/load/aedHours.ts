/**
 * Several fields of one AED say when it is there: a 24/7 flag, a word on availability, opening hours.
 * Together they give the strictest of them: an hour is open only when none of them says otherwise. Open in all hours
 * of the week and yet not day and night is a state of its own: closed on holidays.
 */
import { alwaysOpenOf, type HoursReading } from "./openHours.ts";
import type { WeekHours } from "./records.ts";
import { ALL_HOURS, UNKNOWN_HOURS } from "./weekMinutes.ts";

export interface ToldHours {
  /** the 24/7 flag; null = not told */
  flag: boolean | null;
  /** null = the field is absent or empty */
  availability: HoursReading | null;
  openingHours: HoursReading | null;
}

export interface AedHours {
  openHours: WeekHours;
  alwaysOpen: boolean | null;
  /** one field says day and night, another says less */
  isContradictory: boolean;
}

export function combineHours({ flag, availability, openingHours }: ToldHours): AedHours {
  const readings = [availability, openingHours].filter((reading) => reading !== null);
  const weeks = readings.map(({ openHours }) => openHours).filter((hours) => hours !== UNKNOWN_HOURS);
  if (flag === true) weeks.push(ALL_HOURS);
  // a text that nobody understands may hold a restriction: beside it nothing is day and night, and where it
  // stands for the opening hours themselves nothing is known
  const isDoubtful = readings.some(
    ({ openHours, alwaysOpen }) => openHours === UNKNOWN_HOURS && alwaysOpen === null,
  );
  const isUnread = openingHours?.openHours === UNKNOWN_HOURS || weeks.length === 0;
  const isLimited = flag === false || readings.some(({ alwaysOpen }) => alwaysOpen === false);
  // "not 24/7" beside "24/7, closed on holidays" is no riddle: the holidays are what it means
  const isExplained = readings.some(
    ({ openHours, alwaysOpen }) => openHours === ALL_HOURS && alwaysOpen === false,
  );
  const saysAlways = flag === true || readings.some(({ alwaysOpen }) => alwaysOpen === true);
  const strictest = isUnread ? UNKNOWN_HOURS : weeks.reduce(stricter);
  const isRiddle = (isLimited && !isExplained) || isDoubtful;
  const openHours = strictest === ALL_HOURS && isRiddle ? UNKNOWN_HOURS : strictest;
  const alwaysOpen = isLimited ? false : alwaysOpenOf(openHours);
  return { openHours, alwaysOpen, isContradictory: saysAlways && alwaysOpen !== true };
}

/** Hour by hour the one that promises less. */
export function stricter(a: WeekHours, b: WeekHours): WeekHours {
  if (a === b) return a;
  let hours = "";
  for (let i = 0; i < a.length; i += 1) {
    if (a[i] === "0" || b[i] === "0") hours += "0";
    else hours += a[i] === "?" || b[i] === "?" ? "?" : "1";
  }
  return hours;
}
