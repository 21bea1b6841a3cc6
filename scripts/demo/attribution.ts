/** Whose data the demo is made from; shown wherever the demo is. */

export const DEMO_ATTRIBUTION = {
  nl: "Demo: verzonnen inwoners, AED's, burgerhulpverleners en posten rond echte plaatsen. Plaatsen en inwonertallen: GeoNames (CC BY 4.0, geonames.org), bewerkt. Landomtrek: Natural Earth (publiek domein) via world-atlas (ISC).",
  en: "Demo: invented residents, AEDs, responders and posts around real places. Places and populations: GeoNames (CC BY 4.0, geonames.org), adapted. Land outline: Natural Earth (public domain) via world-atlas (ISC).",
} as const;

/** The demo describes the register as it was counted then: AEDs and responders at the end of 2023 (`docs/evidence.md` §1.3). */
export const DEMO_DATA_DATE = "2023-12-31";
