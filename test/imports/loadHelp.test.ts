import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { loadHelp } from "../../scripts/load/help.ts";
import { HELP_DUTCH } from "../../scripts/load/helpDutch.ts";
import { HELP_ENGLISH } from "../../scripts/load/helpEnglish.ts";
import { readLoadOptions } from "../../scripts/load/options.ts";
import { SUBJECTS } from "../../scripts/load/subjects.ts";
import { FILE_SUBJECTS, FORMATS } from "../../src/store/imports/fileSubjects.ts";

const options = readFileSync(new URL("../../scripts/load/options.ts", import.meta.url), "utf8");
/** As `parseArgs` is told them. */
const OPTIONS = [...options.matchAll(/^ {6}"?([\w-]+)"?: \{ type: "(string|boolean)"/gm)].map(
  ([, name]) => name,
);
const optionsIn = (text: string) => [...text.matchAll(/--([a-z][a-z-]+)/g)].map(([, name]) => name);

const NAMES_OF_FORMAT = {
  pbf: /\.(?:osm\.)?pbf/,
  json: /GeoJSON/,
  overpass: /Overpass/,
  "json-list": /list of JSON|lijst van JSON/,
  ndjson: /NDJSON/,
  csv: /CSV/,
};

describe.each([
  ["English", HELP_ENGLISH, "en"],
  ["Dutch", HELP_DUTCH, "nl"],
] as const)("the help in %s", (_, help, lang) => {
  const general = loadHelp({ lang }, {});
  const ofKind = (subject: string) => loadHelp({ subject, lang }, {});

  it("names everything that may be typed", () => {
    for (const subject of SUBJECTS) expect(general).toMatch(new RegExp(`^ {2}${subject} ?`, "m"));
    const all = [general, ...SUBJECTS.map(ofKind)].join("\n");
    expect(OPTIONS.length).toBeGreaterThan(15);
    for (const option of OPTIONS) expect(all).toContain(`--${option}`);
  });

  it("names no option that is not there", () => {
    const all = [general, ...SUBJECTS.map(ofKind)].join("\n");
    expect(optionsIn(all).filter((name) => !OPTIONS.includes(name))).toEqual([]);
  });

  it.each(FILE_SUBJECTS)("of %s names each of its formats, and an example that may be typed", (subject) => {
    for (const format of FORMATS[subject]) expect(ofKind(subject)).toMatch(NAMES_OF_FORMAT[format]);
    const examples = help.kinds[subject].split("\n").filter((line) => line.startsWith("  npm run load -- "));
    expect(examples).toHaveLength(1);
    const words = examples[0].replace("  npm run load -- ", "").split(" ");
    expect(readLoadOptions(words)).toMatchObject({ subject });
  });

  it("fits on a screen of 120 columns", () => {
    const lines = [general, ...SUBJECTS.map(ofKind)].join("\n").split("\n");
    expect(lines.filter((line) => line.length > 120)).toEqual([]);
  });
});

describe("the language", () => {
  it("is what is asked for, else that of the machine, else English", () => {
    const isDutch = (environment: Record<string, string>, lang?: "nl" | "en") =>
      loadHelp({ lang }, environment).includes("bestanden in de database");
    expect(isDutch({ LANG: "nl_NL.UTF-8" })).toBe(true);
    expect(isDutch({ LANG: "nl_NL.UTF-8" }, "en")).toBe(false);
    expect(isDutch({ LC_ALL: "en_GB.UTF-8", LANG: "nl_NL.UTF-8" })).toBe(false);
    expect(isDutch({ LC_ALL: "", LANG: "nl_BE" })).toBe(true);
    expect(isDutch({ LANG: "C" })).toBe(false);
    expect(isDutch({}, "nl")).toBe(true);
  });
});
