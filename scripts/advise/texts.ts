/** What the printed page says, in Dutch and English. */
import type { Language } from "../../src/serve/respond.ts";

const dutch = {
  title: (region: string) => `Advies voor AED's: ${region}`,
  demo: "DEMONSTRATIE: verzonnen gegevens. Geen feiten.",
  incomplete:
    "REGISTER ONVOLLEDIG: van de AED's die hier te verwachten zijn, is een deel niet ingelezen of is dat niet bekend. Een gat hieronder kan een gat in de gegevens zijn.",
  summary: (people: string, uncovered: string, covered: string, steps: number) =>
    `Van ${people} inwoners hebben er ${uncovered} geen AED die dag en nacht bereikbaar is binnen 500 m hemelsbreed (de officiële 6-minutenzone). Met deze ${steps} stappen komen er ${covered} van hen in de zone.`,
  noSteps: "Geen enkele stap brengt meer inwoners in de zone.",
  bestFound: (more: string) =>
    `De stappen bouwen op elkaar voort. Een plan dat in één keer voor dit budget is gemaakt, bereikt ${more} inwoners meer.`,
  columns: [
    "",
    "wat",
    "waar",
    "inwoners erbij",
    "samen",
    "hartstilstanden per jaar erbij",
    "ten minste zo goed als het beste plan",
    "anders",
  ],
  add: "AED plaatsen",
  open: "dag en nacht openen",
  openUnknown: "openingstijden navragen, dag en nacht openen",
  near: "zoek binnen 100 m van",
  alternative: (what: string, meters: string, people: string) => `${what}, ${meters} m verder: ${people}`,
  none: "geen",
  assumes: [
    "Dekking is een planningsregel, geen kans op overleven: een AED die dag en nacht open is, binnen 500 m hemelsbreed.",
    "Geteld vanaf het midden van het zoekgebied, en alleen inwoners van dit gebied; wie een AED elders binnen 100 m plaatst, bereikt anderen.",
    "Hartstilstanden: 95 per 100.000 inwoners per jaar, voor iedereen gelijk en geteld waar men woont.",
    "Stratenpatroon, gebouwen, eigendom en kosten zijn niet gewogen. Status: voorgesteld.",
  ],
  legend:
    "genummerd: stappen met hun 500 m · oranje: inwoners buiten de zone · groen: AED dag en nacht open · grijs: andere AED",
  run: (id: string, date: string) =>
    `Berekening ${id}, gegevens van ${date}. Nooit gebruiken bij een noodgeval: bel 112.`,
  unknownDate: "onbekende datum",
};

const english: typeof dutch = {
  title: (region) => `Advice on AEDs: ${region}`,
  demo: "DEMONSTRATION: made-up data. No facts.",
  incomplete:
    "REGISTER INCOMPLETE: some of the AEDs to be expected here have not been loaded, or that is not known. A gap below may be a gap in the data.",
  summary: (people, uncovered, covered, steps) =>
    `Of ${people} residents, ${uncovered} have no AED that can be reached day and night within 500 m in a straight line (the official 6-minute zone). These ${steps} steps bring ${covered} of them into the zone.`,
  noSteps: "No step brings more residents into the zone.",
  bestFound: (more) =>
    `The steps build on each other. A plan made at once for this budget reaches ${more} residents more.`,
  columns: [
    "",
    "what",
    "where",
    "residents added",
    "together",
    "arrests a year added",
    "at least this near to the best plan",
    "else",
  ],
  add: "place an AED",
  open: "open day and night",
  openUnknown: "ask for its hours, open day and night",
  near: "search within 100 m of",
  alternative: (what, meters, people) => `${what}, ${meters} m off: ${people}`,
  none: "none",
  assumes: [
    "Coverage is a planning rule, not a chance of survival: an AED open day and night within 500 m in a straight line.",
    "Counted from the middle of the search area, and only residents of this region; an AED placed elsewhere within 100 m reaches others.",
    "Arrests: 95 per 100,000 residents a year, the same for everybody and counted where people live.",
    "Streets, buildings, ownership and costs are not weighed. Status: proposed.",
  ],
  legend:
    "numbered: steps with their 500 m · orange: residents outside the zone · green: AED open day and night · grey: other AED",
  run: (id, date) => `Run ${id}, data of ${date}. Never use this in an emergency: call 112.`,
  unknownDate: "unknown date",
};

export const ADVICE_TEXTS: Record<Language, typeof dutch> = { nl: dutch, en: english };
