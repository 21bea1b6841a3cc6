/**
 * The assumptions about alert and responders, each with unit, default, range and source (`model.md` §7 of the design;
 * `docs/model.md`). Nothing is clamped: a value out of range is refused.
 */
import { z } from "zod";

const seconds = (defaultValue: number, min: number, max: number, description: string) =>
  z.number().min(min).max(max).default(defaultValue).describe(description);
const meters = (max: number, description: string) => z.number().positive().max(max).describe(description);
const spread = (description: string) => z.number().min(0.4).max(0.9).default(0.75).describe(description);

/** Who is alerted, and which AEDs they are sent by. */
export const alertRuleSchema = z.strictObject({
  alertRadiusMeters: meters(2_500, "Responders are alerted within this straight line of the patient (m)"),
  alertedMax: z
    .number()
    .int()
    .min(1)
    .max(1_000)
    .nullable()
    .describe("At most so many of the nearest are alerted (responders; null: all)"),
  aedRadiusMeters: meters(2_500, "AEDs within this straight line of the patient are fetched (m)"),
  aedsMax: z
    .number()
    .int()
    .min(1)
    .max(100)
    .nullable()
    .describe("Only so many of the nearest AEDs are fetched (AEDs; null: all)"),
  fetchRadiusMeters: meters(
    2_500,
    "A responder fetches an AED within this straight line of himself (m; null: any)",
  ).nullable(),
  maxExtraPathMeters: z
    .number()
    .min(0)
    .max(20_000)
    .nullable()
    .default(null)
    .describe(
      "The longest detour by an AED that is asked of a responder (m; null: any; the published rule is not known)",
    ),
  alertSeconds: seconds(
    51,
    40,
    180,
    "Call answered until alert (s; 96 until 2019; Stieglis et al. 2020, HartslagNu)",
  ),
});
export type AlertRule = z.infer<typeof alertRuleSchema>;

export const responseScenarioSchema = z.strictObject({
  alert: alertRuleSchema,
  viaAedShare: z
    .number()
    .min(0)
    .max(1)
    .default(2 / 3)
    .describe("Share of the alerted who are sent by an AED (share; HartslagNu: two thirds)"),
  turnoutSeconds: seconds(
    85,
    60,
    150,
    "Alert until on the way, median (s; 105 s measured with 20 s of walking in it)",
  ),
  turnoutSpread: spread("Standard deviation of the logarithm of the turn-out (assumption)"),
  speedMetersPerSecond: z
    .number()
    .min(3)
    .max(5.5)
    .default(4.2)
    .describe("Speed along streets, median (m/s; assumption: with the door it fits the published median)"),
  speedSpread: spread("Standard deviation of the logarithm of the speed (quartiles 1.4 and 4.0 m/s)"),
  doorSeconds: seconds(
    75,
    30,
    150,
    "At the address until at the patient (s; calibrated: takes up the rest of the sum)",
  ),
  grabSeconds: seconds(20, 10, 60, "To take an AED from its cabinet (s; assumption)"),
  attachSeconds: seconds(
    60,
    40,
    100,
    "At the patient with an AED until it is attached and ready (s; 45–96 published)",
  ),
});
export type ResponseScenario = z.infer<typeof responseScenarioSchema>;

/** The alert rule of each era (`model.md` §1). */
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
  variable2020: {
    alertRadiusMeters: 2_000,
    alertedMax: 100,
    aedRadiusMeters: 2_000,
    aedsMax: 3,
    fetchRadiusMeters: null,
    maxExtraPathMeters: null,
    alertSeconds: 51,
  },
};

export const DEFAULT_RESPONSE: ResponseScenario = responseScenarioSchema.parse({
  alert: ALERT_RULES.variable2020,
});
