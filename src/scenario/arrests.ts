/** The arrests themselves: how many, of whom, and what becomes of them. */
import { z } from "zod";
import { assume, assumedNumber } from "./assumption.ts";

const EPIDEMIOLOGY = "epidemiology of resuscitation in the Netherlands, 2025";
const PER_YEAR = "per 100,000 residents a year";

export const arrestsSchema = z.strictObject({
  perYear: assumedNumber(95, [50, 150], PER_YEAR, "Arrests outside hospital", EPIDEMIOLOGY),
  alertsPerYear: assumedNumber(72.5, [40, 120], PER_YEAR, "Alerts of responders: 70–75", "HartslagNu, 2023"),
  attemptsPerYear: assumedNumber(52.5, [30, 90], PER_YEAR, "Attempts to resuscitate: 50–55", EPIDEMIOLOGY),
  under20PerYear: assumedNumber(9, [0, 30], PER_YEAR, "Arrests of those under 20", EPIDEMIOLOGY),
  activatedShare: assumedNumber(
    0.8,
    [0.58, 0.9],
    "share",
    "Arrests for which the network was alerted, 2010–17",
    "assumption between 58 % (Zijlstra et al. 2014) and 16–17 % / 20.6 % of first shocks",
  ),
  evidentlyDeadShare: assumedNumber(
    0.2,
    [0, 0.5],
    "share of alerts",
    "Evidently dead on arrival",
    EPIDEMIOLOGY,
  ),
  noArrestShare: assumedNumber(0.3, [0, 0.6], "share of alerts", "No arrest after all", EPIDEMIOLOGY),
  atHomeShare: assumedNumber(0.7, [0, 1], "share", "Arrests at home", EPIDEMIOLOGY),
  witnessedShare: assumedNumber(0.66, [0, 1], "share", "Arrests that somebody sees or hears", EPIDEMIOLOGY),
  shockableShare: assumedNumber(0.325, [0.2, 0.5], "share", "First rhythm shockable: 30–35 %", EPIDEMIOLOGY),
  medicalCauseShare: assumedNumber(0.85, [0, 1], "share", "Arrests of medical cause", EPIDEMIOLOGY),
  maleShare: assumedNumber(0.7, [0, 1], "share", "Arrests of men", EPIDEMIOLOGY),
});

/** Survival by the times of CPR and shock; formulas and check values: `docs/response.md`. */
export const SURVIVAL_FUNCTIONS = [
  "waalewijn2001",
  "larsen1993",
  "deMaio2003",
  "valenzuela1997",
  "sixPercentPerMinute",
] as const;
export type SurvivalFunction = (typeof SURVIVAL_FUNCTIONS)[number];

export const outcomeSchema = z.strictObject({
  survivalFunction: assume(z.enum(SURVIVAL_FUNCTIONS).default("waalewijn2001"), {
    unit: "name",
    text: "Survival by the times of CPR and shock",
    source: "Waalewijn et al. 2001, Amsterdam",
  }),
  logitShift: assumedNumber(
    0.69,
    [0, 1.5],
    "logit",
    "Care has become better since: shift of survival, at national level only",
    "calibrated: 20 % of attempts survive",
  ),
  collapseBeforeCallSeconds: assumedNumber(
    60,
    [0, 180],
    "s",
    "Collapse of a witnessed arrest until the call",
    "van den Berg et al. 2025",
  ),
  noFlowLimitSeconds: assumedNumber(
    900,
    [600, 1_200],
    "s",
    "Without CPR for longer, resuscitation is not started, except after drowning",
    "regional working agreement on resuscitation (NRR)",
  ),
  unwitnessedFactor: assumedNumber(
    0.35,
    [0.1, 0.6],
    "ratio",
    "Survival of unwitnessed arrests by that of witnessed ones",
    "assumption",
  ),
  nonResuscitationShare: assumedNumber(
    0,
    [0, 0.5],
    "share of attempts",
    "A valid wish not to be resuscitated turns up: outcome only, never coverage",
    "assumption: no Dutch figure was found",
  ),
  drowningShare: assumedNumber(
    0.01,
    [0, 0.1],
    "share of attempts",
    "Drowned, for whom that limit does not hold",
    "assumption",
  ),
  goodNeurologicalShare: assumedNumber(
    0.9,
    [0, 1],
    "share of survivors",
    "Good neurological outcome",
    EPIDEMIOLOGY,
  ),
});
