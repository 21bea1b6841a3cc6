/** Which rules a sweep tries: each is the scenario's own rule with some of it changed. */
import type { Scenario } from "../scenario.ts";

export interface SweepRule {
  alertRadiusMeters: number;
  /** null: all within the radius */
  alertedMax: number | null;
  viaAedShare: number;
  /** null: any detour is asked */
  maxExtraPathMeters: number | null;
}

export const SWEEP_RADII_METERS = [250, 500, 750, 1_000, 1_250, 1_500, 1_750, 2_000, 2_250, 2_500] as const;
export const SWEEP_CAPS = [30, 60, 100, null] as const;
export const SWEEP_VIA_SHARES = [0, 0.25, 1 / 3, 0.5, 2 / 3, 0.75, 1] as const;
export const SWEEP_EXTRA_METERS = [0, 100, 200, 300, 500, 800, 1_200, null] as const;

export function ruleOf({ alert, viaAedShare }: Scenario): SweepRule {
  const { alertRadiusMeters, alertedMax, maxExtraPathMeters } = alert;
  return { alertRadiusMeters, alertedMax, viaAedShare, maxExtraPathMeters };
}

/** The rule in force first, then every radius with every cap. */
export function radiusRules(scenario: Scenario): SweepRule[] {
  const own = ruleOf(scenario);
  const tried = SWEEP_RADII_METERS.flatMap((alertRadiusMeters) =>
    SWEEP_CAPS.map((alertedMax) => ({ ...own, alertRadiusMeters, alertedMax })),
  );
  return [own, ...tried];
}

/** The rule in force first, then every share sent by an AED with every longest detour. */
export function detourRules(scenario: Scenario): SweepRule[] {
  const own = ruleOf(scenario);
  const tried = SWEEP_VIA_SHARES.flatMap((viaAedShare) =>
    SWEEP_EXTRA_METERS.map((maxExtraPathMeters) => ({ ...own, viaAedShare, maxExtraPathMeters })),
  );
  return [own, ...tried];
}
