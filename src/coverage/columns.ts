/**
 * The columns that a run stores, per shard and layer: small integers, rounded to what a reader can use.
 * Row `i` of a level is the i-th child (h3 order) of the shard at that resolution; at resolution 10, a value is
 * the cell's own, above it a roll-up weighted by residents (by cells where nobody lives).
 */
import { RESPONSE_LAYERS } from "./responseColumns.ts";

/** `NO_VALUE` marks null in every column of that width. */
export const NO_UINT8 = 255;
export const NO_UINT16 = 65_535;
export const NO_UINT32 = 4_294_967_295;

/** Shares are stored in half percents: 0…200. */
export const SHARE_STEPS = 200;

/** In `onStreets` of resolution 10. */
export const AT_MOST_ON_STREETS = 1;

/** The same for every period. */
export interface BaseColumns {
  /** share of the cell that is in the domain: 255 = not in the domain (sea, abroad), else 0…200 */
  land: Uint8Array;
  /** residents, exact sum rounded to the nearest tenth, in tenths */
  residentTenths: Uint32Array;
  /** 4294967295 = not known for nearly all residents */
  dwellingTenths: Uint32Array;
  /** official zone (24/7 AED within 500 m): 0 or 200 at resolution 10, a share above */
  officialZone: Uint8Array;
  /** protected responders per km² of the protected unit, by home, in tenths; 65535 = no responders loaded */
  responderDensityTenths: Uint16Array;
}

/** Per period, and for the week. */
export interface PeriodColumns {
  /** an AED that is open in all hours of the period within 500 m: 0 or 200, a share above */
  reachable: Uint8Array;
  /** not reachable, but an AED of unknown hours lies within 500 m: 0 or 200, a share above */
  hoursUnknown: Uint8Array;
  /** share of the period's hours in which some AED within 500 m is open, 0…200; 255 = no AED of known hours within 500 m */
  openShare: Uint8Array;
  /** whole metres to the nearest AED reachable in the period; 65535 = more than 2,500 m. Above resolution 10: mean over those who have one */
  nearestMeters: Uint16Array;
  /** share with no reachable AED within 2,500 m: 0 or 200, a share above */
  beyondReach: Uint8Array;
  /** reachable AEDs within 500 m in tenths, at most 6,500 */
  within500mTenths: Uint16Array;
  /** reachable AEDs per km² within 1 km, in hundredths */
  aedDensityHundredths: Uint16Array;
  /** whole metres to the AED nearest along streets, measured or estimated; 65535 = none within 2,500 m straight. Above: mean */
  streetMeters: Uint16Array;
  /**
   * of those with such an AED, who has measured metres: 0, 200, or 1 = measured, but a shorter way may run where streets
   * are not loaded; above, the share of the 200; 255 = nobody has one
   */
  onStreets: Uint8Array;
  /** metres along streets ÷ straight line to that AED, in hundredths; 65535 = not measured. Above: mean */
  detourHundredths: Uint16Array;
  /** a reachable AED within 500 m along streets: 0 or 200, a share above; 255 = not known (above: for more than 5 %) */
  within500mByStreet: Uint8Array;
  /** within 500 m in a straight line but not within 750 m along streets: as above */
  nearNotReachable: Uint8Array;
  /** protected responders who are near in the period, per km² of the unit, in tenths; only where whereabouts are loaded */
  responderDensityTenths?: Uint16Array;
}

/** The official zones and what goes with them: the base, the week and each period. */
export const COVERAGE_LAYERS = ["base", "week", "weekday", "evening", "night", "weekend"] as const;
export type CoverageLayer = (typeof COVERAGE_LAYERS)[number];
/** All that is stored per shard. */
export const LAYERS = [...COVERAGE_LAYERS, ...RESPONSE_LAYERS] as const;
export type Layer = (typeof LAYERS)[number];

/** The layers that a run stores. */
export function layersOf({ zonesOnly }: { zonesOnly: boolean }): readonly Layer[] {
  return zonesOnly ? COVERAGE_LAYERS : LAYERS;
}

/** Resolutions kept per shard; 7, 6 and 5 are also kept for the whole country in one row. */
export const LEVEL_RESOLUTIONS = [10, 9, 8, 7, 6, 5] as const;
export type LevelResolution = (typeof LEVEL_RESOLUTIONS)[number];
