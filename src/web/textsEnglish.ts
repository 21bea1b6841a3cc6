/** The page in English. */
import { ENGLISH_FIGURES } from "./figuresEnglish.ts";
import { ENGLISH_RESPONSE } from "./responseEnglish.ts";
import type { Texts } from "./texts.ts";

export const ENGLISH: Texts = {
  locale: "en-GB",
  page: {
    documentTitle: "Zesminuten – AEDs within reach, on the map",
    tagline: "Is there an AED within 500 metres, day and night?",
    emergencyCall: "Emergency? Call 112",
    emergencyShort: "Call 112",
    emergencyAdvice: "Never use this map in an emergency. The dispatcher tells you where the AED is.",
    controlsHeading: "Choose the map",
    mapHeading: "Map",
    searchLabel: "Find a place or municipality",
    layerHeading: "What do you want to see?",
    periodHeading: "When?",
    legendHeading: "Legend",
    aboutHeading: "What this map says and does not say",
    aboutZone:
      "The official zone is a planning rule: an AED that can be taken day and night, within 500 metres in a straight line. It does not say that CPR or an AED is there within six minutes. That also depends on who comes, by which way and how fast.",
    aboutHours:
      "The opening hours of many AEDs are not known. They never count as open here and are shown apart on the map.",
    aboutPrivacy:
      "Citizen responders were counted under protection: in areas that are formed of at least 40 people, and rounded. The map does not know where anyone lives.",
    aboutBackground:
      "With internet the map takes its background from PDOK, the map service of the Dutch government. Without internet everything works but that background.",
    mapHelp:
      "Click the map for the figures of that spot. By keyboard: arrow keys move, + and − zoom, Enter shows the figures of the centre.",
    printButton: "Print",
    closeButton: "Close",
    apiLink: "Data (API)",
    noWebgl: "This browser cannot draw the map (no WebGL 2). The data are in the API as well.",
  },
  layerGroups: {
    straight: "In a straight line",
    streets: "Along streets, on foot",
    response: "Simulated: who is there within six minutes (not the official zone)",
    density: "Numbers",
  },
  layers: {
    zone: {
      name: "Official zone",
      meaning: "There is an AED that can be reached day and night, within 500 m in a straight line.",
      caution: "A planning rule. It does not mean that help or an AED is there within six minutes.",
    },
    reachable: {
      name: "AED reachable within 500 m",
      meaning:
        "There is an AED that is open in all hours of the chosen period, within 500 m in a straight line.",
      caution: "A straight line, not the walking route. It does not say how soon the AED is there.",
    },
    nearest: {
      name: "Distance to an AED",
      meaning: "Metres in a straight line to the nearest AED that is open in all hours of the chosen period.",
      caution: "The way along the streets is usually longer.",
    },
    street: {
      name: "AED within 500 m along streets",
      meaning:
        "There is an AED that is open in all hours of the chosen period, within 500 m on foot along streets.",
      caution:
        "Not the official zone: that counts a straight line. It does not say how soon the AED is there.",
    },
    walk: {
      name: "Walking distance to an AED",
      meaning:
        "Metres along streets to the AED that is nearest that way and open in all hours of the chosen period.",
      caution:
        "Dotted is not sure: no streets are loaded there, no way of 3,500 m was found, or a shorter way may run outside the loaded streets.",
    },
    cutOff: {
      name: "Near, but not reachable",
      meaning: "There is an AED within 500 m in a straight line, but none within 750 m along streets.",
      caution:
        "Often water, a railway or a motorway lies between. Footbridges that OpenStreetMap does not know do not count.",
    },
    detour: {
      name: "Detour",
      meaning:
        "How many times as long the way along streets is as the straight line, to the AED that is nearest along streets.",
      caution:
        "Close to the edge of the loaded streets it is at most so much: a shorter way may run outside of them.",
    },
    cpr: {
      name: "CPR within six minutes (simulated)",
      meaning:
        "Simulated probability that a citizen responder, police, fire service or ambulance begins CPR within 360 seconds of the call.",
      caution:
        "Simulated, not observed, and not the official zone. Bystanders do not count. Ask for a spot to see the range.",
    },
    aedReady: {
      name: "AED ready within six minutes (simulated)",
      meaning:
        "Simulated probability that an AED is attached and ready within 360 seconds of the call, whoever brings it.",
      caution:
        "Simulated, not observed, and not the official zone. Not a shock: two thirds of arrests never get one.",
    },
    aeds: {
      name: "AEDs per km²",
      meaning: "AEDs reachable in the chosen period, per square kilometre, within 1 km of the spot.",
      caution: null,
    },
    responders: {
      name: "Citizen responders per km²",
      meaning: "Registered citizen responders per square kilometre of the protected counting area.",
      caution:
        "Counted where they live, not where they are. In areas that are formed of at least 40 people, and rounded.",
    },
  },
  periods: {
    week: { name: "Day and night", hours: "all week" },
    weekday: { name: "Weekday", hours: "Mon–Fri 8–18 h" },
    evening: { name: "Evening", hours: "18–23 h" },
    night: { name: "Night", hours: "23–8 h" },
    weekend: { name: "Weekend", hours: "Sat–Sun 8–18 h" },
  },
  inPeriod: {
    week: "day and night",
    weekday: "on weekdays in the daytime",
    evening: "in the evening",
    night: "at night",
    weekend: "at the weekend in the daytime",
  },
  periodHasNoEffect:
    "This map is the same in every period. The figures of a spot do follow the chosen period.",
  legend: {
    inside: "Inside the zone",
    outside: "Outside the zone",
    reachable: "Reachable within 500 m",
    notReachable: "Not reachable within 500 m",
    hoursUnknown: "An AED within 500 m, but its hours are unknown",
    hoursUnknownCoarse: "Hours unknown, for a quarter of residents or more",
    nobodyLives: "Paler: nobody lives there",
    shareCaption: "Residents, in per cent",
    shareOfResidents: (from, to) => `${from}–${to}`,
    metersBetween: (from, to) => `${from}–${to} m`,
    metersBeyond: "More than 2,500 m",
    withinByStreet: "Within 500 m along streets",
    notWithinByStreet: "Not within 500 m along streets",
    streetsUnknown: "Not known: no streets are loaded here or close by",
    estimated: "Not sure: estimated, or at most so far",
    cutOff: "Within 500 m, but more than 750 m along streets",
    notCutOff: "Not so",
    detourUnknown: "Not measured: no streets, or an AED close by",
    between: (from, to, unit) => `${from} to ${to} ${unit}`,
    from: (from, unit) => `${from} ${unit} or more`,
    noAed: "None",
    perSquareKmBelow: (to) => `Less than ${to}`,
    perSquareKmBetween: (from, to) => `${from}–${to}`,
    perSquareKmFrom: (from) => `${from} or more`,
    noResponders: "Not loaded",
    respondersNear:
      "Counted where they mostly are in this period, in areas that are formed of at least 40 people, and rounded. Day and evening differ over larger areas only, formed of at least 200.",
    aedReachable: (inPeriod) => `AED, reachable ${inPeriod}`,
    aedNotReachable: "AED, not reachable in all those hours",
    aedUnknown: "AED, hours unknown",
    zoomForAeds: "Zoom in to see AEDs.",
    incompleteArea: "Register incomplete: these may be gaps in the data",
    zoomForCells: "Zoom in for single cells.",
  },
  response: ENGLISH_RESPONSE,
  figures: ENGLISH_FIGURES,
  answers: {
    inZone: "Inside the official zone",
    outsideZone: "Outside the official zone",
    outsideZoneHoursUnknown: "Outside the official zone, but there is an AED whose hours are unknown",
    reachable: (inPeriod) => `A reachable AED within 500 m, ${inPeriod}`,
    notReachable: (inPeriod) => `No reachable AED within 500 m, ${inPeriod}`,
    notReachableHoursUnknown: (inPeriod) =>
      `No AED that is surely reachable within 500 m, ${inPeriod}; there is one whose hours are unknown`,
    cutOff: "Near in a straight line, but more than 750 m along streets",
  },
  card: {
    cellHeading: "This spot",
    areaHeading: "This area",
    areaNote: "Mean of a larger area, weighted by residents. Zoom in for a single cell.",
    inRegion: (name) => `in ${name}`,
    planningRule:
      "The zone is a planning rule. It does not say that CPR or an AED is there within six minutes.",
    synthetic: (kinds) => `Invented data (demo): ${kinds}. Not a fact about this place.`,
    moreThanHalo: "more than 2,500 m",
    atMost: (figure) => `at most ${figure}`,
    estimated: (meters) => `${meters} (estimate)`,
    moreThanCutoff: "3,500 m or more",
    unknown: "unknown",
    withheld: (names) => `Withheld by the source: ${names}.`,
    loading: "Fetching the figures…",
    nothingHere: "No figures here: water or abroad.",
    failed: "The figures could not be fetched. Please try again.",
    announceCell: (answer) => `Chosen spot: ${answer}`,
  },
  aed: {
    heading: "AED",
    unnamed: "AED without a name",
    hours: "Opening hours as the source has them",
    hoursMissing: "not given",
    alwaysOpen: "Reachable day and night",
    notAlwaysOpen: "Not reachable day and night",
    notOnHolidays: "Reachable day and night on ordinary days, not on holidays",
    hoursUnknown: "Hours unknown, does not count as open",
    weekStrip: "The week, hour by hour",
    open: "open",
    closed: "closed",
    unknown: "unknown",
    days: ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
    indoor: "Inside a building",
    access: "Access",
    accessKinds: { public: "public", restricted: "restricted", private: "private", unknown: "unknown" },
    checked: "Last checked",
    neverChecked: "not known",
    source: "Source",
    sources: "Sources",
    checkedBy: (source, day) => `${source}, checked on ${day}`,
    dataOf: (source, day) => `${source}, data of ${day}`,
    coarsened: "The owner keeps the place private: the point is approximate.",
    yes: "yes",
    no: "no",
    daySummary: (day, open, unknown) => `${day}: open ${open}${unknown ? `, unknown ${unknown}` : ""}`,
    noHours: "no hour",
    noCallNote: "In an emergency call 112; do not go looking yourself.",
  },
  region: {
    incomplete: (name, percent) =>
      `Register incomplete in ${name}: about ${percent} of the AEDs to be expected are loaded. These may be gaps in the data.`,
    incompleteView: (count) =>
      `Register incomplete in ${count} areas in view (hatched). These may be gaps in the data.`,
    incompleteCountry: (percent) =>
      `For ${percent} of the residents in view the register is incomplete. These may be gaps in the data.`,
    announce: (name) => `The map shows ${name}.`,
    observedHeading: "Observed",
    observed: {
      respondersGoShare: "Alerts to which a citizen responder goes",
      ambulanceMeanSeconds: "Ambulance on scene, mean",
      ambulanceP95Seconds: "Ambulance on scene, in 95% of cases within",
      policeFireDispatchShare: "Police or fire brigade sent",
      policeFireArrivalSeconds: "Police or fire brigade on scene, median",
      aedsExpected: "AEDs to be expected",
    },
    observedBy: (source, date, regionCode) =>
      `${source}, ${date}${regionCode ? ` (figure of ${regionCode})` : ""}`,
    noResults: "Nothing found.",
    results: (count) => (count === 1 ? "1 result" : `${count} results`),
    kinds: {
      provincie: "province",
      veiligheidsregio: "safety region",
      ggd: "public health region",
      gemeente: "municipality",
      wijk: "district",
      buurt: "neighbourhood",
      place: "place",
    },
  },
  footer: {
    dataDate: (date) => `Data of ${date}`,
    dataDateUnknown: "Date of the data unknown",
    demo: "Demo with invented data. Nothing here is a fact about a real place.",
    demoShort: "(demo)",
    notReady: "The figures are still being computed. The map will fill itself.",
    kinds: {
      aeds: "AEDs",
      responders: "citizen responders",
      population: "residents",
      posts: "ambulance posts",
      regions: "areas",
      policeFirePosts: "police and fire posts",
      observedValues: "observed figures",
      streets: "streets",
      whereabouts: "whereabouts of citizen responders per period",
    },
    real: "real",
    synthetic: "invented",
    absent: "not loaded",
  },
  map: {
    label: "Map of the Netherlands with the reach of AEDs",
    tilesFailed: "Part of the map could not be loaded.",
    zoomIn: "Zoom in",
    zoomOut: "Zoom out",
    watermark: "DEMO · invented data",
  },
};
