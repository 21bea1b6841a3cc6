/** Names of the figures of the cards and what each means, in English. */
import { ENGLISH_RESPONSE_FIGURES } from "./responseEnglish.ts";
import type { Texts } from "./texts.ts";

export const ENGLISH_FIGURES: Texts["figures"] = {
  ...ENGLISH_RESPONSE_FIGURES,
  nearestAedMeters: {
    name: "Nearest AED",
    meaning: "In a straight line, only AEDs that are open for the whole period.",
  },
  nearestAedStreetMeters: {
    name: "Nearest AED along streets",
    meaning:
      "On foot, only AEDs that are open for the whole period. Sometimes another than in a straight line.",
  },
  detour: {
    name: "Detour",
    meaning: "The way along streets divided by the straight line, to that AED.",
  },
  openShare: {
    name: "Part of the time open",
    meaning: "Share of the hours in which at least one AED within 500 m is open.",
  },
  aedsWithin500m: { name: "AEDs within 500 m", meaning: "Reachable in all hours of the period." },
  aedsPerSquareKm: { name: "AEDs per km²", meaning: "Reachable AEDs within 1 km, per square kilometre." },
  respondersPerSquareKm: {
    name: "Citizen responders per km²",
    meaning:
      "Of the protected counting area: formed of at least 40 people, rounded. Counted where they live.",
  },
  respondersNear: {
    name: "Citizen responders per km²",
    meaning:
      "Of the protected counting area: formed of at least 40 people, per period of 200, rounded. Counted where they mostly are in this period.",
  },
  residents: { name: "Residents", meaning: "Estimated from population squares, divided by area." },
  dwellings: { name: "Dwellings", meaning: "Estimated from the same squares." },
  officialZoneShare: {
    name: "Residents in the official zone",
    meaning: "Share with an AED within 500 m day and night. A planning rule.",
  },
  officialZoneDwellingsShare: {
    name: "Dwellings in the official zone",
    meaning: "The same, counted in dwellings. National figures count addresses.",
  },
  reachableWithin500mShare: {
    name: "Residents with a reachable AED",
    meaning: "Share with an AED within 500 m that is open for the whole period.",
  },
  hoursUnknownShare: {
    name: "Hours unknown",
    meaning: "Share without a reachable AED, but with an AED within 500 m whose hours are not known.",
  },
  within500mByStreetShare: {
    name: "Residents with an AED within 500 m along streets",
    meaning:
      "Share with an AED that is open for the whole period, within 500 m on foot. Not the official zone.",
  },
  street500mShare: {
    name: "Residents with an AED within 500 m along streets",
    meaning:
      "Share with an AED that is open for the whole period, within 500 m on foot. Not the official zone.",
  },
  nearButNotReachableShare: {
    name: "Near, but not reachable",
    meaning: "Share with an AED within 500 m in a straight line, but none within 750 m along streets.",
  },
  aedCompleteness: {
    name: "Completeness of the register",
    meaning: "AEDs loaded here, against what the number of residents leads one to expect.",
  },
};
