/**
 * What a GeoJSON feature's properties say about a region: CBS gemeente, wijk and buurt by their own property names
 * (any year's spelling), and any other region by code, name and kind.
 */
import { readCount } from "./cbsValue.ts";
import { type Finding, rejected } from "./reader.ts";
import type { RegionKind } from "./records.ts";

export interface RegionDescription {
  code: string;
  name: string;
  kind: RegionKind;
  parentCode: string | null;
  residents: number | null;
  /** CBS draws the water of a region as a feature of its own */
  isWater: boolean;
}

export const REGION_KINDS: readonly RegionKind[] = [
  "provincie",
  "veiligheidsregio",
  "ggd",
  "gemeente",
  "wijk",
  "buurt",
  "place",
];

interface CbsLevel {
  kind: RegionKind;
  codeNames: string[];
  nameNames: string[];
  code: RegExp;
}

/** Finest first: a buurt names its wijk and gemeente too. Amsterdam has letters in its codes (`WK0363AA`). */
const CBS_LEVELS: readonly CbsLevel[] = [
  {
    kind: "buurt",
    codeNames: ["buurtcode", "bu_code"],
    nameNames: ["buurtnaam", "bu_naam"],
    code: /^BU\d{4}[0-9A-Z]{4}$/,
  },
  {
    kind: "wijk",
    codeNames: ["wijkcode", "wk_code"],
    nameNames: ["wijknaam", "wk_naam"],
    code: /^WK\d{4}[0-9A-Z]{2}$/,
  },
  {
    kind: "gemeente",
    codeNames: ["gemeentecode", "gm_code"],
    nameNames: ["gemeentenaam", "gm_naam"],
    code: /^GM\d{4}$/,
  },
];
const CODE_NAMES = ["code", "statcode"];
const NAME_NAMES = ["name", "naam", "statnaam"];
const KIND_NAMES = ["kind", "soort"];
const PARENT_NAMES = ["parentcode", "parent_code"];
const RESIDENTS_NAMES = ["aantal_inwoners", "aant_inw", "residents", "inwoners"];
const WATER_NAMES = ["water", "h2o"];
/** Codes of CBS have 10 characters. Assumption for the limit. */
const MAX_CODE_LENGTH = 100;
const MAX_NAME_LENGTH = 200;
/** The whole country, with room to grow; assumption for the limit. */
const MAX_RESIDENTS = 25_000_000;

/** `kindTold` serves files whose features do not say what they are. */
export function describeRegion(
  place: string,
  properties: unknown,
  kindTold?: RegionKind,
): RegionDescription | Finding {
  const values = lowerCaseKeys(properties);
  const isWater = ["JA", "B"].includes(textOf(values, WATER_NAMES).toUpperCase());
  const told = values.get(RESIDENTS_NAMES.find((name) => values.has(name)) ?? "");
  const residents = readCount(told, MAX_RESIDENTS);
  if (residents === undefined || (residents !== null && !Number.isInteger(residents))) {
    const expected = "a whole number from 0, or -99997 where withheld";
    // 1.234 is 1,234 where points stand between thousands, and nobody can tell
    return rejected(place, "residents", told, expected, "correct the number; write it without points");
  }
  const level = CBS_LEVELS.findIndex(({ codeNames }) => textOf(values, codeNames) !== "");
  if (level === -1) return describeOther(place, values, { residents, isWater, kindTold });

  const { kind, codeNames, nameNames, code: pattern } = CBS_LEVELS[level];
  const code = textOf(values, codeNames);
  if (!pattern.test(code)) {
    return rejected(place, codeNames[0], code, `a CBS code of a ${kind}`, "correct the code");
  }
  const parent = CBS_LEVELS[level + 1];
  const parentCode = (parent && textOf(values, parent.codeNames).slice(0, MAX_CODE_LENGTH)) || null;
  return { code, name: nameOf(values, nameNames) || code, kind, parentCode, residents, isWater };
}

function describeOther(
  place: string,
  values: Map<string, unknown>,
  { residents, isWater, kindTold }: { residents: number | null; isWater: boolean; kindTold?: RegionKind },
): RegionDescription | Finding {
  const code = textOf(values, CODE_NAMES);
  if (code === "") {
    const got = [...values.keys()].slice(0, 20).join(", ");
    const expected = "gemeentecode, wijkcode, buurtcode, or code, name and kind";
    return rejected(place, "code", got, expected, "give every region a code");
  }
  if (code.length > MAX_CODE_LENGTH) {
    const expected = `at most ${MAX_CODE_LENGTH} characters`;
    return rejected(place, "code", `${code.length} characters`, expected, "give every region a short code");
  }
  const kind =
    REGION_KINDS.find((known) => known === textOf(values, KIND_NAMES)) ?? kindTold ?? kindOfCode(code);
  if (!kind) {
    const got = textOf(values, KIND_NAMES) || "nothing";
    return rejected(place, "kind", got, `one of ${REGION_KINDS.join(", ")}`, "tell the kind of the regions");
  }
  const parentCode = textOf(values, PARENT_NAMES).slice(0, MAX_CODE_LENGTH) || null;
  return { code, name: nameOf(values, NAME_NAMES) || code, kind, parentCode, residents, isWater };
}

/** Codes of CBS carry their kind: `PV20`, `VR17`, `GG0111`, `GM0503`, `WK050311`, `BU05031101`. */
function kindOfCode(code: string): RegionKind | undefined {
  if (/^PV\d{2}$/.test(code)) return "provincie";
  if (/^VR\d{2}$/.test(code)) return "veiligheidsregio";
  if (/^GG\d{2,6}$/.test(code)) return "ggd";
  return CBS_LEVELS.find(({ code: pattern }) => pattern.test(code))?.kind;
}

function lowerCaseKeys(properties: unknown): Map<string, unknown> {
  const isObject = typeof properties === "object" && properties !== null;
  return new Map(
    isObject ? Object.entries(properties).map(([key, value]) => [key.toLowerCase(), value]) : [],
  );
}

function nameOf(values: Map<string, unknown>, names: readonly string[]): string {
  return textOf(values, names).slice(0, MAX_NAME_LENGTH);
}

/** The first of the properties that is there, as trimmed text; empty when none is. */
function textOf(values: Map<string, unknown>, names: readonly string[]): string {
  const value = names.map((name) => values.get(name)).find((found) => found !== undefined && found !== null);
  return typeof value === "string" || typeof value === "number" ? String(value).trim() : "";
}
