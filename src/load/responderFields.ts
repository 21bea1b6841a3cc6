/**
 * Which field of a responders file is what, by its name, and what a row of such fields says. One table for CSV, GeoJSON
 * and NDJSON. Nothing here shows what a field held: positions and weights are personal.
 */
import { PERIODS, type Period } from "../grid/periods.ts";
import { findColumn, parseNumber } from "./csvRows.ts";
import { dutchPositionFault, type PositionFault } from "./dutchExtent.ts";
import { fromRd, type GivenCrs, notRdAdvice, RD_EXPECTED, RD_X_NAMES, RD_Y_NAMES } from "./givenCrs.ts";
import { type Finding, rejected } from "./reader.ts";
import type { ResponderPlace } from "./records.ts";

/** Names in the file by field, where they are not among the usual ones. */
export type ResponderColumns = Partial<Record<"lng" | "lat" | "count" | Period, string>>;
export interface ResponderOptions {
  columns?: ResponderColumns;
  /** what the numbers of the file are; degrees where it is not told */
  crs?: GivenCrs;
}
export const RESPONDER_FIELDS = ["lng", "lat", "count", ...PERIODS] as const;

export interface ResponderLayout {
  lng: number;
  lat: number;
  /** −1 = every row is one responder */
  count: number;
  /** in the order of `PERIODS`; null = the file tells no whereabouts */
  weights: readonly number[] | null;
}

type Problem = Pick<Finding, "field" | "got" | "expected" | "advice">;

const NAMES: Record<"lng" | "lat" | "count" | Period, readonly string[]> = {
  lng: ["lng", "lon", "long", "longitude", "lengtegraad", "x", ...RD_X_NAMES],
  lat: ["lat", "latitude", "breedtegraad", "y", ...RD_Y_NAMES],
  count: ["count", "aantal", "responders"],
  weekday: ["weekday", "werkdag", "doordeweeks"],
  evening: ["evening", "avond"],
  night: ["night", "nacht"],
  weekend: ["weekend"],
};
/** A name that begins so is a weight, and so must end in a period: `weight_night`, `gewicht_nacht`. */
const WEIGHT_PREFIX = /^(weight|gewicht)_/;
/** A household, a fire station, a school; more on one position is a mistake. Assumption. */
const MAX_COUNT = 1_000;

/**
 * `isObject`: of a record that names its fields itself. Does not quote the names: in a CSV without a header they are
 * the first responder.
 */
export function findLayout(
  header: readonly string[],
  told: ResponderColumns = {},
  { isObject = false } = {},
): { layout: ResponderLayout } | { problem: Problem } {
  const names = header.map((title) => title.toLowerCase().replaceAll(/\s+/g, "_"));
  const plain = names.map((name) => name.replace(WEIGHT_PREFIX, ""));
  const find = (field: keyof typeof NAMES) => {
    const name = told[field];
    if (name !== undefined) return header.indexOf(name);
    return findColumn((PERIODS as readonly string[]).includes(field) ? plain : names, NAMES[field]);
  };
  for (const field of ["lng", "lat"] as const)
    if (find(field) === -1) return { problem: missing(field, header, told, isObject) };
  const toldMissing = RESPONDER_FIELDS.find((field) => told[field] !== undefined && find(field) === -1);
  if (toldMissing) return { problem: missing(toldMissing, header, told, isObject) };

  const weights = PERIODS.map(find);
  const isKnown = (n: number) => weights.includes(n) || !WEIGHT_PREFIX.test(names[n]);
  const known = weights.filter((at) => at !== -1).length;
  if (known !== 0 && known !== PERIODS.length) return { problem: someWeights(known) };
  if (!names.every((_, n) => isKnown(n))) return { problem: UNKNOWN_PERIOD };
  return {
    layout: {
      lng: find("lng"),
      lat: find("lat"),
      count: find("count"),
      weights: known === 0 ? null : weights,
    },
  };
}

function missing(
  field: keyof typeof NAMES,
  header: readonly string[],
  told: ResponderColumns,
  isObject: boolean,
): Problem {
  const name = told[field];
  const names = `one of ${NAMES[field].join(", ")}`;
  if (isObject) {
    const expected = name === undefined ? names : `a field "${name}", as told`;
    return { field, got: "an object without it", expected, advice: "add it, or tell the field's name" };
  }
  return {
    field,
    got: `a first line of ${header.length} columns without it`,
    expected: name === undefined ? `a header line with ${names}` : `a column "${name}", as told`,
    advice: "add a header line, or tell the column's name",
  };
}

const UNKNOWN_PERIOD: Problem = {
  field: "weights",
  got: "a weight for a period that is not one of the four",
  expected: `weights for ${PERIODS.join(", ")}`,
  advice: "rename it, or leave it out",
};

function someWeights(known: number): Problem {
  return {
    field: "weights",
    got: `weights for ${known} of the four periods`,
    expected: `weights for ${PERIODS.join(", ")}, or none at all`,
    advice: "add those that are missing (0 where nobody is near), or rename what is no weight",
  };
}

/** What a row says, or why it is left out. A row without weights is a home, where its responders are all week. */
export function readPlace(
  row: readonly unknown[],
  { lng, lat, count, weights }: ResponderLayout,
  place: string,
  crs?: GivenCrs,
): { record: ResponderPlace } | { finding: Finding } {
  const [x, y] = [toNumber(row[lng]) ?? Number.NaN, toNumber(row[lat]) ?? Number.NaN];
  const position = crs === "EPSG:28992" ? fromRd(x, y) : { lng: x, lat: y };
  if (!position)
    return { finding: rejected(place, "x, y", "something else", RD_EXPECTED, notRdAdvice(x, y)) };
  const fault = dutchPositionFault(position);
  if (fault) return { finding: positionFinding(place, fault, Number.isFinite(position.lng)) };
  const responders = count === -1 ? 1 : (toNumber(row[count]) ?? 1);
  if (!(Number.isInteger(responders) && responders >= 1 && responders <= MAX_COUNT)) {
    return { finding: countFinding(place, responders) };
  }
  if (weights === null) return { record: { position, count: responders, weights: null } };
  const shares: number[] = [];
  let wrong = -1;
  for (const [n, at] of weights.entries()) {
    const share = toNumber(row[at]);
    if (share !== null) shares.push(share);
    if (wrong === -1 && !(share !== null && share >= 0 && share <= 1)) wrong = n;
  }
  if (shares.length === 0) return { record: { position, count: responders, weights: null } };
  if (wrong !== -1) return { finding: weightFinding(place, PERIODS[wrong], toNumber(row[weights[wrong]])) };
  return { record: { position, count: responders, weights: shares } };
}

/** Null when nothing is there, NaN when it is no number. */
function toNumber(value: unknown): number | null {
  if (value === undefined || value === null) return null;
  if (typeof value === "number") return value;
  return typeof value === "string" ? parseNumber(value) : Number.NaN;
}

const FAULTS: Record<PositionFault, { got: string; advice: string }> = {
  "not a number": { got: "no number", advice: "give degrees such as 4.9 and 52.4" },
  zero: { got: "0, 0", advice: "leave out rows without a position" },
  swapped: { got: "lng and lat swapped", advice: "swap the two, or their names" },
  "out of range": {
    got: "a number out of range",
    advice: "give degrees (WGS84); of RD metres say so with --crs EPSG:28992",
  },
  far: { got: "a number out of range", advice: "leave out responders abroad" },
};

function positionFinding(place: string, fault: PositionFault, isLngNumber: boolean): Finding {
  const { got, advice } = FAULTS[fault];
  const field = fault === "not a number" ? (isLngNumber ? "lat" : "lng") : "lng, lat";
  return rejected(place, field, got, "degrees (WGS84) in the Netherlands or within 25 km of it", advice);
}

function countFinding(place: string, count: number): Finding {
  const expected = `a whole number, 1 to ${MAX_COUNT}, or nothing for 1`;
  return rejected(place, "count", kindOf(count, MAX_COUNT), expected, "correct the count");
}

function weightFinding(place: string, period: Period, weight: number | null): Finding {
  const got = weight === null ? "nothing, beside weights for other periods" : kindOf(weight, 1);
  const advice =
    weight !== null && weight > 1
      ? "write a share, such as 0.4 for 40 %"
      : "give the share of the period that a responder is near; leave all four empty for somebody who is counted at home";
  return rejected(place, period, got, "a share from 0 to 1", advice);
}

/** A word for a number that may not be shown. */
function kindOf(value: number, most: number): string {
  if (Number.isNaN(value)) return "no number";
  if (value < 0) return "less than nothing";
  if (value > most) return `more than ${most}`;
  return value === 0 ? "0" : "a broken number";
}
