/**
 * What the address says after `#`: place, layer, period and language, so that a link shows the same map.
 * Pure: text in, state out. Anything unreadable falls back to the default, never to an error.
 */
import { PERIODS_AND_WEEK, type PeriodOrWeek } from "../grid/periods.ts";
import { LAYER_IDS, type LayerId } from "./layerIds.ts";
import { LANGUAGES, type Language } from "./texts.ts";

export interface ViewState {
  lng: number;
  lat: number;
  zoom: number;
  layer: LayerId;
  period: PeriodOrWeek;
  language: Language;
}

/** The whole country on a laptop screen. */
export const DEFAULT_VIEW: ViewState = {
  lng: 5.3,
  lat: 52.16,
  zoom: 6.6,
  layer: "zone",
  period: "week",
  language: "nl",
};

/** The default in the first language of the reader that the page speaks. */
export function preferredView(readerLanguages: readonly string[]): ViewState {
  const spoken = readerLanguages.map((tag) => oneOf(LANGUAGES, tag.slice(0, 2).toLowerCase()));
  return { ...DEFAULT_VIEW, language: spoken.find((each) => each !== undefined) ?? DEFAULT_VIEW.language };
}

/** Beyond these no tile exists (zoom) or the map has no meaning (position). */
export const MIN_ZOOM = 5;
export const MAX_ZOOM = 18;

/** `#at=11.20/52.00100/4.37000&layer=zone&period=week&lang=nl` */
export function formatViewHash(view: ViewState): string {
  const at = `${view.zoom.toFixed(2)}/${view.lat.toFixed(5)}/${view.lng.toFixed(5)}`;
  return `#at=${at}&layer=${view.layer}&period=${view.period}&lang=${view.language}`;
}

export function parseViewHash(hash: string, fallback: ViewState = DEFAULT_VIEW): ViewState {
  const fields = new URLSearchParams(hash.replace(/^#/, ""));
  return {
    ...fallback,
    ...parseAt(fields.get("at")),
    layer: oneOf(LAYER_IDS, fields.get("layer")) ?? fallback.layer,
    period: oneOf(PERIODS_AND_WEEK, fields.get("period")) ?? fallback.period,
    language: oneOf(LANGUAGES, fields.get("lang")) ?? fallback.language,
  };
}

function parseAt(at: string | null): Partial<ViewState> {
  const parts = (at ?? "").split("/");
  if (parts.length !== 3 || parts.some((part) => part.trim() === "")) return {};
  const [zoom, lat, lng] = parts.map(Number);
  const isOnMap = zoom >= MIN_ZOOM && zoom <= MAX_ZOOM && Math.abs(lat) <= 85 && Math.abs(lng) <= 180;
  return isOnMap ? { zoom, lat, lng } : {};
}

function oneOf<T extends string>(allowed: readonly T[], value: string | null): T | undefined {
  return allowed.find((each) => each === value);
}
