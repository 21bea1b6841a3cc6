/**
 * What every reader owes, whatever the bytes: records within their contract (`src/load/records.ts`), findings that
 * name everything. The first thing that is wrong, as a sentence, or null.
 */
import type { Arrest } from "../../src/load/arrests.ts";
import { OBSERVED_MEASURES } from "../../src/load/observedMeasures.ts";
import type { ReachArea } from "../../src/load/reachAreas.ts";
import type { Finding, ReadBatch } from "../../src/load/reader.ts";
import type {
  Aed,
  AgeCounts,
  AmbulancePost,
  LngLat,
  ObservedValue,
  PoliceFirePost,
  PopulationUnit,
  Region,
  ResponderPlace,
} from "../../src/load/records.ts";
import { REGION_KINDS } from "../../src/load/regionProperties.ts";
import type { SquareCentre } from "../../src/load/squareCentres.ts";

export type Fault = string | null;
type Check<R> = (record: R) => Fault;

/** The advice of a finding is the longest. */
const MAX_TEXT = 1_000;
/** References and names go into indexes and onto the map. */
const MAX_NAME = 200;

export const checkAed: Check<Aed> = (aed) =>
  wrongPosition(aed.position) ??
  wrongText("ref", aed.ref) ??
  (aed.name === null ? null : wrongText("name", aed.name)) ??
  wrongHours(aed.openHours) ??
  (aed.alwaysOpen === true && aed.openHours.includes("0") ? "always open beside closed hours" : null) ??
  (aed.alwaysOpen === true && aed.openHours.includes("?") ? "always open beside unknown hours" : null) ??
  (["public", "restricted", "private", "unknown"].includes(aed.access) ? null : `access ${aed.access}`) ??
  (aed.checkedDate === null || isDay(aed.checkedDate) ? null : `checked date ${aed.checkedDate}`);

export const checkPost: Check<AmbulancePost> = (post) =>
  wrongPosition(post.position) ??
  wrongText("ref", post.ref) ??
  wrongText("name", post.name) ??
  wrongHours(post.openHours);

export const checkArrest: Check<Arrest> = ({ regionCode, course, neurological, flags, times }) =>
  (/^(?:GM\d{4}|VR\d{2})$/.test(regionCode) ? null : `region ${regionCode}`) ??
  (course !== "survived" || (flags.eventSurvived && neurological !== "notSurvived")
    ? null
    : `course ${course}`) ??
  firstFault(Object.entries(times), ([time, seconds]) => wrongCount(time, seconds));

export const checkObserved: Check<ObservedValue> = ({ regionCode, source, date, measure, value }) => {
  const { minimum, maximum } = OBSERVED_MEASURES[measure];
  const text = wrongText("regionCode", regionCode) ?? wrongText("source", source);
  return (
    text ??
    (isDay(date) ? null : `date ${date}`) ??
    (value >= minimum && value <= maximum ? null : `value ${value}`)
  );
};

export const checkPoliceFire: Check<PoliceFirePost> = ({ ref, kind, name, position }) =>
  wrongPosition(position) ??
  wrongText("ref", ref) ??
  (name === null ? null : wrongText("name", name)) ??
  (kind === "police" || kind === "fire" ? null : `kind ${kind}`);

export const checkResponder: Check<ResponderPlace> = ({ position, count, weights }) =>
  wrongPosition(position) ??
  (Number.isInteger(count) && count >= 1 && count <= 1000 ? null : `count ${count}`) ??
  (weights === null || (weights.length === 4 && weights.every((weight) => weight >= 0 && weight <= 1))
    ? null
    : `weights ${weights}`);

export const checkAges: Check<{ code: string; ages: AgeCounts | null }> = ({ code, ages }) =>
  wrongText("code", code) ?? firstFault(ages ?? [], (count) => wrongCount("ages", count));

export const checkUnit: Check<PopulationUnit> = ({ code, residents, dwellings, ages, shape }) => {
  const count =
    wrongCount("residents", residents) ?? wrongCount("dwellings", dwellings) ?? checkAges({ code, ages });
  if (count) return count;
  if (shape.kind === "square")
    return shape.ring.length === 5 ? firstFault(shape.ring, wrongPosition) : "no square";
  return (
    wrongPosition(shape.center) ?? (shape.areaSquareMeters > 0 ? null : `area ${shape.areaSquareMeters}`)
  );
};

export const checkRegion: Check<Region> = ({ code, name, kind, residents, polygons }) => {
  if (!REGION_KINDS.includes(kind)) return `kind ${kind}`;
  if (polygons.length === 0) return `region ${code} without ground`;
  const text = wrongText("code", code) ?? wrongText("name", name) ?? wrongCount("residents", residents);
  return text ?? firstFault(polygons.flat(), wrongRing);
};

export const checkCentre: Check<SquareCentre> = ({ told, converted }) =>
  wrongPosition(told) ?? wrongPosition(converted);

export const checkReach: Check<ReachArea> = ({ ref, name, polygons }) => {
  if (polygons.length === 0) return `area of ${ref} without ground`;
  return wrongText("ref", ref) ?? wrongText("name", name) ?? firstFault(polygons.flat(), wrongRing);
};

export const checkGemeente: Check<{ code: string }> = ({ code }) =>
  /^GM\d{4}$/.test(code) ? null : `code ${code}`;

export function checkBatch<R>({ records, findings, bytesRead }: ReadBatch<R>, check: Check<R>): Fault {
  if (!(bytesRead >= 0)) return `bytesRead ${bytesRead}`;
  return firstFault(records, check) ?? firstFault(findings, wrongFinding);
}

function wrongFinding({ severity, place, field, got, expected, advice }: Finding): Fault {
  if (severity !== "rejected" && severity !== "warning") return `finding of severity ${severity}`;
  if (typeof got !== "string" || got.length > 80)
    return `a finding that shows ${typeof got} of ${String(got).length}`;
  return firstFault(Object.entries({ place, field, expected, advice }), ([part, text]) => {
    if (typeof text !== "string" || text === "") return `a finding without ${part}`;
    return text.length > MAX_TEXT ? `a finding whose ${part} is ${text.length} long` : null;
  });
}

function wrongPosition({ lng, lat }: LngLat): Fault {
  return Math.abs(lng) <= 180 && Math.abs(lat) <= 90 ? null : `position ${lng}, ${lat}`;
}

function wrongRing(ring: [number, number][]): Fault {
  const [first, last] = [ring[0], ring[ring.length - 1]];
  if (ring.length < 4 || first[0] !== last[0] || first[1] !== last[1]) return "a ring that is not closed";
  return firstFault(ring, ([lng, lat]) => wrongPosition({ lng, lat }));
}

function wrongHours(openHours: string): Fault {
  return /^[01?]{168}$/.test(openHours) ? null : `open hours ${openHours.slice(0, 200)}`;
}

function wrongText(field: string, text: string): Fault {
  return typeof text === "string" && text !== "" && text.length <= MAX_NAME
    ? null
    : `${field} ${String(text).slice(0, 80)}`;
}

function wrongCount(field: string, count: number | null): Fault {
  return count === null || (Number.isFinite(count) && count >= 0) ? null : `${field} ${count}`;
}

function isDay(text: string): boolean {
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

function firstFault<T>(all: Iterable<T>, check: (one: T) => Fault): Fault {
  for (const one of all) {
    const fault = check(one);
    if (fault !== null) return fault;
  }
  return null;
}
