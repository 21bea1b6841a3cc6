/** Names of the figures of the cards and what each means, in Dutch. */
import { DUTCH_RESPONSE_FIGURES } from "./responseDutch.ts";
import type { Texts } from "./texts.ts";

export const DUTCH_FIGURES: Texts["figures"] = {
  ...DUTCH_RESPONSE_FIGURES,
  nearestAedMeters: {
    name: "Dichtstbijzijnde AED",
    meaning: "In een rechte lijn, alleen AED's die de hele periode open zijn.",
  },
  nearestAedStreetMeters: {
    name: "Dichtstbijzijnde AED over straat",
    meaning: "Te voet, alleen AED's die de hele periode open zijn. Soms een andere dan in een rechte lijn.",
  },
  detour: {
    name: "Omweg",
    meaning: "De weg over straat gedeeld door de rechte lijn, naar die AED.",
  },
  openShare: {
    name: "Deel van de tijd open",
    meaning: "Aandeel van de uren waarin ten minste één AED binnen 500 m open is.",
  },
  aedsWithin500m: { name: "AED's binnen 500 m", meaning: "Bereikbaar in alle uren van de periode." },
  aedsPerSquareKm: {
    name: "AED's per km²",
    meaning: "Bereikbare AED's binnen 1 km, per vierkante kilometer.",
  },
  respondersPerSquareKm: {
    name: "Burgerhulpverleners per km²",
    meaning:
      "Van het beschermde telgebied: gevormd bij ten minste 40 personen, afgerond. Geteld waar zij wonen.",
  },
  respondersNear: {
    name: "Burgerhulpverleners per km²",
    meaning:
      "Van het beschermde telgebied: gevormd bij ten minste 40 personen, per periode bij 200, afgerond. Geteld waar zij in deze periode meestal zijn.",
  },
  residents: { name: "Inwoners", meaning: "Geschat uit bevolkingsvakken, naar oppervlak verdeeld." },
  dwellings: { name: "Woningen", meaning: "Geschat uit dezelfde vakken." },
  officialZoneShare: {
    name: "Inwoners in de officiële zone",
    meaning: "Aandeel met dag en nacht een AED binnen 500 m. Een planregel.",
  },
  officialZoneDwellingsShare: {
    name: "Woningen in de officiële zone",
    meaning: "Hetzelfde, geteld in woningen. Landelijke cijfers tellen adressen.",
  },
  reachableWithin500mShare: {
    name: "Inwoners met bereikbare AED",
    meaning: "Aandeel met een AED binnen 500 m die de hele periode open is.",
  },
  hoursUnknownShare: {
    name: "Tijden onbekend",
    meaning:
      "Aandeel zonder bereikbare AED, maar met een AED binnen 500 m waarvan de tijden niet bekend zijn.",
  },
  within500mByStreetShare: {
    name: "Inwoners met AED binnen 500 m over straat",
    meaning: "Aandeel met een AED die de hele periode open is, binnen 500 m lopen. Niet de officiële zone.",
  },
  street500mShare: {
    name: "Inwoners met AED binnen 500 m over straat",
    meaning: "Aandeel met een AED die de hele periode open is, binnen 500 m lopen. Niet de officiële zone.",
  },
  nearButNotReachableShare: {
    name: "Dichtbij, maar niet bereikbaar",
    meaning: "Aandeel met een AED binnen 500 m in een rechte lijn, maar geen binnen 750 m over straat.",
  },
  aedCompleteness: {
    name: "Volledigheid van het register",
    meaning: "AED's die hier geladen zijn, vergeleken met wat naar inwonertal te verwachten is.",
  },
};
