/** Who else may bring CPR or an AED: ambulance, police and fire, bystander, an AED on the spot. */
import { z } from "zod";
import { assumedNumber } from "./assumption.ts";

const EMS_SOURCE = "calibrated: mean 8:35 and 95th percentile 14:00, Ambulancezorg Nederland";
const BEFORE_AFTER = "calibrated: Stieglis et al. 2022";

export const ambulanceSchema = z.strictObject({
  fixedSeconds: assumedNumber(
    180,
    [60, 360],
    "s",
    "Call answered until the ambulance drives: the part of the mean that does not depend on the way",
    "assumption: with a way that grows with its root, both published figures are met",
  ),
  secondsPerRootKm: assumedNumber(
    170.8,
    [50, 400],
    "s per √km",
    "Seconds of the way per root of the straight kilometres to the post",
    EMS_SOURCE,
  ),
  spread: assumedNumber(
    0.245,
    [0.05, 0.6],
    "–",
    "Standard deviation of the logarithm of the arrival",
    EMS_SOURCE,
  ),
  busyShare: assumedNumber(0.2, [0, 0.6], "probability", "The nearest post has none free", "assumption"),
  cprSeconds: assumedNumber(30, [0, 120], "s", "Arrival until the crew begins CPR", "assumption"),
  attachSeconds: assumedNumber(
    150,
    [60, 240],
    "s",
    "Arrival until the defibrillator is attached and ready",
    "calibrated: first shock by the ambulance 10:39, Zijlstra et al. 2014",
  ),
});

export const policeFireSchema = z.strictObject({
  share: assumedNumber(
    0.5,
    [0, 1],
    "probability",
    "Police or fire service come with an AED",
    "assumption; calibrated: as many first shocks as the ambulance, 40 : 39, Stieglis et al. 2022",
  ),
  medianSeconds: assumedNumber(533, [420, 600], "s", "Call until they arrive, median", BEFORE_AFTER),
  spread: assumedNumber(0.3, [0.1, 0.6], "–", "Standard deviation of the logarithm of that", "assumption"),
  attachSeconds: assumedNumber(
    75,
    [40, 120],
    "s",
    "Arrival until their AED is attached and ready",
    "assumption",
  ),
});

export const bystanderSchema = z.strictObject({
  share: assumedNumber(
    0.5,
    [0, 1],
    "probability",
    "Somebody present begins CPR, with help by telephone; stated apart, never part of the system",
    "epidemiology of resuscitation in the Netherlands, 2025: about half",
  ),
  medianSeconds: assumedNumber(90, [30, 240], "s", "Call until then, median", "assumption"),
  spread: assumedNumber(0.6, [0.1, 0.9], "–", "Standard deviation of the logarithm of that", "assumption"),
});

export const localAedSchema = z.strictObject({
  share: assumedNumber(
    0.08,
    [0, 0.3],
    "probability",
    "Somebody present fetches an AED near by: national mean; stated apart, never part of the system",
    "epidemiology of resuscitation in the Netherlands, 2025: about 8 %",
  ),
  maxMeters: assumedNumber(150, [50, 500], "m", "No AED further than this is fetched so", "assumption"),
  meanNearness: assumedNumber(
    0.14,
    [0.01, 1],
    "ratio",
    "Mean over residents of 1 − metres / that distance, 0 beyond it, to the nearest open AED: scales the national mean",
    "assumption: AEDs at the registered density, strewn at random",
  ),
  medianSeconds: assumedNumber(
    270,
    [120, 480],
    "s",
    "Call until it is attached and ready, median",
    "assumption",
  ),
  spread: assumedNumber(0.35, [0.1, 0.9], "–", "Standard deviation of the logarithm of that", "assumption"),
  cprLeadSeconds: assumedNumber(
    90,
    [0, 240],
    "s",
    "CPR begins so long before that AED is ready",
    "assumption",
  ),
});
