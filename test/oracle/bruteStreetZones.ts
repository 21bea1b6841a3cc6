/** The twins along streets as their definition reads: one cell against every AED, three-valued, period by period. */
import { hourToPeriod, type PeriodOrWeek } from "../../src/grid/periods.ts";
import { BASIS } from "../../src/travel/travel.ts";

/** What travel tells of one AED and the cell. */
export interface BrutePair {
  openHours: string;
  alwaysOpen: boolean | null;
  straightMeters: number;
  meters: number;
  leastMeters: number;
  basis: number;
}

export type BruteAnswer = "yes" | "no" | "unknown";

export function bruteStreetCell(pairs: readonly BrutePair[], period: PeriodOrWeek) {
  const reachable = pairs.filter(
    ({ openHours, alwaysOpen, straightMeters }) =>
      straightMeters <= 2_500 &&
      (period !== "week" || alwaysOpen === true) &&
      [...openHours].every((hour, h) => hour === "1" || (period !== "week" && hourToPeriod(h) !== period)),
  );
  const least = Math.min(...reachable.map(({ meters }) => meters));
  const rankOf = ({ basis }: BrutePair) =>
    [BASIS.streets, BASIS.atMost, BASIS.beyond, BASIS.straight].indexOf(basis as never);
  const [nearest] = reachable
    .filter(({ meters }) => meters === least)
    .sort((p, q) => rankOf(p) - rankOf(q) || p.straightMeters - q.straightMeters);
  const answer = (radius: number): BruteAnswer => {
    if (reachable.some((pair) => isFound(pair) && pair.meters <= radius)) return "yes";
    const isPerhaps = reachable.some(({ basis, straightMeters, leastMeters }) =>
      basis === BASIS.straight ? straightMeters <= radius : basis === BASIS.atMost && leastMeters <= radius,
    );
    return isPerhaps ? "unknown" : "no";
  };
  const isNear = reachable.some(({ straightMeters }) => straightMeters <= 500);
  const opposite = { yes: "no", no: "yes", unknown: "unknown" } as const;
  const isShorterPerhaps = reachable.some(({ basis, straightMeters, leastMeters }) =>
    basis === BASIS.straight ? Math.ceil(straightMeters) < least : leastMeters < least,
  );
  const isMeasured = nearest !== undefined && isFound(nearest) && nearest.straightMeters >= 58;
  return {
    nearestMeters: least,
    basis: nearest?.basis === BASIS.streets && isShorterPerhaps ? BASIS.atMost : nearest?.basis,
    detour: isMeasured ? nearest.meters / nearest.straightMeters : Number.NaN,
    within500m: answer(500),
    nearNotReachable: isNear ? opposite[answer(750)] : ("no" as BruteAnswer),
  };
}

function isFound({ basis }: BrutePair): boolean {
  return basis === BASIS.streets || basis === BASIS.atMost;
}
