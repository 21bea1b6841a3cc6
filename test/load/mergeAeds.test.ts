import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { metersBetween } from "../../src/load/aedSameness.ts";
import { groupRows, mergeAeds } from "../../src/load/mergeAeds.ts";
import { privateRef } from "../../src/load/privateRef.ts";
import type { Aed } from "../../src/load/records.ts";
import { keyOfRow, pairKey, type SourcedAed } from "../../src/load/sourcedAed.ts";
import { aed } from "../imports/world.ts";
import { bruteGroups } from "../oracle/bruteMerge.ts";
import { geodesicMeters } from "../oracle/geodesicMeters.ts";

const PLAIN: Partial<Aed> = { name: null, indoor: null, access: "unknown", checkedDate: null };
const HOME = { lng: 5.1, lat: 52.1 };
/** Metres to degrees at HOME, good to a thousandth. */
const north = (meters: number) => ({ lng: HOME.lng, lat: HOME.lat + meters / 111_265 });
const row = (sourceId: string, ref: string, changes: Partial<Aed> = {}, rest: Partial<SourcedAed> = {}) => ({
  sourceId,
  dataDate: null,
  knownSince: 1,
  aed: aed(ref, { ...PLAIN, position: HOME, ...changes }),
  ...rest,
});
const groupsOf = (rows: SourcedAed[], apart: string[] = []) =>
  groupRows(rows, new Set(apart)).map((group) => group.map(keyOfRow));

describe("two records of two sources", () => {
  const isOne = (a: Partial<Aed>, b: Partial<Aed>, refs = ["1", "2"]) =>
    groupsOf([row("a", refs[0], a), row("b", refs[1], { position: north(10), ...b })]).length === 1;

  it("are one AED up to and with 25 m", () => {
    const at = (meters: number) => {
      let [low, high] = [0, 0.001];
      for (let step = 0; step < 60; step++) {
        const middle = (low + high) / 2;
        if (metersBetween(HOME, { lng: HOME.lng, lat: HOME.lat + middle }) <= meters) low = middle;
        else high = middle;
      }
      return { lng: HOME.lng, lat: HOME.lat + low };
    };
    expect(isOne({}, { position: at(25) })).toBe(true);
    expect(isOne({}, { position: at(25.001) })).toBe(false);
    expect(geodesicMeters(HOME, at(25))).toBeCloseTo(25, 3);
  });

  it.each<[string, boolean, Partial<Aed>, Partial<Aed>]>([
    ["indoor and outdoor", false, { indoor: true }, { indoor: false }],
    ["indoor and not told", true, { indoor: true }, {}],
    ["public and restricted", false, { access: "public" }, { access: "restricted" }],
    ["public and not told", true, { access: "public" }, {}],
    ["two floors", false, { level: "0" }, { level: "1" }],
    ["floors in common", true, { level: "0;1" }, { level: "1e verdieping" }],
    ["ground floor in words", true, { level: "0" }, { level: "begane grond" }],
    ["a floor nobody can read", true, { level: "0" }, { level: "hal" }],
    ["two operators", false, { operator: "ProRail" }, { operator: "Gemeente Nijmegen" }],
    ["two shops", false, { name: "Albert Heijn" }, { name: "Etos" }],
    ["one name in two spellings", true, { name: "Sporthal De Kréék" }, { name: "zwembad de kreek" }],
    ["one name in one word and two", true, { name: "Candea College" }, { name: "Candeacollege" }],
    ["numbered buildings", false, { name: "Gebouw 1" }, { name: "Gebouw 2" }],
    ["nothing but common words", true, { name: "AED" }, { name: "De Brug" }],
    ["an operator in place of a name", true, { name: "ProRail", operator: "ProRail" }, { name: "Station" }],
    ["two serial numbers", false, { serial: "A-1" }, { serial: "A-2" }],
    ["one serial number, in and out", true, { serial: "A-1", indoor: true }, { serial: "a1", indoor: false }],
  ])("%s: %s", (_, expected, a, b) => {
    expect(isOne(a, b)).toBe(expected);
    expect(isOne(b, a)).toBe(expected);
  });

  it("are one by a telling ref whatever the rest says, and not by a number in a list", () => {
    const [inside, outside] = [{ indoor: true }, { indoor: false }];
    expect(isOne(inside, outside, ["49702674", "49702674"])).toBe(true);
    expect(isOne(inside, outside, ["17", "17"])).toBe(false);
    expect(isOne(inside, outside, ["at/52.1,5.1/x", "at/52.1,5.1/x"])).toBe(false);
    expect(isOne({}, { position: north(40) }, ["49702674", "49702674"])).toBe(false);
  });

  it("are one as an element of OpenStreetMap though it was moved, and two as two elements on one spot", () => {
    const moved = { position: north(90), indoor: false };
    expect(isOne({ indoor: true }, moved, ["node/5", "node/5"])).toBe(true);
    expect(isOne({}, { position: north(110) }, ["node/5", "node/5"])).toBe(false);
    expect(isOne({}, { position: HOME }, ["node/5", "node/6"])).toBe(false);
    expect(isOne({}, {}, ["node/5", "kast 7"])).toBe(true);
  });

  it("never touch a private AED, wherever it is put", () => {
    const hidden = { coarsened: true, access: "private" as const, position: north(0) };
    expect(isOne(hidden, { position: HOME })).toBe(false);
    expect(isOne(hidden, hidden)).toBe(false);
    expect(isOne(hidden, { position: HOME }, ["private/k3", "private/k3"])).toBe(false);
    expect(isOne(hidden, { position: HOME }, ["node/5", "node/5"])).toBe(false);
    const element = privateRef(new Uint8Array(32), { sourceId: "a", ref: "node/5" });
    expect(isOne(hidden, { ...hidden, position: north(900) }, [element, element])).toBe(true);
    expect(isOne(hidden, { position: HOME }, [element, element])).toBe(false);
    // no ref that loading makes of a private AED
    expect(isOne(hidden, hidden, ["node/5", "node/5"])).toBe(false);
    expect(isOne(hidden, hidden, ["private/861969/1", "private/861969/1"])).toBe(false);
  });

  it("stay two where a person took them apart, in whichever order", () => {
    const rows = [row("a", "1"), row("b", "2")];
    expect(groupsOf(rows)).toEqual([["a:1", "b:2"]]);
    expect(groupsOf(rows, [pairKey("b:2", "a:1")])).toEqual([["a:1"], ["b:2"]]);
  });
});

describe("more records", () => {
  it("go to the nearest, each once", () => {
    // b1 is 8 m from a1 and 12 m from a2: a1 gets it; b2 is 20 m from a2 alone
    const rows = [
      row("a", "a1"),
      row("a", "a2", { position: north(20) }),
      row("b", "b1", { position: north(8) }),
      row("b", "b2", { position: north(40) }),
    ];
    expect(groupsOf(rows)).toEqual([
      ["a:a1", "b:b1"],
      ["a:a2", "b:b2"],
    ]);
  });

  it("of one source are never one, however near", () => {
    expect(groupsOf([row("a", "1"), row("a", "2")])).toHaveLength(2);
  });

  it("of three sources are one only when all are within reach of each other", () => {
    const chain = [
      row("a", "1"),
      row("b", "1", { position: north(15) }),
      row("c", "1", { position: north(31) }),
    ];
    expect(groupsOf(chain)).toEqual([["a:1", "b:1"], ["c:1"]]);
    const near = [chain[0], chain[1], row("c", "1", { position: north(24) })];
    expect(groupsOf(near)).toEqual([["a:1", "b:1", "c:1"]]);
  });

  it("at a placeholder that many share stay as many as they are, quickly", () => {
    const pile = (source: string) => Array.from({ length: 4_000 }, (_, n) => row(source, `${n}`));
    const rows = [...pile("a"), ...pile("b"), row("c", "x", { position: north(200) })];
    const start = performance.now();
    expect(groupsOf(rows)).toHaveLength(8_001);
    expect(performance.now() - start).toBeLessThan(2_000);
  });
});

describe("random worlds", () => {
  const position = fc
    .record({ x: fc.integer({ min: 0, max: 120 }), y: fc.integer({ min: 0, max: 120 }) })
    .map(({ x, y }) => ({ lng: HOME.lng + x / 68_550, lat: HOME.lat + y / 111_265 }));
  const some = <T>(...values: T[]) => fc.constantFrom(...values);
  const record = fc.record({
    sourceId: some("a", "b", "c"),
    ref: some("node/1", "node/2", "node/3", "70001", "70002", "1", "2", "3", "4", "5", "6"),
    position,
    indoor: some(null, null, null, true, false),
    access: some<Aed["access"]>("unknown", "unknown", "public", "restricted"),
    level: some(null, null, null, "0", "1"),
    operator: some(null, null, "ProRail", "Gemeente"),
    name: some(null, null, "Albert Heijn", "Etos"),
    serial: some(null, null, null, null, "S1", "S2"),
    dataDate: some(null, "2024-01-01", "2025-01-01"),
    checkedDate: some(null, null, "2024-06-01"),
    openHours: some("1".repeat(168), "?".repeat(168), `${"1".repeat(100)}${"0".repeat(68)}`),
    knownSince: fc.integer({ min: 1, max: 9 }),
  });
  const world = fc
    .uniqueArray(record, {
      minLength: 2,
      maxLength: 14,
      selector: ({ sourceId, ref }) => `${sourceId}:${ref}`,
    })
    .map((records) =>
      records.map(({ sourceId, ref, dataDate, knownSince, ...changes }) => {
        const alwaysOpen = changes.openHours.includes("0")
          ? false
          : changes.openHours.includes("?")
            ? null
            : true;
        return row(sourceId, ref, { ...changes, alwaysOpen }, { dataDate, knownSince });
      }),
    );
  /** Metres in the plane and along the geodesic differ by micrometres: not where a limit or a tie hangs on them. */
  const isDecided = (rows: SourcedAed[]) => {
    const meters = rows
      .flatMap((p, n) => rows.slice(n + 1).map((q) => geodesicMeters(p.aed.position, q.aed.position)))
      .sort((p, q) => p - q);
    const isTie = meters.some((m, n) => n > 0 && m > 0 && m - meters[n - 1] < 1e-3 && m < 101);
    return !isTie && meters.every((m) => Math.abs(m - 25) > 1e-3 && Math.abs(m - 100) > 1e-3);
  };

  it("are grouped as the definition reads", () => {
    let groupCount = 0;
    fc.assert(
      fc.property(world, (rows) => {
        fc.pre(isDecided(rows));
        const groups = groupsOf(rows);
        groupCount += groups.filter((group) => group.length > 1).length;
        expect(groups.map((group) => [...group].sort()).sort()).toEqual(bruteGroups(rows));
      }),
      { numRuns: 400 },
    );
    expect(groupCount).toBeGreaterThan(200);
  });

  it("come out the same in every order of rows", () => {
    fc.assert(
      fc.property(world, fc.infiniteStream(fc.nat()), (rows, draws) => {
        const shuffled = rows
          .map((one) => ({ one, at: draws.next().value }))
          .sort((p, q) => p.at - q.at)
          .map(({ one }) => one);
        expect(mergeAeds(shuffled)).toEqual(mergeAeds(rows));
      }),
      { numRuns: 300 },
    );
  });

  it("differ in nothing but ids by when the sources came", () => {
    fc.assert(
      fc.property(world, fc.array(fc.nat({ max: 9 }), { minLength: 14, maxLength: 14 }), (rows, ages) => {
        const later = rows.map((one, n) => ({ ...one, knownSince: ages[n] }));
        const withoutIds = ({ merged }: ReturnType<typeof mergeAeds>) =>
          merged.map(({ id, ...rest }) => rest);
        expect(withoutIds(mergeAeds(later))).toEqual(withoutIds(mergeAeds(rows)));
      }),
      { numRuns: 200 },
    );
  });

  it("lose no row and count none twice, and open no hour that no row opens", () => {
    fc.assert(
      fc.property(world, (rows) => {
        const { merged } = mergeAeds(rows);
        const keys = merged.flatMap(({ sources }) =>
          sources.map(({ sourceId, ref }) => `${sourceId}:${ref}`),
        );
        expect(keys.sort()).toEqual(rows.map(keyOfRow).sort());
        for (const { id, sources, openHours, alwaysOpen } of merged) {
          const own = sources.map(
            ({ sourceId, ref }) => rows.find((r) => keyOfRow(r) === `${sourceId}:${ref}`)!,
          );
          expect(own.map(keyOfRow)).toContain(id);
          expect(new Set(sources.map(({ sourceId }) => sourceId)).size).toBe(sources.length);
          expect(
            [...openHours].every((h, n) => h !== "1" || own.some((r) => r.aed.openHours[n] === "1")),
          ).toBe(true);
          if (alwaysOpen === true) expect(openHours).toBe("1".repeat(168));
        }
      }),
      { numRuns: 300 },
    );
  });

  it("bring each source's own row back when the others go", () => {
    fc.assert(
      fc.property(world, (rows) => {
        const rest = rows.filter(({ sourceId }) => sourceId === "a");
        for (const merged of mergeAeds(rest).merged) {
          const { id, sources, ...fields } = merged;
          const own = rest.find((one) => keyOfRow(one) === id)!;
          expect(sources).toHaveLength(1);
          expect(own.aed).toMatchObject(fields);
        }
      }),
      { numRuns: 50 },
    );
  });
});
