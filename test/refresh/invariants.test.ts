import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type RegionFigures, regionFigures } from "../../src/coverage/regionFigures.ts";
import { emptyRegionSums, type RegionSums } from "../../src/coverage/regionSums.ts";
import {
  FIGURE_COUNT,
  LAYER_COUNT,
  RESPONSE_FIGURES,
  type ResponseFigure,
} from "../../src/coverage/shardResponse.ts";
import { brokenShares, brokenSums, MOVE_SHARE_MAX, movedRegions } from "../../src/refresh/invariants.ts";
import { DEFAULT_SCENARIO } from "../../src/scenario.ts";

/** A region of so many residents, of whom a share lives in the official zone. */
function sumsOf(residents: number, officialZoneShare = 0.5): RegionSums {
  return { ...emptyRegionSums(), cells: 4, residents, officialZoneResidents: officialZoneShare * residents };
}
const country = (...parts: RegionSums[]) =>
  new Map(
    [["NL", sumsOf(parts.reduce((sum, { residents }) => sum + residents, 0))]].concat(
      parts.map((part, n) => [`R${n}`, part] as never),
    ) as [string, RegionSums][],
  );
const kinds = new Map([
  ["R0", "gemeente"],
  ["R1", "gemeente"],
]);
const figuresOf = (officialZoneShare: number): RegionFigures =>
  regionFigures(sumsOf(1_000, officialZoneShare), DEFAULT_SCENARIO);

describe("the sums of a run", () => {
  it("hold where all residents are in the country and no region has more than all", () => {
    const whole = { sums: country(sumsOf(600), sumsOf(400)), kinds, populationResidents: 1_000 };
    expect(brokenSums(whole)).toEqual([]);
  });

  it("name a resident who was lost", () => {
    const sums = country(sumsOf(600), sumsOf(400));
    expect(brokenSums({ sums, kinds, populationResidents: 1_001 })).toEqual([
      "got 1000 residents over all shards, expected 1001 of the population in force",
    ]);
  });

  it("name regions of one kind that hold more than the country, each of them whole", () => {
    const sums = country(sumsOf(600), sumsOf(400));
    sums.set("R1", sumsOf(401));
    expect(brokenSums({ sums, kinds, populationResidents: 1_000 })).toEqual([
      "got 1001 residents in all of kind gemeente, expected at most 1000",
    ]);
  });

  it("name a probability whose sum is more than the residents who have it, and no sum of seconds", () => {
    const at = (figure: ResponseFigure) => RESPONSE_FIGURES.indexOf(figure);
    const responseOf = (cpr: number) => {
      const sums = new Array(LAYER_COUNT * FIGURE_COUNT).fill(0);
      sums[at("cpr")] = cpr;
      sums[at("cprMedian")] = 400 * 360;
      return { sums, residents: new Array(FIGURE_COUNT).fill(400) };
    };
    const brokenBy = (cpr: number) => {
      const sums = country(sumsOf(600), { ...sumsOf(400), response: responseOf(cpr) });
      return brokenSums({ sums, kinds, populationResidents: 1_000 });
    };
    expect(brokenBy(400)).toEqual([]);
    expect(brokenBy(400.1)).toEqual(["got 400.1 for response cpr of region R1, expected 0 to 400"]);
    expect(brokenBy(Number.NaN)).toEqual(["got NaN for response cpr of region R1, expected 0 to 400"]);
  });

  it("name every part that is negative, not a number or more than its whole", () => {
    const parts = ["officialZoneResidents", "dwellings", "aeds"] as const;
    fc.assert(
      fc.property(fc.constantFrom(...parts), fc.constantFrom(-1, Number.NaN), (name, value) => {
        const sums = country(sumsOf(600), { ...sumsOf(400), [name]: value });
        expect(brokenSums({ sums, kinds, populationResidents: 1_000 }).join()).toContain(
          `got ${value} for ${name} of region R1`,
        );
      }),
    );
    const tooMany = sumsOf(400);
    tooMany.periods.night.reachableResidents = 400.1;
    const sums = country(sumsOf(600), tooMany);
    expect(brokenSums({ sums, kinds, populationResidents: 1_000 })).toEqual([
      "got 400.1 for night.reachableResidents of region R1, expected 0 to 400",
    ]);
  });
});

describe("the shares of a run", () => {
  it("are told where one is not between 0 and 1, in the whole or in a period", () => {
    const broken = structuredClone(figuresOf(0.5));
    broken.officialZoneShare = 1.01;
    broken.periods.weekend.reachableWithin500mShare = -0.01;
    expect(brokenShares(new Map([["R0", figuresOf(1)]]))).toEqual([]);
    expect(brokenShares(new Map([["R0", broken]]))).toEqual([
      "got 1.01 for officialZoneShare of region R0, expected 0 to 1",
      "got -0.01 for weekend.reachableWithin500mShare of region R0, expected 0 to 1",
    ]);
  });
});

describe("a region that moved", () => {
  const moved = (before: number, after: number, ...changed: string[]) =>
    movedRegions(new Map([["R0", figuresOf(before)]]), new Map([["R0", figuresOf(after)]]), new Set(changed));

  it("is told when it moved further than it may and nothing of its inputs changed", () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1 }), fc.double({ min: 0, max: 1 }), (before, after) => {
        fc.pre(Math.abs(Math.abs(after - before) - MOVE_SHARE_MAX) > 1e-9 || after === before);
        const isFar = Math.abs(after - before) > MOVE_SHARE_MAX;
        expect(moved(before, after).length > 0).toBe(isFar);
        expect(moved(before, after, "R0")).toEqual([]);
      }),
    );
  });

  it("is no reason to wait where the share was not known before", () => {
    const unknown = structuredClone(figuresOf(0.2));
    unknown.officialZoneShare = null;
    expect(movedRegions(new Map([["R0", unknown]]), new Map([["R0", figuresOf(0.9)]]), new Set())).toEqual(
      [],
    );
  });
});
