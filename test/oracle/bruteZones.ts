/** The official zones as their definition reads: every cell against every AED, hour by hour. Slow and plain. */
import { hourToPeriod, PERIODS, type PeriodOrWeek } from "../../src/grid/periods.ts";
import type { LngLat } from "../../src/load/records.ts";
import { geodesicMeters } from "./geodesicMeters.ts";

export interface BruteAed {
  position: LngLat;
  openHours: string;
  alwaysOpen: boolean | null;
}

export interface BruteCell {
  nearestMeters: number;
  within500m: number;
  within1000m: number;
  hoursUnknown: boolean;
  openShare: number | null;
}

export function bruteCell(center: LngLat, aeds: readonly BruteAed[], period: PeriodOrWeek): BruteCell {
  const hours = Array.from({ length: 168 }, (_, h) => h).filter(
    (h) => period === "week" || hourToPeriod(h) === period,
  );
  const measured = aeds.map((aed) => ({ ...aed, meters: geodesicMeters(center, aed.position) }));
  const reachable = measured
    .filter((aed) => hours.every((h) => aed.openHours[h] === "1"))
    .filter((aed) => period !== "week" || aed.alwaysOpen === true);
  const near = measured.filter((aed) => aed.meters <= 500);
  const perhaps = near
    .filter((aed) => hours.every((h) => aed.openHours[h] !== "0"))
    .filter((aed) => hours.some((h) => aed.openHours[h] === "?"))
    .filter((aed) => period !== "week" || aed.alwaysOpen !== false);
  const known = near.filter((aed) => /[01]/.test(aed.openHours));
  const openHours = hours.filter((h) => known.some((aed) => aed.openHours[h] === "1"));
  const within500m = reachable.filter((aed) => aed.meters <= 500).length;
  const nearest = Math.min(...reachable.map((aed) => aed.meters), Number.POSITIVE_INFINITY);
  return {
    nearestMeters: nearest <= 2_500 ? nearest : Number.POSITIVE_INFINITY,
    within500m,
    within1000m: reachable.filter((aed) => aed.meters <= 1_000).length,
    hoursUnknown: within500m === 0 && perhaps.length > 0,
    openShare: known.length ? openHours.length / hours.length : null,
  };
}

export const ALL_LAYERS: PeriodOrWeek[] = ["week", ...PERIODS];
