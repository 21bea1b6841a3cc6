import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ARREST_FLAGS, type Arrest } from "../../src/load/arrests.ts";
import {
  type AnswerCount,
  aggregateArrests,
  MIN_ARRESTS,
  QUESTIONS,
} from "../../src/privacy/aggregateArrests.ts";
import {
  ARREST_PERIODS,
  type ArrestPeriod,
  coarsen,
  type RegionCell,
} from "../../src/privacy/arrestCells.ts";

const TABLE = ["GM0001", "GM0002", "GM0003", "GM0004", "GM0005", "GM0006"].map((code, n) => ({
  code,
  name: code,
  provincie: null,
  veiligheidsregio: n < 3 ? "VR17" : "VR18",
  ggd: null,
}));
const PLACES = [...TABLE.map(({ code }) => code), "VR17", "GM9999"];

const arrest = (regionCode: string, changes: Partial<Arrest> = {}): Arrest => ({
  regionCode,
  period: "night",
  isOld: true,
  flags: Object.fromEntries(ARREST_FLAGS.map((flag) => [flag, null])) as Arrest["flags"],
  course: null,
  neurological: null,
  times: { ambulanceSeconds: null, firstCprSeconds: null, firstShockSeconds: null },
  ...changes,
});
const many = (count: number, regionCode: string, changes: Partial<Arrest> = {}) =>
  Array.from({ length: count }, () => arrest(regionCode, changes));
const counts = (arrests: Arrest[]) =>
  (aggregateArrests(arrests, TABLE)?.counts ?? []).map(({ code, arrests: n }) => [code, n]);

describe("regions of observed arrests", () => {
  it("that are too small become the rest of their region", () => {
    expect(
      counts([
        ...many(40, "GM0001"),
        ...many(12, "GM0002"),
        ...many(10, "GM0003"),
        ...many(2, "GM0004"),
        ...many(9, "GM0005"),
      ]),
    ).toEqual([
      ["GM0001", 40],
      ["GM0002", 12],
      ["GM0003", 10],
      ["VR18", 11],
    ]);
  });

  it("take the smallest beside them along where their rest alone is too small", () => {
    // 3 alone: the total of the region less A and B would give them back, so B goes too
    expect(counts([...many(40, "GM0001"), ...many(12, "GM0002"), ...many(3, "GM0003")])).toEqual([
      ["GM0001", 40],
      ["VR17", 15],
    ]);
  });

  it("take a whole region along where the country's rest is too small", () => {
    expect(counts([...many(40, "GM0001"), ...many(12, "GM0004"), ...many(3, "GM9999")])).toEqual([
      ["GM0001", 40],
      ["NL", 15],
    ]);
    expect(aggregateArrests(many(9, "GM0001"), TABLE)).toBeNull();
  });

  it("are split by period only as far as each part is enough", () => {
    const split = aggregateArrests(
      [
        ...many(30, "GM0001"),
        ...many(11, "GM0001", { period: "evening" }),
        ...many(4, "GM0001", { period: "weekend" }),
      ],
      TABLE,
    )!;
    expect(split.counts).toEqual([
      { code: "GM0001", periods: ["evening", "weekend"], arrests: 15 },
      { code: "GM0001", periods: ["night"], arrests: 30 },
    ]);
  });
});

describe("answers", () => {
  it("are told only where each has ten arrests, and a few unknown ones go with the largest", () => {
    const home = (atHome: boolean | null) => ({ flags: { ...arrest("x").flags, atHome } });
    const aggregate = (yes: number, no: number, unknown: number) =>
      aggregateArrests(
        [
          ...many(yes, "GM0001", home(true)),
          ...many(no, "GM0001", home(false)),
          ...many(unknown, "GM0001", home(null)),
        ],
        TABLE,
      )!.answers.atHome;
    expect(aggregate(30, 9, 20)).toEqual([]);
    expect(aggregate(30, 12, 0)).toMatchObject([{ answers: { yes: 30, no: 12 }, unknownWithin: null }]);
    expect(aggregate(30, 12, 4)).toMatchObject([{ answers: { yes: 34, no: 12 }, unknownWithin: "yes" }]);
    expect(aggregate(30, 12, 10)).toMatchObject([
      { answers: { yes: 30, no: 12, unknown: 10 }, unknownWithin: null },
    ]);
  });

  it("to 360 seconds count exactly 360 as within", () => {
    const arriving = (ambulanceSeconds: number) => ({ times: { ...arrest("x").times, ambulanceSeconds } });
    const { answers } = aggregateArrests(
      [...many(15, "GM0001", arriving(360)), ...many(10, "GM0001", arriving(361))],
      TABLE,
    )!;
    expect(answers.ambulanceSeconds).toMatchObject([{ answers: { within360: 15, later: 10 } }]);
  });
});

describe("quantiles", () => {
  it("are those of the known times to a quarter of a minute, told where ten lie beyond", () => {
    const rows = Array.from({ length: 41 }, (_, n) =>
      arrest("GM0001", { times: { ...arrest("x").times, ambulanceSeconds: 300 + 15 * n } }),
    );
    const { times } = aggregateArrests([...rows, ...many(3, "GM0001")], TABLE)!;
    // of 41 evenly spread values the quartiles are the 11th, 21st and 31st: 300 + 150, 300, 450
    expect(times.ambulanceSeconds).toEqual([
      {
        code: "GM0001",
        periods: ["night"],
        knownAtLeast: 40,
        seconds: { "0.25": 450, "0.5": 600, "0.75": 750 },
      },
    ]);
    const few = aggregateArrests(rows.slice(0, 12), TABLE)!.times.ambulanceSeconds;
    expect(Object.keys(few[0].seconds)).toEqual(["0.5"]);
  });
});

describe("any register", () => {
  const anyArrest = fc.record({
    regionCode: fc.constantFrom(...PLACES),
    period: fc.constantFrom("weekday", "evening", "night", "weekend", null),
    isOld: fc.constantFrom(true, true, false, null),
    course: fc.constantFrom("notAttempted", "noRosc", "rosc", "survived", null),
    atHome: fc.constantFrom(true, true, true, false, null),
    seconds: fc.option(fc.integer({ min: 100, max: 900 })),
  });
  const register = fc.array(anyArrest, { maxLength: 260 }).map((drawn) =>
    drawn.map(({ regionCode, period, isOld, course, atHome, seconds }) =>
      arrest(regionCode, {
        period: period as Arrest["period"],
        isOld,
        course: course as Arrest["course"],
        flags: { ...arrest("x").flags, atHome },
        times: { ...arrest("x").times, ambulanceSeconds: seconds },
      }),
    ),
  );
  /** What a cell's ground and periods are made of, as atoms `GM0001 night`, by the rule of the finest code. */
  const atomsOf = (
    cell: { code: string; periods: readonly ArrestPeriod[] },
    cells: readonly { code: string }[],
  ) => {
    const codes = new Set(cells.map(({ code }) => code));
    const regionOf = (place: string) => TABLE.find(({ code }) => code === place)?.veiligheidsregio ?? place;
    const holder = (place: string) =>
      codes.has(place) ? place : codes.has(regionOf(place)) ? regionOf(place) : "NL";
    const places = PLACES.filter((place) => holder(place) === cell.code);
    return new Set(places.flatMap((place) => cell.periods.map((period) => `${place} ${period}`)));
  };

  it("is told in cells of ten or more that add up to it, and no answer counts fewer", () => {
    fc.assert(
      fc.property(register, (arrests) => {
        const aggregate = aggregateArrests(arrests, TABLE);
        expect(aggregate === null).toBe(arrests.length < MIN_ARRESTS);
        if (!aggregate) return;
        expect(aggregate.counts.reduce((sum, cell) => sum + cell.arrests, 0)).toBe(arrests.length);
        for (const cell of aggregate.counts) {
          expect(cell.arrests).toBeGreaterThanOrEqual(MIN_ARRESTS);
          const atoms = atomsOf(cell, aggregate.counts);
          const inside = arrests.filter(({ regionCode, period }) =>
            atoms.has(`${regionCode} ${period ?? "unknown"}`),
          );
          // the ground rule says truly which arrests a cell holds
          expect(inside).toHaveLength(cell.arrests);
        }
        const cells: AnswerCount[] = Object.values(aggregate.answers).flat();
        for (const { answers } of cells) {
          expect(Math.min(...Object.values(answers))).toBeGreaterThanOrEqual(MIN_ARRESTS);
        }
      }),
      { numRuns: 60 },
    );
  });

  it("gives nothing back by differences: every cell of every table is made of whole cells of the first", () => {
    fc.assert(
      fc.property(register, (arrests) => {
        const aggregate = aggregateArrests(arrests, TABLE);
        if (!aggregate) return;
        const finest = aggregate.counts.map((cell) => atomsOf(cell, aggregate.counts));
        const tables = [...Object.values(aggregate.answers), ...Object.values(aggregate.times)];
        for (const table of tables) {
          for (const cell of table) {
            const atoms = atomsOf(cell, table);
            for (const fine of finest) {
              const shared = [...fine].filter((atom) => atoms.has(atom)).length;
              expect([0, fine.size]).toContain(shared);
            }
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it("has no fewer than ten in any answer beside one that follows from it, in any told cell", () => {
    const row = (
      course: Arrest["course"],
      event: boolean | null,
      rest: Partial<Arrest> = {},
    ): Partial<Arrest> => {
      const flags = { ...arrest("x").flags, eventSurvived: event, transported: event };
      return {
        course,
        neurological: course === "survived" ? "good" : course && "notSurvived",
        flags,
        ...rest,
      };
    };
    const usual = [
      row("noRosc", false),
      row("rosc", true),
      row("survived", true),
      row("survived", true, { neurological: "poor" }),
    ];
    const odd = [row("rosc", null), row("survived", true, { neurological: null }), row(null, null)];
    const rows = fc
      .tuple(
        fc.array(fc.tuple(fc.constantFrom(...usual), fc.constantFrom(...PLACES)), {
          minLength: 200,
          maxLength: 400,
        }),
        fc.array(fc.tuple(fc.constantFrom(...odd), fc.constantFrom(...PLACES)), { maxLength: 25 }),
      )
      .map(([most, few]) => [...most, ...few].map(([changes, place]) => arrest(place, changes)));
    let told = 0;
    fc.assert(
      fc.property(rows, (arrests) => {
        const { answers } = aggregateArrests(arrests, TABLE)!;
        for (const [name, others] of [
          ["neurological", ["course", "eventSurvived"]],
          ["eventSurvived", ["course", "transported"]],
        ] as const) {
          for (const cell of answers[name]) {
            told += 1;
            const atoms = atomsOf(cell, answers[name]);
            const inside = arrests.filter((one) => atoms.has(`${one.regionCode} ${one.period}`));
            for (const other of others) {
              const pairs = inside.map(
                (one) => `${QUESTIONS[name].answer(one)}|${QUESTIONS[other].answer(one)}`,
              );
              for (const pair of new Set(pairs))
                expect(pairs.filter((one) => one === pair).length).toBeGreaterThanOrEqual(MIN_ARRESTS);
            }
          }
        }
      }),
      { numRuns: 60, seed: 4 },
    );
    expect(told).toBeGreaterThan(30);
  });

  it("is told the same whatever the order of its rows", () => {
    fc.assert(
      fc.property(register, (arrests) => {
        expect(aggregateArrests(arrests.toReversed(), TABLE)).toEqual(aggregateArrests(arrests, TABLE));
      }),
      { numRuns: 20 },
    );
  });
});

describe("cells made of cells", () => {
  it("join the periods that their parts had joined", () => {
    const part = (periods: ArrestPeriod[], count: number) => ({ periods, rows: many(count, "x") });
    const cells: RegionCell<Arrest>[] = [
      { code: "GM0001", within: "VR17", parts: [part(["weekday"], 20), part(["evening", "night"], 20)] },
      { code: "GM0002", within: "VR17", parts: [part(["weekday", "evening"], 12), part(["night"], 11)] },
    ];
    const [joined] = coarsen(cells, (rows) => rows.length >= 45);
    // weekday–evening in one, evening–night in the other: all three hang together
    expect(joined.code).toBe("VR17");
    expect(joined.parts.map(({ periods }) => periods)).toEqual([["weekday", "evening", "night"]]);
    expect(ARREST_PERIODS).toHaveLength(5);
  });
});
