import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { listFiles } from "./sources.ts";

const TEXT =
  /\.(ts|mts|js|mjs|json|jsonc|toml|sql|md|html|css|svg|yml|yaml|sh|csv|txt)$|^\.ci\/run$|^\.npmrc$|^\.gitignore$/;
const texts = listFiles()
  .filter((path) => TEXT.test(path))
  .map((path) => ({ path, text: readFileSync(path, "utf8") }));

/** Where in which file a pattern stands, for the message. */
function findAll(pattern: RegExp, among = texts): string[] {
  return among.flatMap(({ path, text }) =>
    text
      .split("\n")
      .flatMap((line, i) => (pattern.test(line) ? [`${path}:${i + 1}: ${line.trim().slice(0, 80)}`] : [])),
  );
}

// written in pieces, so that this file does not find itself
const MACHINE_PATHS = new RegExp(`(^|[\\s"'\`(=:])/(${["work", "home", "root", "tmp", "Users"].join("|")})/`);
const REGISTRIES = new RegExp(
  ["registry\\.npm", "js\\.org|npm", "mirror\\.com|registry\\.yarn", "pkg"].join(""),
);
const UNFINISHED = new RegExp(
  `\\b(${["TO", "FIX", "X"].map((part, i) => part + ["DO", "ME", "XX"][i]).join("|")})\\b`,
);

describe("the project's files", () => {
  it("are found", () => {
    expect(texts.length).toBeGreaterThan(100);
  });

  it("name no path of one machine", () => {
    expect(findAll(MACHINE_PATHS)).toEqual([]);
  });

  it("name no package registry", () => {
    expect(findAll(REGISTRIES)).toEqual([]);
    const lock = texts.filter(({ path }) => path === "package-lock.json");
    expect(lock).toHaveLength(1);
    expect(findAll(/"resolved": "http/, lock)).toEqual([]);
  });

  it("leave nothing marked as unfinished", () => {
    expect(
      findAll(
        UNFINISHED,
        texts.filter(({ path }) => path !== "package-lock.json"),
      ),
    ).toEqual([]);
  });

  it("are short enough to read: at most 300 lines of code each, but for the list of tables", () => {
    const long = texts
      .filter(({ path }) => /^(src|scripts|test)\/.*\.ts$/.test(path) && path !== "src/store/schema.ts")
      .map(({ path, text }) => ({ path, lines: text.split("\n").length }))
      .filter(({ lines }) => lines > 301);
    expect(long).toEqual([]);
  });
});
