/** The layers a reader can choose, in the order of the page. Names of code, not of the page: see `texts.ts`. */
import type { PeriodOrWeek } from "../grid/periods.ts";

/** Straight lines, ways along streets and what is simulated stand in groups of their own: none is read as another. */
export const LAYER_GROUPS = {
  straight: ["zone", "reachable", "nearest"],
  streets: ["street", "walk", "cutOff", "detour"],
  response: ["cpr", "aedReady"],
  density: ["aeds", "responders"],
} as const;
export type LayerGroupId = keyof typeof LAYER_GROUPS;
export type StreetLayerId = (typeof LAYER_GROUPS.streets)[number];
export type ResponseLayerId = (typeof LAYER_GROUPS.response)[number];
export type LayerId = (typeof LAYER_GROUPS)[LayerGroupId][number];
export const LAYER_IDS: readonly LayerId[] = Object.values(LAYER_GROUPS).flat();

export function isStreetLayer(layer: LayerId): layer is StreetLayerId {
  return (LAYER_GROUPS.streets as readonly LayerId[]).includes(layer);
}

export function isResponseLayer(layer: LayerId): layer is ResponseLayerId {
  return (LAYER_GROUPS.response as readonly LayerId[]).includes(layer);
}

/**
 * The official zone asks for day and night, and responders are counted at home where no whereabouts are loaded: both
 * are the same in every period, so the period switch does not act on them.
 */
export function dependsOnPeriod(layer: LayerId, hasWhereabouts = false): boolean {
  return layer !== "zone" && (layer !== "responders" || hasWhereabouts);
}

/** The period whose numbers a layer shows: the week's where it has no choice, so that unknown hours are day-and-night's. */
export function periodOfLayer(layer: LayerId, period: PeriodOrWeek, hasWhereabouts = false): PeriodOrWeek {
  return dependsOnPeriod(layer, hasWhereabouts) ? period : "week";
}

/** Where unknown hours may hide a reachable AED, they are hatched. */
export function areHoursHatched(layer: LayerId): boolean {
  return ["zone", "reachable", "nearest", "street", "walk"].includes(layer);
}

/** Where metres along streets may be an estimate, they are dotted. */
export function areEstimatesDotted(layer: LayerId): boolean {
  return layer === "walk";
}

/** Only then does an incomplete register of AEDs bear on what is shown. */
export function isAboutAeds(layer: LayerId): boolean {
  return layer !== "responders";
}
