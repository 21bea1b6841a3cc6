/**
 * Every assumption of the model that is in use, with unit, default, range and source. The docs' table and the
 * OpenAPI description come from here. Nothing is clamped: a value out of range is refused (`parseScenario`). A stored
 * scenario of before an assumption was named takes its default.
 */
import { z } from "zod";
import { alertRuleSchema } from "./scenario/alert.ts";
import { arrestsSchema, outcomeSchema } from "./scenario/arrests.ts";
import { assumedCount, assumedNumber } from "./scenario/assumption.ts";
import { ambulanceSchema, bystanderSchema, localAedSchema, policeFireSchema } from "./scenario/others.ts";
import { bandSchema, responderShape, willingnessSchema } from "./scenario/responders.ts";

export const scenarioSchema = z.strictObject({
  aedsRegistered: assumedCount(
    26_892,
    [1_000, 200_000],
    "AEDs",
    "AEDs registered nationally, end of 2023",
    "epidemiology of resuscitation in the Netherlands, 2025",
  ),
  residentsAtRegistration: assumedCount(
    17_942_942,
    [10_000_000, 30_000_000],
    "residents",
    "Residents of the Netherlands by which the registered AEDs are divided",
    "CBS municipalities 2024",
  ),
  completenessWarningShare: assumedNumber(
    0.8,
    [0, 1],
    "share",
    "Below this share of the AEDs expected, a region's gaps may be gaps in the data",
    "assumption",
  ),
  detourFactor: assumedNumber(
    1.4,
    [1.25, 1.6],
    "ratio",
    "Metres along streets per metre of straight line, where no streets are loaded",
    "Karlsson et al. 2021: median 1.6 in Copenhagen, 1.4 in Toronto; London 1.53, East Midlands 1.59, Resuscitation Plus 2021",
  ),
  alert: alertRuleSchema.prefault({}),
  ...responderShape,
  willingness: willingnessSchema.prefault({}),
  band: bandSchema.prefault({}),
  ambulance: ambulanceSchema.prefault({}),
  policeFire: policeFireSchema.prefault({}),
  bystander: bystanderSchema.prefault({}),
  localAed: localAedSchema.prefault({}),
  arrests: arrestsSchema.prefault({}),
  outcome: outcomeSchema.prefault({}),
});
export type Scenario = z.infer<typeof scenarioSchema>;

/** What the law of the responders' arrival asks. */
export type ResponseScenario = Pick<Scenario, "alert" | keyof typeof responderShape>;

export const DEFAULT_SCENARIO: Scenario = scenarioSchema.parse({});

export { ALERT_RULES, type AlertRule } from "./scenario/alert.ts";
