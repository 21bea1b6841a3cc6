/**
 * What can be observed per region in place of the model's own value: the measures with unit and range. A value out of
 * range is refused: it is nearly always one in another unit.
 */
import type { ObservedValue } from "./records.ts";

export interface ObservedMeasure {
  unit: "share" | "s" | "count";
  minimum: number;
  maximum: number;
  /** how files name it, as `headerName` writes it, beside its own name */
  names: readonly string[];
  /** true where a region without a value of its own takes that of the region around it; a count belongs to its region */
  isInherited: boolean;
}

const share = (...names: string[]): ObservedMeasure => ({
  unit: "share",
  minimum: 0,
  maximum: 1,
  names,
  isInherited: true,
});
/** Limits of plausibility; assumptions, wide of the Dutch 8:35 (mean) and 14:00 (P95). */
const seconds = (minimum: number, maximum: number, ...names: string[]): ObservedMeasure => ({
  unit: "s",
  minimum,
  maximum,
  names,
  isInherited: true,
});

export const OBSERVED_MEASURES = {
  /** alerts of the network for which at least one citizen responder goes */
  respondersGoShare: share("responders_go_share", "aandeel_met_burgerhulpverlener"),
  /** from the 112 call answered to the ambulance on scene, most urgent rides (A0) */
  ambulanceMeanSeconds: seconds(120, 2_400, "ambulance_mean", "ambulance_gemiddeld"),
  ambulanceP95Seconds: seconds(180, 5_400, "ambulance_p95"),
  /** arrests to which police or fire brigade is sent */
  policeFireDispatchShare: share("police_fire_dispatch_share", "aandeel_politie_brandweer"),
  /** median from the 112 call answered to police or fire brigade on scene */
  policeFireArrivalSeconds: seconds(60, 2_400, "police_fire_arrival", "politie_brandweer_aankomst"),
  /** AEDs that a complete register of the region would hold; limit: an assumption */
  aedsExpected: {
    unit: "count",
    minimum: 1,
    maximum: 200_000,
    names: ["aeds_expected", "expected_aeds", "verwachte_aeds", "verwachte_aed_s"],
    isInherited: false,
  },
} as const satisfies Record<ObservedValue["measure"], ObservedMeasure>;

export type MeasureId = ObservedValue["measure"];
export const MEASURE_IDS = Object.keys(OBSERVED_MEASURES) as MeasureId[];
