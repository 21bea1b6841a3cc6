/** The simulated response in words, in Dutch. Every sentence says that it is simulated, or what it does not say. */
import type { ResponseFigureId, Texts } from "./texts.ts";

export const DUTCH_RESPONSE: Texts["response"] = {
  heading: "Gesimuleerde hulp",
  denominator:
    "Gesimuleerd, niet waargenomen. Van hartstilstanden thuis waarvoor burgerhulpverleners worden gealarmeerd. Twee derde krijgt nooit een schok; dit is geen overlevingskans.",
  nothingHere:
    "Niet gesimuleerd: hier woont niemand, of de ambulanceposten of hulpverleners zijn niet geladen.",
  noData: "Niet gesimuleerd",
  range: (low, high) => `gesimuleerd; tussen ${low} en ${high}%`,
  lessThan: (percent) => `minder dan ${percent}%`,
  moreThan: (percent) => `meer dan ${percent}%`,
  clock: (clock) => `${clock} min`,
  bySource: "Elke hulpbron alleen, gesimuleerd",
  times: "Tijden vanaf de melding, gesimuleerd",
  apart: "Apart, en niet in de cijfers hierboven",
  apartNote:
    "Waar geen hulpverlener en geen AED dichtbij is, zouden deze twee de plek half gedekt doen lijken. Daarom zijn ze niet opgeteld.",
};

export const DUTCH_RESPONSE_FIGURES: Record<ResponseFigureId, { name: string; meaning: string }> = {
  cprWithinSixMinutes: {
    name: "Reanimatie binnen zes minuten (gesimuleerd)",
    meaning: "Door een burgerhulpverlener, politie, brandweer of ambulance. Omstanders tellen niet mee.",
  },
  aedReadyWithinSixMinutes: {
    name: "AED klaar binnen zes minuten (gesimuleerd)",
    meaning: "Aangesloten en klaar, wie hem ook brengt. Niet een schok: die vraagt een schokbaar ritme.",
  },
  reachableWithin500m: {
    name: "AED binnen 500 m",
    meaning: "In een rechte lijn, de hele periode open. Het zegt niet hoe snel hij er is.",
  },
  responderCprWithinSixMinutes: {
    name: "Reanimatie door burgerhulpverleners",
    meaning: "Binnen zes minuten, gesimuleerd, als niemand anders kwam.",
  },
  responderAedReadyWithinSixMinutes: {
    name: "AED klaar door burgerhulpverleners",
    meaning: "Binnen zes minuten, gesimuleerd, als niemand anders kwam.",
  },
  policeFireCprWithinSixMinutes: {
    name: "Reanimatie door politie of brandweer",
    meaning: "Binnen zes minuten, gesimuleerd, als niemand anders kwam.",
  },
  ambulanceCprWithinSixMinutes: {
    name: "Reanimatie door de ambulance",
    meaning: "Binnen zes minuten, gesimuleerd, als niemand anders kwam.",
  },
  cprMedianSeconds: {
    name: "Reanimatie begint, mediaan",
    meaning: "In de helft van de gevallen eerder. In stappen van 15 seconden.",
  },
  aedReadyMedianSeconds: { name: "AED klaar, mediaan", meaning: "In de helft van de gevallen eerder." },
  ambulanceMedianSeconds: {
    name: "Ambulance ter plaatse, mediaan",
    meaning: "In de helft van de gevallen eerder.",
  },
  responderBeforeAmbulance: {
    name: "Burgerhulpverlener vóór de ambulance",
    meaning: "Deel van de gevallen waarin een burgerhulpverlener als eerste bij de patiënt is.",
  },
  leadOverAmbulanceSeconds: {
    name: "Voorsprong op de ambulance",
    meaning: "Hoeveel eerder gemiddeld, in de gevallen waarin een burgerhulpverlener de eerste is.",
  },
  noCprWithin15Minutes: {
    name: "Geen reanimatie binnen 15 minuten na de stilstand",
    meaning: "Door geen van deze hulpbronnen. Reanimatie wordt dan in de regel niet meer begonnen.",
  },
  respondersAlerted: {
    name: "Gealarmeerde burgerhulpverleners",
    meaning: "Verwacht aantal, uit beschermde tellingen. Weinigen van hen gaan.",
  },
  bystanderCprProbability: {
    name: "Reanimatie door een omstander",
    meaning: "Overal dezelfde aanname: iemand die erbij is, begint.",
  },
  localAedProbability: {
    name: "AED ter plaatse gehaald",
    meaning: "Aangenomen: neemt af met de afstand tot een open AED, geen verder dan 150 m.",
  },
};
