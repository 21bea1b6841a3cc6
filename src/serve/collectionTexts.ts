/** The collections and what they are, in Dutch and English. Ids and property names are English: OGC's and Utstein's. */
import type { Bbox } from "../store/published.ts";
import type { Language } from "./respond.ts";

export const COLLECTION_IDS = [
  "regions",
  "coverage",
  "response",
  "gaps",
  "aeds",
  "ambulance-posts",
  "police-fire-posts",
] as const;
export type CollectionId = (typeof COLLECTION_IDS)[number];
export const TILED_COLLECTION_IDS = ["coverage", "response", "aeds"] as const;
export type TiledCollectionId = (typeof TILED_COLLECTION_IDS)[number];

export function isTiled(id: string): id is TiledCollectionId {
  return (TILED_COLLECTION_IDS as readonly string[]).includes(id);
}

/** The European Netherlands, rounded outward to tenths of a degree (Rijksdriehoek area of use, EPSG:28992). */
export const NETHERLANDS: Bbox = [3.2, 50.7, 7.3, 53.7];

type Texts = Record<Language, { title: string; description: string }>;

export const COLLECTION_TEXTS: Record<CollectionId, Texts> = {
  regions: {
    nl: {
      title: "Gebieden",
      description:
        "Aandeel inwoners en woningen in de officiële 6-minutenzone (een AED die dag en nacht bereikbaar is binnen 500 m " +
        "hemelsbreed) en per dagdeel, per gebied. Een planningsregel, geen kans op overleven.",
    },
    en: {
      title: "Regions",
      description:
        "Share of residents and dwellings in the official 6-minute zone (an AED that can be reached day and night " +
        "within 500 m in a straight line) and per period, per region. A planning rule, not a chance of survival.",
    },
  },
  coverage: {
    nl: {
      title: "Dekking",
      description:
        "Zeshoekige cellen (H3) met de officiële 6-minutenzone, de dichtstbijzijnde bereikbare AED en de dichtheid van " +
        "AED's en burgerhulpverleners (beschermde aantallen), per dagdeel.",
    },
    en: {
      title: "Coverage",
      description:
        "Hexagonal cells (H3) with the official 6-minute zone, the nearest reachable AED and the density of AEDs and " +
        "citizen responders (protected counts), per period.",
    },
  },
  response: {
    nl: {
      title: "Gesimuleerde hulp",
      description:
        "Zeshoekige cellen (H3) met de gesimuleerde kans dat binnen zes minuten na het 112-gesprek reanimatie begint en " +
        "dat een AED is aangesloten en klaar is, door burgerhulpverleners, politie en brandweer of de ambulance, met een " +
        "band. Van hartstilstanden thuis waarvoor burgerhulpverleners worden gealarmeerd. Niet de officiële zone, en " +
        "geen kans op overleven: twee derde van de hartstilstanden krijgt nooit een schok. Omstanders en een AED ter " +
        "plaatse staan apart.",
    },
    en: {
      title: "Simulated response",
      description:
        "Hexagonal cells (H3) with the simulated probability that within six minutes of the call CPR begins, and that a " +
        "defibrillator is attached and ready, by citizen responders, police and fire or the ambulance, with a band. Of " +
        "arrests at home for which responders are alerted. Not the official zone, and not a chance of survival: two " +
        "thirds of arrests never get a shock. Bystanders and an AED on the spot stand apart.",
    },
  },
  gaps: {
    nl: {
      title: "Gaten",
      description:
        "Aaneengesloten gebieden waar inwoners van een gebied in een dagdeel geen AED binnen 500 m hebben, hemelsbreed " +
        "(in de week: de officiële 6-minutenzone) of over straat, met de reden. Vraag om een gebied: ?region=GM0503.",
    },
    en: {
      title: "Gaps",
      description:
        "Contiguous areas where residents of a region have no AED within 500 m in a period, in a straight line (in the " +
        "week: the official 6-minute zone) or along streets, with the reason. Ask for a region: ?region=GM0503.",
    },
  },
  aeds: {
    nl: {
      title: "AED's",
      description: "AED's zoals ingelezen, met openingstijden. Niet gebruiken bij een noodgeval: bel 112.",
    },
    en: {
      title: "AEDs",
      description: "AEDs as loaded, with opening hours. Never use this in an emergency: call 112.",
    },
  },
  "ambulance-posts": {
    nl: { title: "Ambulanceposten", description: "Standplaatsen van ambulances en wanneer zij bezet zijn." },
    en: { title: "Ambulance posts", description: "Where ambulances stand, and when." },
  },
  "police-fire-posts": {
    nl: {
      title: "Politie- en brandweerposten",
      description: "Bureaus en kazernes vanwaar politie en brandweer als eerste hulp uitrukken.",
    },
    en: {
      title: "Police and fire posts",
      description: "Stations from which police and fire brigade set out as first responders.",
    },
  },
};

export const API_TEXTS: Texts = {
  nl: {
    title: "Zesminuten",
    description:
      "Waar in Nederland krijgt iemand met een hartstilstand binnen zes minuten reanimatie en een AED? " +
      "Nooit gebruiken bij een noodgeval: bel 112.",
  },
  en: {
    title: "Zesminuten",
    description:
      "Where in the Netherlands does a cardiac arrest get CPR and an AED within six minutes? " +
      "Never use this in an emergency: call 112.",
  },
};
