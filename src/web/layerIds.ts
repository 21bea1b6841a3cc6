/** The layers a reader can choose, in the order of the page. Names of code, not of the page: see `texts.ts`. */
import type { PeriodOrWeek } from "../grid/periods.ts";

export const LAYER_IDS = ["zone", "reachable", "nearest", "aeds", "responders"] as const;
export type LayerId = (typeof LAYER_IDS)[number];

/**
 * The official zone asks for day and night, and responders are counted at home: both are the same in every
 * period, so the period switch does not act on them.
 */
export function dependsOnPeriod(layer: LayerId): boolean {
  return layer === "reachable" || layer === "nearest" || layer === "aeds";
}

/** The period whose numbers a layer shows: the week's where it has no choice, so that unknown hours are day-and-night's. */
export function periodOfLayer(layer: LayerId, period: PeriodOrWeek): PeriodOrWeek {
  return dependsOnPeriod(layer) ? period : "week";
}

/** Where unknown hours may hide a reachable AED, they are hatched. */
export function areHoursHatched(layer: LayerId): boolean {
  return layer === "zone" || layer === "reachable" || layer === "nearest";
}

/** Only then does an incomplete register of AEDs bear on what is shown. */
export function isAboutAeds(layer: LayerId): boolean {
  return layer !== "responders";
}
