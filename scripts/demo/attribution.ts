/** Whose data the demo is made from; shown wherever the demo is. */

/** In both languages at once: it stands on the map, whatever the language of the page. */
export const DEMO_ATTRIBUTION =
  "Demo: verzonnen gegevens rond echte plaatsen / invented data around real places. GeoNames (CC BY 4.0, geonames.org), bewerkt / adapted. Natural Earth (publiek domein / public domain), world-atlas (ISC).";

/** The demo describes the register as it was counted then: AEDs and responders at the end of 2023 (`docs/evidence.md` §1.3). */
export const DEMO_DATA_DATE = "2023-12-31";
