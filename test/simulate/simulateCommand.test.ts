import { describe, expect, it } from "vitest";
import { simulateHelp } from "../../scripts/simulate/help.ts";
import { readSimulateOptions } from "../../scripts/simulate/options.ts";

const at = ["place", "--lng", "4.9", "--lat", "52.37"];

describe("npm run simulate", () => {
  it("takes a place or a region", () => {
    expect(readSimulateOptions([...at, "--seed", "7", "--period", "night"])).toMatchObject({
      at: { lng: 4.9, lat: 52.37 },
      region: null,
      seed: 7,
      period: "night",
    });
    expect(readSimulateOptions(["sweep", "--region", "GM0503"])).toMatchObject({
      at: null,
      region: "GM0503",
    });
  });

  it.each([
    [["elsewhere"], 'got "elsewhere", expected place or sweep'],
    [["sweep"], "got no --region"],
    [["place", "--lng", "4.9"], "got no --lat, expected degrees"],
    [["place", "--lng", "52,37", "--lat", "4"], "got --lng 52,37, expected a number from -180 to 180"],
    [[...at, "--period", "monday"], "got --period monday, expected one of week, weekday"],
    [[...at, "--seed", "1.5"], "got --seed 1.5, expected a whole number"],
    [[...at, "--precision", "2"], "got --precision 2, expected a number from 0 to 0.5"],
    [[...at, "--lang", "fr"], "got --lang fr, expected nl or en"],
  ])("refuses %j", (args, message) => {
    expect(() => readSimulateOptions(args as string[])).toThrow(message as string);
  });

  it("explains every option in both languages", () => {
    const english = simulateHelp("en", {});
    const dutch = simulateHelp(undefined, { LANG: "nl_NL.UTF-8" });
    const optionsIn = (text: string) => [
      ...new Set([...text.matchAll(/--([a-z][a-z-]+)/g)].map(([, name]) => name)),
    ];
    expect(optionsIn(dutch).sort()).toEqual(optionsIn(english).sort());
    for (const option of [
      "lng",
      "lat",
      "region",
      "period",
      "seed",
      "precision",
      "arrests",
      "called-off",
      "utstein",
      "rows",
      "scenario",
      "json",
      "data",
      "database-url",
      "detours",
    ]) {
      expect(optionsIn(english)).toContain(option);
    }
    expect(readSimulateOptions([])).toEqual({ help: undefined });
  });
});
