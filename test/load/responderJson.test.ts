import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ByteSource } from "../../src/load/reader.ts";
import { readResponderJson } from "../../src/load/responderJson.ts";
import { readAll, sourceOf } from "./sources.ts";

const AMSTERDAM = { lng: 4.9041, lat: 52.3676 };
const readLines = (bytes: ByteSource, columns = {}) => readResponderJson(bytes, { columns, form: "ndjson" });
const HOME = [0.4, 0.9, 1, 0.75];

describe("responders as GeoJSON and NDJSON", () => {
  const fields = { count: 2, weekday: 0.4, evening: 0.9, night: 1, weekend: "0,75" };
  const point = (properties: object, coordinates: unknown = [4.9041, 52.3676]) => {
    return { type: "Feature", geometry: { type: "Point", coordinates }, properties };
  };
  const collection = (...features: object[]) => JSON.stringify({ type: "FeatureCollection", features });
  const weighted = { position: AMSTERDAM, count: 2, weights: HOME };

  it("gives the same places as CSV, from points", async () => {
    const text = collection(point(fields), point({ name: "x" }));
    const { records, findings } = await readAll(readResponderJson(sourceOf(text, 50)));
    expect(findings).toEqual([]);
    expect(records).toEqual([weighted, { position: AMSTERDAM, count: 1, weights: null }]);
  });

  it("gives them from lines, flat or as points, weights together or not", async () => {
    const { count, ...weights } = fields;
    const lines = [
      { lng: 4.9041, lat: "52,3676", count, weights },
      point(fields),
      { lat: 52.3676, lon: 4.9041 },
    ];
    const text = lines.map((line) => JSON.stringify(line)).join("\r\n");
    const { records, findings } = await readAll(readLines(sourceOf(`\uFEFF${text}\n\n`, 7)));
    expect(findings).toEqual([]);
    expect(records).toEqual([weighted, weighted, { position: AMSTERDAM, count: 1, weights: null }]);
  });

  it("gives them from a list", async () => {
    const text = JSON.stringify([{ lng: 4.9041, lat: 52.3676 }, point(fields)]);
    const { records, findings } = await readAll(readResponderJson(sourceOf(text, 7), { form: "json-list" }));
    expect(findings).toEqual([]);
    expect(records).toEqual([{ position: AMSTERDAM, count: 1, weights: null }, weighted]);
  });

  it("takes the names that are told for fields, never for a point's place", async () => {
    const columns = { lng: "x", lat: "y", night: "thuis" };
    const properties = { weekday: 0.4, evening: 0.9, thuis: 1, weekend: 0.75 };
    const line = JSON.stringify({ x: 4.9041, y: 52.3676, ...properties });
    const text = `${line}\n${JSON.stringify(point(properties))}\n`;
    const { records } = await readAll(readLines(sourceOf(text), columns));
    expect(records).toEqual([1, 1].map((count) => ({ position: AMSTERDAM, count, weights: HOME })));
  });

  it.each<[object, string, string]>([
    [{ lng: 4.9041, lat: 52.3676, count: 0 }, "count", "0"],
    [{ lng: 4.9041, lat: 52.3676, count: 1.5 }, "count", "a broken number"],
    [{ lng: 4.9041, lat: 52.3676, count: "1e9" }, "count", "more than 1000"],
    [{ lng: 4.9041, lat: 52.3676, count: {} }, "count", "no number"],
    [{ lng: 4.9041, lat: 52.3676, weights: { night: 1 } }, "weights", "weights for 1 of the four periods"],
    [
      { lng: 4.9041, lat: 52.3676, weights: { ...fields, ochtend: 1 } },
      "weights",
      "a weight for a period that is not one of the four",
    ],
    [
      { lng: 4.9041, lat: 52.3676, weights: { ...fields, count: undefined, night: 2 } },
      "night",
      "more than 1",
    ],
    [
      { lng: 4.9041, lat: 52.3676, weights: { ...fields, count: undefined, evening: -0.1 } },
      "evening",
      "less than nothing",
    ],
    [{ latitude: 52.3676 }, "lng", "an object without it"],
    [{ lng: 52.3676, lat: 4.9041 }, "lng, lat", "lng and lat swapped"],
    [{ type: "Feature", geometry: null, properties: {} }, "lng", "no number"],
    [{ type: "Feature", geometry: { type: "LineString", coordinates: [[4.9, 52.3]] } }, "lng", "no number"],
  ])("leaves out %j, naming its line, %s and no coordinate", async (line, field, got) => {
    const { records, findings } = await readAll(
      readLines(sourceOf(`{"lng":4.9041,"lat":52.3676}\n${JSON.stringify(line)}\n`)),
    );
    expect(records.length).toBe(1);
    expect(findings).toMatchObject([{ severity: "rejected", place: "line 2", field, got }]);
    // an object has no header
    expect(`${findings[0].expected} ${findings[0].advice}`).not.toMatch(/header|column/);
    expect(JSON.stringify(findings)).not.toMatch(/3676|9041/);
  });

  it("gives the whole lines around a broken one, and refuses a file cut off in the middle of one", async () => {
    const good = '{"lng":4.9041,"lat":52.3676}';
    const broken = await readAll(readLines(sourceOf(`${good}\n{"lng":\n${good}\n`, 11)));
    expect(broken.records.length).toBe(2);
    expect(broken.findings).toMatchObject([{ place: "line 2", field: "line", got: "broken JSON" }]);
    const cut = await readAll(readLines(sourceOf(`${good}\n{"lng":4.9`, 11)));
    expect(cut.findings).toMatchObject([{ place: "file", got: "the end of the file in line 2" }]);
    const empty = await readAll(readLines(sourceOf(" ")));
    expect(empty.findings).toMatchObject([{ place: "file", got: "an empty file" }]);
    const endless = await readAll(readLines(sourceOf(`{"a":"${"x".repeat(1_100_000)}"}`)));
    expect(endless.findings).toMatchObject([{ place: "file", got: "a line 1 without end" }]);
  });

  it("never throws, and never shows a digit, whatever a line holds", async () => {
    const digits = fc.string({
      unit: fc.constantFrom("7", "3", ".", "-", ",", '"', "{", "}", ":"),
      maxLength: 20,
    });
    const value = fc.oneof(digits, fc.jsonValue());
    const line = fc.oneof(
      digits,
      fc
        .record({ lng: value, lat: value, count: value, weights: value, night: value }, { requiredKeys: [] })
        .map((fields) => JSON.stringify(fields)),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(line, { maxLength: 8 }), async (lines) => {
        const { findings } = await readAll(readLines(sourceOf(lines.join("\n"), 9)));
        for (const { got, expected, advice } of findings) {
          expect(`${got} ${expected} ${advice}`).not.toMatch(/[73][73.]+[73]/);
        }
      }),
      { numRuns: 200 },
    );
  });
});
