import { kinks, multiPolygon } from "@turf/turf";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dateFromName, describeSource, idFromName } from "../../scripts/load/describeSource.ts";
import type { InputFile } from "../../scripts/load/files.ts";
import { type LoadOptions, readLoadOptions } from "../../scripts/load/options.ts";
import { SHARD_CELL_COUNT } from "../../src/grid/cell.ts";
import { rejected } from "../../src/load/reader.ts";
import type { PopulationUnit } from "../../src/load/records.ts";
import { openDatabase } from "../../src/store/database.ts";
import { bulkInsert } from "../../src/store/imports/bulkInsert.ts";
import { packUnits, unpackUnits } from "../../src/store/imports/populationUnitPacking.ts";
import { mergeRegionCells, takenOverFindings } from "../../src/store/imports/regionCells.ts";
import { simplifyOutline } from "../../src/store/imports/regionOutline.ts";
import { addFindings, FINDINGS_SHOWN, startFindings } from "../../src/store/imports/report.ts";

const position = fc.record({
  lng: fc.double({ min: 3, max: 8, noNaN: true }),
  lat: fc.double({ min: 50, max: 54, noNaN: true }),
});
const count = fc.option(fc.double({ min: 0, max: 20_000, noNaN: true }));
const unit: fc.Arbitrary<PopulationUnit> = fc.record({
  code: fc.string({ minLength: 1, maxLength: 12, unit: "grapheme" }),
  residents: count,
  dwellings: count,
  ages: fc.option(fc.array(count, { minLength: 5, maxLength: 5 })),
  shape: fc.oneof(
    fc.record({
      kind: fc.constant("square" as const),
      sideMeters: fc.constantFrom(100, 500),
      ring: fc.array(position, { minLength: 4, maxLength: 6 }),
    }),
    fc.record({
      kind: fc.constant("disc" as const),
      center: position,
      areaSquareMeters: fc.double({ min: 1, max: 1e9, noNaN: true }),
    }),
  ),
});

describe("packed population units", () => {
  it("come back as they were, withheld values apart from zero", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(unit, { minLength: 1, maxLength: 20 }), async (units) => {
        expect(await unpackUnits(await packUnits(units))).toEqual(units);
      }),
      { numRuns: 40 },
    );
  });
});

describe("population units packed before sizes and ages were kept", () => {
  it("are 100 m squares and discs without ages", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(unit, { minLength: 1, maxLength: 10 }), async (units) => {
        // such a pack is what the three lengths at its beginning say, and nothing after
        const packed = await packUnits(units);
        const view = new DataView(packed.buffer, packed.byteOffset);
        const before = packed.subarray(0, 12 + view.getUint32(0) + view.getUint32(4) + view.getUint32(8));
        const plain = units.map((one) => ({
          ...one,
          ages: null,
          shape: one.shape.kind === "square" ? { ...one.shape, sideMeters: 100 } : one.shape,
        }));
        expect(await unpackUnits(before)).toEqual(plain);
      }),
      { numRuns: 20 },
    );
  });
});

describe("a served outline", () => {
  /** A ring around a centre with noise: a coast. */
  const coast = fc
    .array(fc.double({ min: 0.002, max: 0.05, noNaN: true }), { minLength: 8, maxLength: 200 })
    .map((radii) => {
      const ring = radii.map((radius, n): [number, number] => {
        const angle = (2 * Math.PI * n) / radii.length;
        return [5 + radius * Math.cos(angle), 52 + radius * Math.sin(angle)];
      });
      return [[[...ring, ring[0]]]];
    });

  it("keeps every polygon, closed, and never crosses itself", () => {
    fc.assert(
      fc.property(coast, (polygons) => {
        const outline = simplifyOutline(polygons);
        expect(outline).toHaveLength(1);
        const [ring] = outline[0];
        expect(ring.length).toBeGreaterThanOrEqual(4);
        expect(ring.at(-1)).toEqual(ring[0]);
        expect(kinks(multiPolygon(outline)).features).toHaveLength(0);
      }),
      { numRuns: 60 },
    );
  });

  it("keeps an island of one are, smaller than what simplification passes over", () => {
    const island = [
      [
        [
          [5, 52],
          [5.0001, 52],
          [5.0001, 52.0001],
          [5, 52.0001],
          [5, 52],
        ],
      ],
    ] as [number, number][][][];
    expect(simplifyOutline(island)[0][0].length).toBeGreaterThanOrEqual(4);
  });
});

describe("regions of a shard", () => {
  const column = (codes: string[], cells: Record<number, number>) => {
    const cell = new Uint16Array(SHARD_CELL_COUNT);
    for (const [index, value] of Object.entries(cells)) cell[Number(index)] = value;
    return { kind: "buurt" as const, codes, cell };
  };
  const S = "85196953fffffff";

  it("free the cells of what goes, give overlaps to what comes, and name nobody who holds none", () => {
    const held = new Map([[S, [column(["A", "B", "C"], { 0: 1, 1: 1, 2: 2, 3: 3 })]]]);
    const fresh = new Map([[S, [column(["D"], { 2: 1, 4: 1 })]]]);
    const merged = mergeRegionCells(held, fresh, new Set(["A"]));
    const [buurten] = merged.shards.get(S)!;
    // A goes (cells 0 and 1), D takes B's only cell 2 and a new one, C keeps cell 3
    expect(buurten.codes).toEqual(["C", "D"]);
    expect([...buurten.cell.slice(0, 5)]).toEqual([0, 0, 2, 1, 2]);
    expect(takenOverFindings(merged)).toMatchObject([
      { severity: "warning", place: "buurt D", got: "1 cells that lay in B" },
    ]);
  });

  it("leave no shard behind when all of them go", () => {
    const held = new Map([[S, [column(["A"], { 0: 1 })]]]);
    expect(mergeRegionCells(held, new Map(), new Set(["A"])).shards.size).toBe(0);
  });
});

describe("findings", () => {
  it("are all counted by reason, and the first two hundred kept", () => {
    const findings = startFindings();
    addFindings(
      findings,
      Array.from({ length: 250 }, (_, n) => rejected(`row ${n}`, "lat", n, "degrees", "correct it")),
    );
    addFindings(findings, [rejected("row 9", "name", "", "a name", "add it")]);
    expect(findings.rejected).toBe(251);
    expect(findings.shown).toHaveLength(FINDINGS_SHOWN);
    expect([...findings.counts.values()].map(({ field, count }) => [field, count])).toEqual([
      ["lat", 250],
      ["name", 1],
    ]);
    expect(findings.broken).toBeNull();
  });
});

describe("many rows", () => {
  it("go in statements of at most five thousand, none when there are none", () => {
    const database = openDatabase({ connectionString: "postgresql://nobody:none@localhost/none" });
    const values = Array.from({ length: 12_001 }, (_, n) => n);
    const statements = (rows: number[]) =>
      bulkInsert(database, "t", {}, { a: { type: "integer", values: rows } });
    // 5,000 + 5,000 + 2,001
    expect(statements(values)).toHaveLength(3);
    expect(statements([])).toHaveLength(0);
  });
});

describe("a source that nobody named", () => {
  it("has the same id for every edition of its file", () => {
    expect(idFromName("duiven_aeds_2014.csv")).toBe("duiven-aeds");
    expect(idFromName("Duiven AEDs 2025-03-01.csv")).toBe("duiven-aeds");
    expect(idFromName("netherlands-20250301.osm.pbf")).toBe("netherlands");
    expect(idFromName("grid_100m_rijnmond_stats.csv")).toBe("grid-100m-rijnmond-stats");
    expect(idFromName("2024.csv")).toBe("file");
  });

  it("tells the kinds of one extract apart, so that each can be loaded from it", () => {
    const file = { name: "town-250101.osm.pbf", format: "pbf", head: "" } as InputFile;
    const idOf = (...typed: string[]) => describeSource(readLoadOptions(typed) as LoadOptions, [file]).id;
    expect(idOf("aeds", "x")).toBe("town-250101");
    expect(idOf("streets", "x")).toBe("town-250101-streets");
    expect(idOf("police-fire-posts", "x")).toBe("town-250101-police-fire-posts");
    expect(idOf("streets", "x", "--source", "osm")).toBe("osm");
  });

  it("has the date that its file's name says", () => {
    expect(dateFromName("duiven_aeds_2014.csv")).toBe("2014-01-01");
    expect(dateFromName("aeds-2025-03.csv")).toBe("2025-03-01");
    expect(dateFromName("netherlands-20250228.osm.pbf")).toBe("2025-02-28");
    expect(dateFromName("aeds_2025-02-31.csv")).toBe("2025-01-01");
    expect(dateFromName("grid_100m.csv")).toBeNull();
  });
});
