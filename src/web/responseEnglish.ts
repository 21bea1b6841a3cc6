/** The simulated response in words, in English. Every sentence says that it is simulated, or what it does not say. */
import type { ResponseFigureId, Texts } from "./texts.ts";

export const ENGLISH_RESPONSE: Texts["response"] = {
  heading: "Simulated response",
  denominator:
    "Simulated, not observed. Of arrests at home for which citizen responders are alerted. Two thirds of arrests never get a shock; this is not a chance of survival.",
  nothingHere: "Not simulated: nobody lives here, or the ambulance posts or responders are not loaded.",
  noData: "Not simulated",
  range: (low, high) => `simulated; between ${low} and ${high}%`,
  lessThan: (percent) => `less than ${percent}%`,
  moreThan: (percent) => `more than ${percent}%`,
  clock: (clock) => `${clock} min`,
  bySource: "Each source of help alone, simulated",
  times: "Times from the call, simulated",
  apart: "Apart, and not in the figures above",
  apartNote:
    "Where neither a responder nor an AED is near, these two would make the place look half covered. That is why they are not added.",
};

export const ENGLISH_RESPONSE_FIGURES: Record<ResponseFigureId, { name: string; meaning: string }> = {
  cprWithinSixMinutes: {
    name: "CPR within six minutes (simulated)",
    meaning: "By a citizen responder, police, fire service or ambulance. Bystanders not counted.",
  },
  aedReadyWithinSixMinutes: {
    name: "AED ready within six minutes (simulated)",
    meaning: "Attached and ready, whoever brings it. Not a shock: that takes a shockable rhythm.",
  },
  reachableWithin500m: {
    name: "AED within 500 m",
    meaning: "In a straight line, open for the whole period. It does not say how soon it is there.",
  },
  responderCprWithinSixMinutes: {
    name: "CPR by citizen responders",
    meaning: "Within six minutes, simulated, if nobody else came.",
  },
  responderAedReadyWithinSixMinutes: {
    name: "AED ready by citizen responders",
    meaning: "Within six minutes, simulated, if nobody else came.",
  },
  policeFireCprWithinSixMinutes: {
    name: "CPR by police or fire service",
    meaning: "Within six minutes, simulated, if nobody else came.",
  },
  ambulanceCprWithinSixMinutes: {
    name: "CPR by the ambulance",
    meaning: "Within six minutes, simulated, if nobody else came.",
  },
  cprMedianSeconds: {
    name: "CPR begins, median",
    meaning: "In half of the cases sooner. In steps of 15 seconds.",
  },
  aedReadyMedianSeconds: { name: "AED ready, median", meaning: "In half of the cases sooner." },
  ambulanceMedianSeconds: { name: "Ambulance on scene, median", meaning: "In half of the cases sooner." },
  responderBeforeAmbulance: {
    name: "Citizen responder before the ambulance",
    meaning: "Share of the cases in which a responder is at the patient first.",
  },
  leadOverAmbulanceSeconds: {
    name: "Lead over the ambulance",
    meaning: "How much earlier on average, in the cases in which a responder is first.",
  },
  noCprWithin15Minutes: {
    name: "No CPR within 15 minutes of the arrest",
    meaning: "By none of these sources. Resuscitation is then not started as a rule.",
  },
  respondersAlerted: {
    name: "Citizen responders alerted",
    meaning: "Expected number, from protected counts. Few of them go.",
  },
  bystanderCprProbability: {
    name: "CPR by a bystander",
    meaning: "The same assumption everywhere: somebody present begins.",
  },
  localAedProbability: {
    name: "AED fetched on the spot",
    meaning: "Assumed: falls with the distance to an open AED, none beyond 150 m.",
  },
};
