/** The citizen responders: how long each step takes them, who goes, and how unsure that is. */
import { z } from "zod";
import { assume, assumedNumber } from "./assumption.ts";

/** Of the law's grid of times (`simulate/arrivalTable.ts`): a shift is read off it, never between. */
const TIME_STEP_SECONDS = 15;

const SPREAD = [0.4, 0.9] as const;

export const responderShape = {
  viaAedShare: assumedNumber(
    2 / 3,
    [0, 1],
    "share",
    "Of the alerted, sent by an AED",
    "HartslagNu: two thirds",
  ),
  turnoutSeconds: assumedNumber(
    85,
    [60, 150],
    "s",
    "Alert until on the way, median",
    "Region der Lebensretter, Resuscitation 2025: 105 s with 20 s of walking in it",
  ),
  nightTurnoutFactor: assumedNumber(
    1.35,
    [1, 2],
    "ratio",
    "The turn-out takes so much longer at night",
    "the same: 2:22 at night, 1:42 by day (1.39)",
  ),
  turnoutSpread: assumedNumber(
    0.75,
    SPREAD,
    "–",
    "Standard deviation of the logarithm of the turn-out",
    "assumption",
  ),
  speedMetersPerSecond: assumedNumber(
    4.2,
    [3, 5.5],
    "m/s",
    "Speed along streets, median",
    "assumption: with the door it fits the published median",
  ),
  speedSpread: assumedNumber(
    0.75,
    SPREAD,
    "–",
    "Standard deviation of the logarithm of the speed",
    "Jonsson et al. 2020: quartiles 1.4 and 4.0 m/s",
  ),
  doorSeconds: assumedNumber(
    75,
    [30, 150],
    "s",
    "At the address until at the patient",
    "calibrated: takes up the rest of the sum; Zijlstra et al. 2014, median 8:00",
  ),
  grabSeconds: assumedNumber(20, [10, 60], "s", "To take an AED from its cabinet", "assumption"),
  attachSeconds: assumedNumber(
    60,
    [40, 100],
    "s",
    "At the patient with an AED until it is attached and ready",
    "published: 45–96 s",
  ),
};

export const willingnessSchema = z.strictObject({
  atReference: assumedNumber(
    0.036,
    [0.001, 0.2],
    "probability",
    "That one alerted goes and arrives, where as many people live as the reference says",
    "calibrated: 87.5 % of incidents nationally, 69 % in the three largest cities",
  ),
  referencePerSquareKm: assumedNumber(
    2_000,
    [100, 20_000],
    "residents per km²",
    "The reference: residents within 1 km of the patient, per km²",
    "assumption: the scale of the curve only",
  ),
  densityExponent: assumedNumber(
    0.85,
    [0, 2],
    "–",
    "How fast the probability falls with density; 0: the same everywhere",
    "calibrated to the same two figures",
  ),
  floorPerSquareKm: assumedNumber(
    300,
    [50, 2_000],
    "residents per km²",
    "Below this density the probability rises no further",
    "assumption",
  ),
  min: assumedNumber(0.004, [0, 1], "probability", "Never less than this", "assumption"),
  max: assumedNumber(
    0.07,
    [0, 1],
    "probability",
    "Never more than this",
    "planning rule: 5 of 70 alerted come",
  ),
  constant: assumedNumber(
    0.0255,
    [0.001, 0.2],
    "probability",
    "The same for everybody everywhere: the other member of the band",
    "calibrated to 87.5 % nationally alone; refuted by the cities' figures, shown for comparison",
  ),
});

export const bandSchema = z.strictObject({
  delaySeconds: assume(z.number().min(0).max(90).multipleOf(TIME_STEP_SECONDS).default(45), {
    unit: "s",
    text: "Responders come so much earlier or later at the ends of the band; a multiple of 15",
    source: "assumption: what validation cannot tell apart",
  }),
  responseFactor: assumedNumber(
    0.3,
    [0, 0.9],
    "share",
    "The probability to go is so much lower or higher at the ends of the band",
    "assumption: what validation cannot tell apart",
  ),
});
