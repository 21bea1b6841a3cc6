/** The page in Dutch. */
import { DUTCH_FIGURES } from "./figuresDutch.ts";
import { DUTCH_RESPONSE } from "./responseDutch.ts";
import type { Texts } from "./texts.ts";

export const DUTCH: Texts = {
  locale: "nl-NL",
  page: {
    documentTitle: "Zesminuten – bereikbare AED's op de kaart",
    tagline: "Is er dag en nacht een AED binnen 500 meter?",
    emergencyCall: "Spoed? Bel 112",
    emergencyShort: "Bel 112",
    emergencyAdvice: "Gebruik deze kaart nooit bij een noodgeval. De meldkamer wijst u de AED.",
    controlsHeading: "Kaart kiezen",
    mapHeading: "Kaart",
    searchLabel: "Zoek een plaats, gemeente of wijk",
    layerHeading: "Wat wilt u zien?",
    periodHeading: "Wanneer?",
    legendHeading: "Legenda",
    aboutHeading: "Wat deze kaart wel en niet zegt",
    aboutZone:
      "De officiële zone is een planregel: een AED die dag en nacht te pakken is, binnen 500 meter in een rechte lijn. Zij zegt niet dat reanimatie of een AED er binnen zes minuten is. Dat hangt ook af van wie er komt, langs welke weg en hoe snel.",
    aboutHours:
      "Van veel AED's zijn de openingstijden niet bekend. Zij tellen hier nooit als open en staan apart op de kaart.",
    aboutPrivacy:
      "Burgerhulpverleners zijn vooraf beschermd geteld: in gebieden die bij ten minste 40 personen worden gevormd, en afgerond. De kaart weet niet waar iemand woont.",
    aboutBackground:
      "Met internet haalt de kaart de achtergrond bij PDOK, de kaartdienst van de overheid. Zonder internet werkt alles behalve die achtergrond.",
    mapHelp:
      "Klik op de kaart voor de cijfers van die plek. Met het toetsenbord: pijltjes verschuiven, + en − zoomen, Enter toont de cijfers van het midden.",
    printButton: "Afdrukken",
    closeButton: "Sluiten",
    apiLink: "Gegevens (API)",
    noWebgl: "Deze browser kan de kaart niet tekenen (WebGL 2 ontbreekt). De gegevens staan ook in de API.",
  },
  layerGroups: {
    straight: "In een rechte lijn",
    streets: "Over straat, te voet",
    response: "Gesimuleerd: wie er binnen zes minuten is (niet de officiële zone)",
    density: "Aantallen",
  },
  layers: {
    zone: {
      name: "Officiële zone",
      meaning: "Er is een AED die dag en nacht bereikbaar is, binnen 500 m in een rechte lijn.",
      caution: "Een planregel. Het betekent niet dat hulp of een AED er binnen zes minuten is.",
    },
    reachable: {
      name: "AED bereikbaar binnen 500 m",
      meaning: "Er is een AED die in de gekozen periode alle uren open is, binnen 500 m in een rechte lijn.",
      caution: "Een rechte lijn, niet de looproute. Het zegt niet hoe snel de AED er is.",
    },
    nearest: {
      name: "Afstand tot een AED",
      meaning:
        "Meters in een rechte lijn naar de dichtstbijzijnde AED die in de gekozen periode alle uren open is.",
      caution: "De weg over straat is meestal langer.",
    },
    street: {
      name: "AED binnen 500 m over straat",
      meaning: "Er is een AED die in de gekozen periode alle uren open is, binnen 500 m lopen over straat.",
      caution: "Niet de officiële zone: die telt een rechte lijn. Het zegt niet hoe snel de AED er is.",
    },
    walk: {
      name: "Loopafstand tot een AED",
      meaning:
        "Meters over straat naar de AED die zo het dichtstbij is en in de gekozen periode alle uren open is.",
      caution:
        "Gestippeld is niet zeker: daar zijn geen straten geladen, is geen weg van 3.500 m gevonden, of kan een kortere weg buiten de geladen straten lopen.",
    },
    cutOff: {
      name: "Dichtbij, maar niet bereikbaar",
      meaning: "Er is een AED binnen 500 m in een rechte lijn, maar geen binnen 750 m over straat.",
      caution:
        "Vaak ligt er water, een spoorlijn of een snelweg tussen. Bruggetjes die niet op de kaart van OpenStreetMap staan, tellen niet mee.",
    },
    detour: {
      name: "Omweg",
      meaning:
        "Hoeveel keer zo lang de weg over straat is als de rechte lijn, naar de AED die over straat het dichtstbij is.",
      caution:
        "Vlak bij de rand van de geladen straten is het hoogstens zo veel: een kortere weg kan daarbuiten lopen.",
    },
    cpr: {
      name: "Reanimatie binnen zes minuten (gesimuleerd)",
      meaning:
        "Gesimuleerde kans dat binnen 360 seconden na de melding een burgerhulpverlener, politie, brandweer of ambulance begint te reanimeren.",
      caution:
        "Gesimuleerd, niet waargenomen, en niet de officiële zone. Omstanders tellen niet mee. Vraag een plek aan voor de bandbreedte.",
    },
    aedReady: {
      name: "AED klaar binnen zes minuten (gesimuleerd)",
      meaning:
        "Gesimuleerde kans dat binnen 360 seconden na de melding een AED is aangesloten en klaar is, wie hem ook brengt.",
      caution:
        "Gesimuleerd, niet waargenomen, en niet de officiële zone. Niet een schok: twee derde van de hartstilstanden krijgt er nooit een.",
    },
    aeds: {
      name: "AED's per km²",
      meaning:
        "AED's die in de gekozen periode bereikbaar zijn, per vierkante kilometer, binnen 1 km rond de plek.",
      caution: null,
    },
    responders: {
      name: "Burgerhulpverleners per km²",
      meaning: "Geregistreerde burgerhulpverleners per vierkante kilometer van het beschermde telgebied.",
      caution:
        "Geteld waar zij wonen, niet waar zij zijn. In gebieden die bij ten minste 40 personen worden gevormd, en afgerond.",
    },
  },
  periods: {
    week: { name: "Dag en nacht", hours: "hele week" },
    weekday: { name: "Werkdag", hours: "ma–vr 8–18 uur" },
    evening: { name: "Avond", hours: "18–23 uur" },
    night: { name: "Nacht", hours: "23–8 uur" },
    weekend: { name: "Weekend", hours: "za–zo 8–18 uur" },
  },
  inPeriod: {
    week: "dag en nacht",
    weekday: "op werkdagen overdag",
    evening: "in de avond",
    night: "in de nacht",
    weekend: "in het weekend overdag",
  },
  periodHasNoEffect:
    "Deze kaart is in elke periode gelijk. De cijfers van een plek volgen wel de gekozen periode.",
  legend: {
    inside: "In de zone",
    outside: "Buiten de zone",
    reachable: "Bereikbaar binnen 500 m",
    notReachable: "Niet bereikbaar binnen 500 m",
    hoursUnknown: "Wel een AED binnen 500 m, maar tijden onbekend",
    hoursUnknownCoarse: "Tijden onbekend, voor een kwart van de inwoners of meer",
    nobodyLives: "Lichter: er woont niemand",
    shareCaption: "Inwoners in procenten",
    shareOfResidents: (from, to) => `${from}–${to}`,
    metersBetween: (from, to) => `${from}–${to} m`,
    metersBeyond: "Meer dan 2.500 m",
    withinByStreet: "Binnen 500 m over straat",
    notWithinByStreet: "Niet binnen 500 m over straat",
    streetsUnknown: "Niet bekend: hier of vlakbij zijn geen straten geladen",
    estimated: "Niet zeker: geschat, of hoogstens zo ver",
    cutOff: "Binnen 500 m, maar over straat meer dan 750 m",
    notCutOff: "Niet zo",
    detourUnknown: "Niet gemeten: geen straten, of AED vlakbij",
    between: (from, to, unit) => `${from} tot ${to} ${unit}`,
    from: (from, unit) => `${from} ${unit} of meer`,
    noAed: "Geen",
    perSquareKmBelow: (to) => `Minder dan ${to}`,
    perSquareKmBetween: (from, to) => `${from}–${to}`,
    perSquareKmFrom: (from) => `${from} of meer`,
    noResponders: "Niet geladen",
    respondersNear:
      "Geteld waar zij in deze periode meestal zijn, in gebieden die bij ten minste 40 personen worden gevormd, en afgerond. Dag en avond verschillen alleen over grotere gebieden, met ten minste 200 personen.",
    aedReachable: (inPeriod) => `AED, ${inPeriod} bereikbaar`,
    aedNotReachable: "AED, niet in al die uren bereikbaar",
    aedUnknown: "AED, tijden onbekend",
    zoomForAeds: "Zoom in om AED's te zien.",
    incompleteArea: "Register onvolledig: gaten kunnen in de gegevens zitten",
    zoomForCells: "Zoom in voor afzonderlijke cellen.",
  },
  response: DUTCH_RESPONSE,
  figures: DUTCH_FIGURES,
  answers: {
    inZone: "In de officiële zone",
    outsideZone: "Buiten de officiële zone",
    outsideZoneHoursUnknown: "Buiten de officiële zone, maar er ligt een AED waarvan de tijden onbekend zijn",
    reachable: (inPeriod) => `Bereikbare AED binnen 500 m, ${inPeriod}`,
    notReachable: (inPeriod) => `Geen bereikbare AED binnen 500 m, ${inPeriod}`,
    notReachableHoursUnknown: (inPeriod) =>
      `Geen AED die zeker bereikbaar is binnen 500 m, ${inPeriod}; er ligt er wel een waarvan de tijden onbekend zijn`,
    cutOff: "Dichtbij in een rechte lijn, maar over straat meer dan 750 m",
  },
  card: {
    cellHeading: "Deze plek",
    areaHeading: "Dit gebied",
    areaNote: "Gemiddelde van een groter gebied, gewogen naar inwoners. Zoom in voor een afzonderlijke cel.",
    inRegion: (name) => `in ${name}`,
    planningRule:
      "De zone is een planregel. Zij zegt niet dat reanimatie of een AED er binnen zes minuten is.",
    synthetic: (kinds) => `Verzonnen gegevens (demo): ${kinds}. Geen feit over deze plek.`,
    moreThanHalo: "meer dan 2.500 m",
    atMost: (figure) => `hoogstens ${figure}`,
    estimated: (meters) => `${meters} (geschat)`,
    moreThanCutoff: "3.500 m of meer",
    unknown: "onbekend",
    withheld: (names) => `Door de bron niet vrijgegeven: ${names}.`,
    loading: "Cijfers ophalen…",
    nothingHere: "Hier zijn geen cijfers: water of buitenland.",
    failed: "De cijfers konden niet worden opgehaald. Probeer het opnieuw.",
    announceCell: (answer) => `Gekozen plek: ${answer}`,
  },
  aed: {
    heading: "AED",
    unnamed: "AED zonder naam",
    hours: "Openingstijden volgens de bron",
    hoursMissing: "niet opgegeven",
    alwaysOpen: "Dag en nacht bereikbaar",
    notAlwaysOpen: "Niet dag en nacht bereikbaar",
    notOnHolidays: "Dag en nacht bereikbaar op gewone dagen, niet op feestdagen",
    hoursUnknown: "Tijden onbekend, telt niet als open",
    weekStrip: "De week, uur voor uur",
    open: "open",
    closed: "dicht",
    unknown: "onbekend",
    days: ["maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"],
    indoor: "Binnen in een gebouw",
    access: "Toegang",
    accessKinds: { public: "openbaar", restricted: "beperkt", private: "privé", unknown: "onbekend" },
    checked: "Laatst gecontroleerd",
    neverChecked: "niet bekend",
    source: "Bron",
    sources: "Bronnen",
    checkedBy: (source, day) => `${source}, gecontroleerd op ${day}`,
    dataOf: (source, day) => `${source}, gegevens van ${day}`,
    coarsened: "De eigenaar houdt de plaats privé: het punt staat bij benadering.",
    yes: "ja",
    no: "nee",
    daySummary: (day, open, unknown) => `${day}: open ${open}${unknown ? `, onbekend ${unknown}` : ""}`,
    noHours: "geen uur",
    noCallNote: "Bel bij spoed 112; ga niet zelf zoeken.",
  },
  region: {
    incomplete: (name, percent) =>
      `Register onvolledig in ${name}: ongeveer ${percent} van de te verwachten AED's is geladen. Lege plekken kunnen gaten in de gegevens zijn.`,
    incompleteView: (count) =>
      `Register onvolledig in ${count} gebieden in beeld (gearceerd). Lege plekken kunnen gaten in de gegevens zijn.`,
    incompleteCountry: (percent) =>
      `Voor ${percent} van de inwoners in beeld is het register onvolledig. Lege plekken kunnen gaten in de gegevens zijn.`,
    announce: (name) => `De kaart toont ${name}.`,
    observedHeading: "Waargenomen",
    observed: {
      respondersGoShare: "Oproepen waarbij een burgerhulpverlener gaat",
      ambulanceMeanSeconds: "Ambulance ter plaatse, gemiddeld",
      ambulanceP95Seconds: "Ambulance ter plaatse, in 95% van de gevallen binnen",
      policeFireDispatchShare: "Politie of brandweer gestuurd",
      policeFireArrivalSeconds: "Politie of brandweer ter plaatse, mediaan",
      aedsExpected: "AED's te verwachten",
    },
    observedBy: (source, date, regionCode) =>
      `${source}, ${date}${regionCode ? ` (cijfer van ${regionCode})` : ""}`,
    noResults: "Niets gevonden.",
    results: (count) => (count === 1 ? "1 resultaat" : `${count} resultaten`),
    kinds: {
      provincie: "provincie",
      veiligheidsregio: "veiligheidsregio",
      ggd: "GGD-regio",
      gemeente: "gemeente",
      wijk: "wijk",
      buurt: "buurt",
      place: "plaats",
    },
  },
  footer: {
    dataDate: (date) => `Gegevens van ${date}`,
    dataDateUnknown: "Datum van de gegevens onbekend",
    demo: "Demo met verzonnen gegevens. Niets hier is een feit over een echte plaats.",
    demoShort: "(demo)",
    notReady: "De cijfers worden nog berekend. De kaart vult zich vanzelf.",
    kinds: {
      aeds: "AED's",
      responders: "burgerhulpverleners",
      population: "inwoners",
      posts: "ambulanceposten",
      regions: "gebieden",
      policeFirePosts: "politie- en brandweerposten",
      observedValues: "waargenomen cijfers",
      streets: "straten",
      whereabouts: "verblijf van burgerhulpverleners per periode",
    },
    real: "echt",
    synthetic: "verzonnen",
    absent: "niet geladen",
  },
  map: {
    label: "Kaart van Nederland met bereikbaarheid van AED's",
    tilesFailed: "Een deel van de kaart kon niet worden geladen.",
    zoomIn: "Inzoomen",
    zoomOut: "Uitzoomen",
    watermark: "DEMO · verzonnen gegevens",
  },
};
