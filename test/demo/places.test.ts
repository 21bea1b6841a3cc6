import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LAKES } from "../../scripts/demo/lake.ts";
import { pointInRings } from "../../scripts/demo/outline.ts";
import { DISTRICTS, MUNICIPALITIES } from "../../scripts/demo/partsOfPlaces.ts";
import { apportion, countPartsOnce, demoPlaces, dutchRows } from "../../scripts/demo/places.ts";

const rows = dutchRows();
const kept = countPartsOnce(rows);
const residentsOf = (name: string) =>
  kept.filter((row) => row.name === name).map(({ residents }) => residents);

describe("places of the demo", () => {
  it("start from the 1,407 Dutch rows of GeoNames", () => {
    expect(rows.length).toBe(1_407);
  });

  it("count the people of a section once: Amsterdam-Zuidoost is in Amsterdam", () => {
    expect(rows.find(({ name }) => name === "Amsterdam-Zuidoost")).toMatchObject({ residents: 84_811 });
    expect(residentsOf("Amsterdam-Zuidoost")).toEqual([]);
    expect(residentsOf("Amsterdam")).toEqual([741_636]);
    expect(kept.some(({ featureCode }) => featureCode === "PPLX" || featureCode === "PPLL")).toBe(false);
  });

  it("count the people of a district once, though GeoNames calls it a place", () => {
    expect(residentsOf("Hoogvliet")).toEqual([]);
    expect(residentsOf("Scheveningen")).toEqual([]);
    expect(residentsOf("Rotterdam")).toEqual([598_199]);
  });

  it("take villages out of the municipality that bears their people", () => {
    // Zaanstad 140,085 holds Zaandam 71,708, Zaandijk 9,040 and Langeheit 1,180
    expect(residentsOf("Zaandam")).toEqual([71_708]);
    expect(residentsOf("Zaanstad")).toEqual([58_157]);
  });

  it("lose nobody else: what is left out is exactly what is in another row", () => {
    const sum = (list: { residents: number }[]) =>
      list.reduce((total, { residents }) => total + residents, 0);
    const parts = rows.filter(({ featureCode }) => featureCode === "PPLX" || featureCode === "PPLL");
    const named = (table: Readonly<Record<string, readonly string[]>>) => Object.values(table).flat();
    const districtNames = named(DISTRICTS);
    const districts = rows.filter((row) => districtNames.includes(row.name) && !parts.includes(row));
    const villages = kept.filter((row) => named(MUNICIPALITIES).includes(row.name));
    expect(districts.length).toBe(districtNames.length);
    expect(villages.length).toBe(named(MUNICIPALITIES).length);
    expect(sum(kept)).toBe(sum(rows) - sum(parts) - sum(districts) - sum(villages));
    expect(kept.every(({ residents }) => residents >= 0)).toBe(true);
  });

  it("have whole residents, together 17,942,942, in proportion to GeoNames to the nearest one", () => {
    const places = demoPlaces();
    expect(places.reduce((sum, { residents }) => sum + residents, 0)).toBe(17_942_942);
    const amsterdam = places.find(({ name }) => name === "Amsterdam")!;
    const total = kept.reduce((sum, { residents }) => sum + residents, 0);
    expect(Math.abs(amsterdam.residents - (741_636 / total) * 17_942_942)).toBeLessThan(1);
  });

  it("have codes of their own, DEMO0001 first, and Dutch names", () => {
    const places = demoPlaces();
    expect(places[0]).toMatchObject({ code: "DEMO0001", name: "Amsterdam" });
    expect(new Set(places.map(({ code }) => code)).size).toBe(places.length);
    expect(places.map(({ name }) => name)).toContain("Den Haag");
  });

  it("lie on dry ground: none in the lakes drawn by hand", () => {
    const isInLake = pointInRings(LAKES);
    expect(isInLake({ lng: 5.4, lat: 52.8 })).toBe(true);
    expect(demoPlaces().filter(({ position }) => isInLake(position))).toEqual([]);
  });
});

describe("apportionment", () => {
  it("sums to the total and is off by less than one anywhere", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 1e6 }), { minLength: 1 }),
        fc.nat(1e7),
        (weights, total) => {
          const counts = apportion(weights, total);
          const sum = weights.reduce((s, weight) => s + weight, 0);
          expect(counts.reduce((s, count) => s + count, 0)).toBe(total);
          counts.forEach((count, i) => {
            expect(Math.abs(count - (weights[i] / sum) * total)).toBeLessThan(1 + 1e-6);
          });
        },
      ),
    );
  });
});
