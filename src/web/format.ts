/** Numbers, dates and answers as a reader sees them. Rounding happens here and nowhere else on the page. */
import type { Texts } from "./texts.ts";

/** Absent (undefined) and not known (null): the page never shows either as 0. */
export type Maybe<T> = T | null | undefined;

/** Null means that no reachable AED lies within the 2,500 m that a cell looks around. */
export function formatMeters(meters: Maybe<number>, { locale, card }: Texts): string {
  if (meters === undefined) return card.unknown;
  return meters === null ? card.moreThanHalo : `${Math.round(meters).toLocaleString(locale)} m`;
}

/** No way is looked for beyond this: `STREET_CUTOFF_METERS` of travel (tested). */
export const STREET_METERS_MAX = 3_500;

/** Metres along streets, and whether they were measured; an estimate of the bound or more says no more than that. */
export function formatStreetMeters(meters: Maybe<number>, travelSource: Maybe<string>, texts: Texts): string {
  const text = formatMeters(meters, texts);
  if (meters != null && travelSource === "streetsAtMost") return texts.card.atMost(text);
  if (meters == null || travelSource !== "straight") return text;
  return texts.card.estimated(meters >= STREET_METERS_MAX ? texts.card.moreThanCutoff : text);
}

export function formatDetour(detour: Maybe<number>, { locale, card }: Texts): string {
  if (detour == null) return card.unknown;
  return `${detour.toLocaleString(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 })} ×`;
}

export function formatCount(count: Maybe<number>, { locale, card }: Texts): string {
  if (count == null) return card.unknown;
  if (count > 0 && count < 1) return "< 1";
  return Math.round(count).toLocaleString(locale);
}

/** Densities and means: one decimal below 10, none above; small but not zero stays visible. */
export function formatDecimal(value: Maybe<number>, { locale, card }: Texts): string {
  if (value == null) return card.unknown;
  if (value > 0 && value < 0.05) return `< ${(0.1).toLocaleString(locale)}`;
  return value.toLocaleString(locale, { maximumFractionDigits: value < 10 ? 1 : 0 });
}

/** A share 0…1. Never rounded to 0 or 100 % unless it is exactly that. */
export function formatShare(share: Maybe<number>, { locale, card }: Texts): string {
  if (share == null) return card.unknown;
  const percent = share * 100;
  if (percent > 0 && percent < 0.5) return "< 1%";
  if (percent < 100 && percent > 99.5) return "> 99%";
  return `${percent.toLocaleString(locale, { maximumFractionDigits: 0 })}%`;
}

/** A probability that the API rounds to `step`: its 0 and 1 are "less than" and "more than", never none or all. */
export function formatChance(chance: Maybe<number>, step: number, texts: Texts): string {
  if (chance == null) return texts.card.unknown;
  const percent = Math.round(step * 100);
  if (chance < step / 2) return texts.response.lessThan(percent);
  if (chance > 1 - step / 2) return texts.response.moreThan(100 - percent);
  return `${Math.round(chance * 100)}%`;
}

/** 515 s → 8:35, minutes and seconds. */
export function formatClock(seconds: number): string {
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

/** `2026-03-09` → 9 maart 2026; read in UTC so that no time zone moves the day. */
export function formatDay(isoDate: Maybe<string>, { locale }: Texts, fallback: string): string {
  const time = isoDate ? Date.parse(isoDate) : Number.NaN;
  if (Number.isNaN(time)) return fallback;
  return new Intl.DateTimeFormat(locale, { dateStyle: "long", timeZone: "UTC" }).format(time);
}
