/**
 * Fields of one AED as texts → the validated record, the same for every format.
 * What is odd but readable becomes a warning and the stricter reading; only a position or a double ref refuses it.
 */
import { positionToCell } from "../grid/cell.ts";
import type { AedFields } from "./aedColumns.ts";
import { combineHours } from "./aedHours.ts";
import { dropContact } from "./dropContact.ts";
import { createHoursReader, type HoursReader } from "./openHours.ts";
import { type Finding, rejected, warning } from "./reader.ts";
import { type PositionRules, readPosition } from "./readPosition.ts";
import type { Aed, AedAccess, LngLat } from "./records.ts";

export interface AedRecordMaker {
  /** `position` wins over the texts of `fields`; the record is null when it is rejected */
  make(fields: AedFields, place: string, given?: GivenAed): { aed: Aed | null; findings: Finding[] };
}

/** What some formats know without a text field. */
export interface GivenAed {
  lng?: number;
  lat?: number;
  ref?: string;
}

const MAX_REF_LENGTH = 200;
const MAX_NAME_LENGTH = 200;
const MAX_CODE_LENGTH = 60;
/** A page of text; what is longer is not a field but a file in one, or a quote that closes far down. Assumption. */
const MAX_FIELD_LENGTH = 10_000;
const YES = new Set(["true", "yes", "ja", "j", "y", "1", "waar", "x"]);
const NO = new Set(["false", "no", "nee", "n", "0", "onwaar"]);

/** One maker per file: it remembers the refs seen (a double one is named) and each distinct text of hours. */
export function createAedRecordMaker(
  rules: PositionRules = {},
  hours: HoursReader = createHoursReader(),
): AedRecordMaker {
  const placeOfRef = new Map<string, string>();
  const privateCount = new Map<string, number>();
  return {
    make(fields, place, given = {}) {
      const long = Object.entries(fields).find(([, text]) => text.length > MAX_FIELD_LENGTH);
      if (long) return { aed: null, findings: [tooLong(place, long)] };
      const read = readPosition(given.lng ?? fields.lng, given.lat ?? fields.lat, place, rules);
      if ("finding" in read) return { aed: null, findings: [read.finding] };
      const { position } = read;
      const findings: Finding[] = [];
      const access = readAccess(fields.access, place, findings);
      const name = shortText(fields.name, MAX_NAME_LENGTH);
      const told = (given.ref ?? fields.ref)?.slice(0, MAX_REF_LENGTH);
      const ref = told ?? derivedRef(position, name, access, privateCount);
      const double = placeOfRef.get(ref);
      if (double !== undefined) return { aed: null, findings: [doubleRef(place, ref, double, told)] };
      placeOfRef.set(ref, place);
      const aed: Aed = {
        ref,
        name,
        position,
        ...readHours(fields, hours, place, findings),
        indoor: readIndoor(fields.indoor),
        access,
        checkedDate: readDate(fields.checkedDate, place, findings),
        coarsened: false,
        operator: shortText(fields.operator, MAX_NAME_LENGTH),
        level: shortText(fields.level, MAX_CODE_LENGTH),
        serial: shortText(fields.serial, MAX_CODE_LENGTH),
      };
      return { aed, findings };
    },
  };
}

function shortText(text: string | undefined, maxLength: number): string | null {
  return dropContact(text)?.slice(0, maxLength) ?? null;
}

function tooLong(place: string, [field, text]: [string, string]): Finding {
  const advice = "Look for a quote that is not closed there; shorten the text.";
  const expected = `at most ${MAX_FIELD_LENGTH} characters`;
  return rejected(place, field, `${text.length} characters`, expected, advice);
}

function readHours(
  fields: AedFields,
  hours: HoursReader,
  place: string,
  findings: Finding[],
): Pick<Aed, "openingHours" | "openHours" | "alwaysOpen"> {
  const flag = readBoolean(fields.alwaysOpen);
  // a text in the flag's column ("24/7", "beperkt") is a word on availability
  const words = [fields.availability, flag === null ? fields.alwaysOpen : undefined];
  const word = dropContact(words.find((text) => text && readBoolean(text) === null));
  const availability = word ? hours.read(word) : null;
  const openingHours = dropContact(fields.openingHours);
  const reading = openingHours || fields.openingHours ? hours.read(openingHours ?? "…") : null;
  const { isContradictory, ...combined } = combineHours({ flag, availability, openingHours: reading });
  const isAlwaysTold = flag === true || availability?.alwaysOpen === true;
  if (isContradictory) {
    const got = [isAlwaysTold ? "24/7" : null, flag === false ? "not 24/7" : null, word, openingHours]
      .filter(Boolean)
      .join(" | ");
    findings.push(
      warning(place, "openHours", got, "fields that agree on day and night", CONTRADICTION_ADVICE),
    );
  } else if (reading?.problem) {
    findings.push(
      warning(place, "openingHours", openingHours, reading.problem.expected, reading.problem.advice),
    );
  } else if (!reading && availability?.problem && flag === null) {
    findings.push(
      warning(place, "availability", word, availability.problem.expected, availability.problem.advice),
    );
  }
  return { openingHours: openingHours ?? (reading ? null : word), ...combined };
}

const CONTRADICTION_ADVICE = "The stricter of them counts; correct the field that is wrong.";

/**
 * For a source without ids: the position to a metre and the name. Not for a private AED, whose position must not
 * come out by its ref: that one is numbered within its resolution-6 cell, in file order.
 */
function derivedRef(
  position: LngLat,
  name: string | null,
  access: AedAccess,
  privateCount: Map<string, number>,
): string {
  if (access !== "private") {
    const slug = (name ?? "")
      .toLowerCase()
      .replace(/[^\p{L}\d]+/gu, "-")
      .slice(0, 60);
    return `at/${position.lat.toFixed(5)},${position.lng.toFixed(5)}/${slug}`;
  }
  const cell = positionToCell(position, 6);
  const count = (privateCount.get(cell) ?? 0) + 1;
  privateCount.set(cell, count);
  return `private/${cell}/${count}`;
}

function doubleRef(place: string, ref: string, first: string, told: string | undefined): Finding {
  const advice = told
    ? `It was used at ${first}; give each AED its own id. This one is left out.`
    : `Same position and name as ${first}; remove one, or add a column with ids.`;
  return rejected(place, "ref", ref, "a ref that was not used before in the file", advice);
}

export function readBoolean(text: string | undefined): boolean | null {
  const plain = text?.trim().toLowerCase();
  if (plain === undefined) return null;
  return YES.has(plain) ? true : NO.has(plain) ? false : null;
}

function readIndoor(text: string | undefined): boolean | null {
  const plain = text?.trim().toLowerCase() ?? "";
  if (/^(?:binnen|inside|indoors?|inpandig)(?![\p{L}/])/u.test(plain)) return true;
  if (/^(?:buiten|outside|outdoors?)(?![\p{L}/])/u.test(plain)) return false;
  return readBoolean(plain);
}

const ACCESS: [AedAccess, RegExp][] = [
  ["private", /^(?:private|no|nee|priv[eé]|prive-?gebruik|particulier|niet openbaar)$/],
  [
    "public",
    /^(?:yes|ja|public|permissive|designated|openbaar|publiek|vrij(?: toegankelijk)?|iedereen|true|1)$/,
  ],
  [
    "restricted",
    /^(?:customers|members|students|employees|staff|permit|residents|destination|key|delivery|restricted|limited|beperkt|besloten|leden|klanten|medewerkers|personeel|bewoners|bezoekers)$/,
  ],
];

/** OSM `access=` and its Dutch words, ranked. A word nobody knows is not public. */
function readAccess(text: string | undefined, place: string, findings: Finding[]): AedAccess {
  const plain = text?.trim().toLowerCase() ?? "";
  if (plain === "" || plain === "unknown" || plain === "onbekend") return "unknown";
  const ranked = ACCESS.find(([, words]) => words.test(plain));
  if (ranked) return ranked[0];
  const got = dropContact(plain);
  findings.push(
    warning(
      place,
      "access",
      got,
      "yes, customers, private, openbaar, besloten, privé …",
      "Counted as unknown.",
    ),
  );
  return "unknown";
}

const DATE_FORMS: [RegExp, (parts: string[]) => [string, string, string]][] = [
  [/^(\d{4})[-/](\d{1,2})(?:[-/](\d{1,2}))?(?:[T ].*)?$/, ([year, month, day]) => [year, month, day ?? "1"]],
  [/^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?: .*)?$/, ([day, month, year]) => [year, month, day]],
];

/** `2024-04-06`, `2024-04` (its first day), `6-4-2024` (day first, as the Dutch write it). */
function readDate(text: string | undefined, place: string, findings: Finding[]): string | null {
  if (text === undefined) return null;
  for (const [form, order] of DATE_FORMS) {
    const parts = form.exec(text.trim());
    if (!parts) continue;
    const [year, month, day] = order(parts.slice(1)).map((part) => part.padStart(2, "0"));
    const moment = new Date(`${year}-${month}-${day}T00:00:00Z`);
    if (!Number.isNaN(moment.getTime()) && moment.getUTCDate() === Number(day))
      return `${year}-${month}-${day}`;
  }
  findings.push(
    warning(place, "checkedDate", dropContact(text), "a date such as 2024-04-06 or 6-4-2024", "Left empty."),
  );
  return null;
}
