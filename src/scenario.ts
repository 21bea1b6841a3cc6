/**
 * Every assumption of the model that is in use, with unit, default, range and source. The docs' table and the
 * OpenAPI description come from here. Nothing is clamped: a value out of range is refused.
 */
import { z } from "zod";

const aedsRegistered = z
  .number()
  .int()
  .min(1_000)
  .max(200_000)
  .default(26_892)
  .describe(
    "AEDs registered nationally, end of 2023 (count; epidemiology of resuscitation in the Netherlands, 2025)",
  );

const residentsAtRegistration = z
  .number()
  .int()
  .min(10_000_000)
  .max(30_000_000)
  .default(17_942_942)
  .describe(
    "Residents of the Netherlands by which the registered AEDs are divided (count; CBS municipalities 2024)",
  );

const completenessWarningShare = z
  .number()
  .min(0)
  .max(1)
  .default(0.8)
  .describe(
    "Below this share of the AEDs expected, a region's gaps may be gaps in the data (share; assumption)",
  );

const detourFactor = z
  .number()
  .min(1.25)
  .max(1.6)
  .default(1.4)
  .describe(
    "Metres along streets per metre of straight line, where no streets are loaded (ratio; Karlsson et al. 2021: median 1.6 in Copenhagen, 1.4 in Toronto; London 1.53, East Midlands 1.59, Resuscitation Plus 2021)",
  );

export const scenarioSchema = z.strictObject({
  aedsRegistered,
  residentsAtRegistration,
  completenessWarningShare,
  detourFactor,
});
export type Scenario = z.infer<typeof scenarioSchema>;

export const DEFAULT_SCENARIO: Scenario = scenarioSchema.parse({
  aedsRegistered: 26_892,
  residentsAtRegistration: 17_942_942,
  completenessWarningShare: 0.8,
  detourFactor: 1.4,
});
