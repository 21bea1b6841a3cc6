/** Who is alerted, and which AEDs they are sent by: the dispatch rule, and the rule of each era. */
import { z } from "zod";
import { assume, assumedNumber } from "./assumption.ts";

/** Nothing reaches further than the halo of a shard (2,500 m). */
const REACH_METERS = [1, 2_500] as const;
const meters = () => z.number().min(REACH_METERS[0]).max(REACH_METERS[1]);
const RULE_SOURCE = "HartslagNu since 2020";

export const alertRuleSchema = z.strictObject({
  alertRadiusMeters: assumedNumber(
    2_000,
    REACH_METERS,
    "m",
    "Responders are alerted within this straight line of the patient",
    RULE_SOURCE,
  ),
  alertedMax: assume(z.number().int().min(1).max(1_000).nullable().default(100), {
    unit: "responders",
    text: "At most so many of the nearest are alerted; null: all",
    source: RULE_SOURCE,
  }),
  aedRadiusMeters: assumedNumber(
    2_000,
    REACH_METERS,
    "m",
    "AEDs within this straight line of the patient are fetched",
    RULE_SOURCE,
  ),
  aedsMax: assume(z.number().int().min(1).max(100).nullable().default(3), {
    unit: "AEDs",
    text: "Only so many of the nearest AEDs are fetched; null: all",
    source: RULE_SOURCE,
  }),
  fetchRadiusMeters: assume(meters().nullable().default(null), {
    unit: "m",
    text: "A responder fetches an AED within this straight line of himself; null: any",
    source: "500 m until 2018, Zijlstra et al. 2014; none published since",
  }),
  maxExtraPathMeters: assume(z.number().min(0).max(20_000).nullable().default(null), {
    unit: "m",
    text: "The longest detour by an AED that is asked of a responder; null: any",
    source: "assumption: the published rule is not known",
  }),
  alertSeconds: assumedNumber(
    51,
    [40, 180],
    "s",
    "Call answered until alert; 96 until 2019",
    "Stieglis et al. 2020, HartslagNu",
  ),
});
export type AlertRule = z.infer<typeof alertRuleSchema>;

/** The alert rule of each era; `variable2020` is today's. */
export const ALERT_RULES: Record<"sms2010" | "fixed2019" | "variable2020", AlertRule> = {
  sms2010: {
    alertRadiusMeters: 1_000,
    alertedMax: 30,
    aedRadiusMeters: 1_000,
    aedsMax: null,
    fetchRadiusMeters: 500,
    maxExtraPathMeters: null,
    alertSeconds: 96,
  },
  fixed2019: {
    alertRadiusMeters: 750,
    alertedMax: null,
    aedRadiusMeters: 500,
    aedsMax: null,
    fetchRadiusMeters: null,
    maxExtraPathMeters: null,
    alertSeconds: 96,
  },
  variable2020: alertRuleSchema.parse({}),
};
