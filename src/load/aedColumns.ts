/**
 * Which header or property of a source holds which field of an AED: the usual Dutch and English names, guessed,
 * or told. A field that is not listed here is not read at all, so codes, persons and telephones stay outside.
 */

import { RD_X_NAMES, RD_Y_NAMES } from "./givenCrs.ts";
import { headersByName } from "./headerNames.ts";

export type AedColumn =
  | "ref"
  | "name"
  | "lng"
  | "lat"
  | "openingHours"
  | "alwaysOpen"
  | "availability"
  | "indoor"
  | "access"
  | "checkedDate"
  | "operator"
  | "level"
  | "serial";

/** Texts of one record by field; absent and empty mean the same. */
export type AedFields = Partial<Record<AedColumn, string>>;
/** Names told by the person who loads the file, as the file writes them. */
export type ToldColumns = Partial<Record<AedColumn, string>>;

/** In order of preference, as `headerName` writes them. */
export const COLUMN_NAMES: Record<AedColumn, readonly string[]> = {
  ref: [
    "ref",
    "id",
    "aed_id",
    "aedid",
    "aed_nummer",
    "nummer",
    "identifier",
    "referentie",
    "kenmerk",
    "uuid",
  ],
  name: [
    "naam",
    "name",
    "aed_naam",
    "locatienaam",
    "naam_locatie",
    "locatie_naam",
    "locatie",
    "omschrijving",
    "operator",
  ],
  lng: ["lng", "lon", "long", "longitude", "lengtegraad", "lengte", "geo_lng", "x", ...RD_X_NAMES],
  lat: ["lat", "latitude", "breedtegraad", "breedte", "geo_lat", "y", ...RD_Y_NAMES],
  openingHours: [
    "openingstijden",
    "opening_hours",
    "openingsuren",
    "openingstijd",
    "beschikbare_tijden",
    "tijden",
    "hours",
  ],
  alwaysOpen: [
    "24_7",
    "247",
    "24x7",
    "24_x_7",
    "is_24_7",
    "available_24_7",
    "24_7_beschikbaar",
    "beschikbaar_24_7",
    "altijd_beschikbaar",
    "altijd_bereikbaar",
    "dag_en_nacht",
    "24_uur",
    "24_uur_per_dag",
    "always_open",
    "always_available",
  ],
  availability: ["beschikbaarheid", "beschikbaar", "bereikbaarheid", "availability"],
  indoor: ["binnen_buiten", "indoor", "binnen", "inpandig", "binnenshuis"],
  access: ["toegang", "access", "toegankelijkheid", "openbaar"],
  checkedDate: [
    "laatst_gecontroleerd",
    "check_date",
    "laatste_controle",
    "controledatum",
    "datum_controle",
    "last_checked",
    "checked_date",
    "survey_date",
  ],
  operator: ["operator", "organisatie", "organization", "organisation"],
  level: ["level", "verdieping", "etage", "floor"],
  serial: ["serial_number", "serienummer", "serial", "serienr", "serial_no"],
};

const COLUMNS = Object.keys(COLUMN_NAMES) as AedColumn[];

/** With the names written in one word, as `openingHours` is. */
const KNOWN_NAMES = Object.fromEntries(
  COLUMNS.map((column) => {
    const names = COLUMN_NAMES[column].flatMap((known) => [known, known.replaceAll("_", "")]);
    return [column, [...new Set(names)]];
  }),
) as Record<AedColumn, string[]>;

/** For each field the headers that may hold it, best first: the told one only, or all whose name is known. */
export function matchColumns(
  headers: readonly string[],
  told: ToldColumns = {},
): Record<AedColumn, string[]> {
  const byName = headersByName(headers);
  const entries = COLUMNS.map((column): [AedColumn, string[]] => {
    const name = told[column];
    if (name !== undefined) return [column, headers.includes(name) ? [name] : []];
    return [column, KNOWN_NAMES[column].flatMap((known) => byName.get(known) ?? [])];
  });
  return Object.fromEntries(entries) as Record<AedColumn, string[]>;
}

/** Told columns that the file does not have. */
export function missingTold(headers: readonly string[], told: ToldColumns = {}): AedColumn[] {
  return COLUMNS.filter((column) => told[column] !== undefined && !headers.includes(told[column]));
}

/** The first text that is not blank, per field. */
export function pickFields(
  columns: Record<AedColumn, readonly string[]>,
  textOf: (header: string) => string | undefined,
): AedFields {
  const fields: AedFields = {};
  for (const column of COLUMNS) {
    const value = columns[column].map(textOf).find((text) => text !== undefined && text.trim() !== "");
    if (value !== undefined) fields[column] = value.trim();
  }
  return fields;
}
