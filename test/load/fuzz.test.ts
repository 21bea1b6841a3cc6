import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { checkAed, checkBatch, checkRegion, checkResponder, checkUnit } from "../../scripts/fuzz/contract.ts";
import { makeCase, runCase } from "../../scripts/fuzz/fuzzCase.ts";
import { readMaterials } from "../../scripts/fuzz/materials.ts";
import { READERS } from "../../scripts/fuzz/readers.ts";
import { runFuzz } from "../../scripts/fuzz/runFuzz.ts";
import type { Aed } from "../../src/load/records.ts";
import { ALL_HOURS } from "../../src/load/weekMinutes.ts";

/** The long run is `npm run fuzz:load`. */
const CASES = 400;
const SEED = 112;
const materials = readMaterials();

describe("damaged files", () => {
  it("make no reader throw, hang or break its contract", async () => {
    const failed: string[] = [];
    let [recordCount, refusedCount] = [0, 0];
    for (let number = 0; number < CASES; number += 1) {
      const one = makeCase(SEED, number, materials);
      const [first, milliseconds] = await timed(() => runCase(one));
      recordCount += first.recordCount;
      refusedCount += Number(first.isRefused);
      if (first.fault) failed.push(`case ${number}, ${one.reader}: ${first.fault}`);
      // a busy machine may be slow once, not twice
      if (milliseconds > 1_000 && (await timed(() => runCase(one)))[1] > 1_000) {
        failed.push(`case ${number}, ${one.reader}: ${Math.round(milliseconds)} ms`);
      }
    }
    expect(failed).toEqual([]);
    // the damage is such that much is read and much is refused
    expect(recordCount).toBeGreaterThan(CASES);
    expect(refusedCount).toBeGreaterThan(CASES / 4);
  });

  it("are the same for the same seed and number", () => {
    for (const number of [1, 22, 333]) {
      expect(makeCase(SEED, number, materials)).toEqual(makeCase(SEED, number, materials));
      expect(makeCase(SEED, number, materials).bytes).not.toEqual(
        makeCase(SEED + 1, number, materials).bytes,
      );
    }
  });

  it("come to every reader there is", () => {
    const folder = new URL("../../src/load/", import.meta.url);
    const declared = readdirSync(folder).flatMap((name) => {
      const text = readFileSync(new URL(name, folder), "utf8");
      const found = text.matchAll(/export async function\* (read\w+)\([\s\S]*?\): (\w+)</g);
      return [...found].flatMap(([, reader, returned]) => (returned === "Read" ? [reader] : []));
    });
    expect(declared.length).toBeGreaterThan(7);
    const fuzzed = Object.values(READERS).map(({ read }) => String(read));
    expect(declared.filter((reader) => !fuzzed.some((text) => text.includes(reader)))).toEqual([]);
    expect(new Set(materials.map(({ reader }) => reader)).size).toBe(Object.keys(READERS).length);
  });

  it("are read in a thread, which is watched", async () => {
    const { byReader, failed } = await runFuzz({ seed: SEED, from: 0, count: 30 });
    expect(failed).toEqual([]);
    expect([...byReader.values()].reduce((sum, { cases }) => sum + cases, 0)).toBe(30);
    const hangs = await runFuzz({
      seed: 1,
      from: 5,
      count: 2,
      thread: program("for (;;);"),
      hangMilliseconds: 500,
    });
    expect(hangs.failed).toEqual([5, 6].map((number) => ({ number, fault: "no end after 0.5 s" })));
    const grows = program("const held = []; for (;;) held.push(new Array(100000).fill(held.length + 0.5));");
    const { failed: full } = await runFuzz({ seed: 1, from: 5, count: 1, thread: grows });
    expect(full).toMatchObject([{ number: 5, fault: expect.stringMatching(/memory/) }]);
  });
});

describe("the contract", () => {
  const aed: Aed = {
    ref: "1", name: null, position: { lng: 5, lat: 52 }, openingHours: null, openHours: ALL_HOURS, alwaysOpen: true,
    indoor: null, access: "public", checkedDate: "2024-02-29", coarsened: false, operator: null, level: null, serial: null,
  }; // biome-ignore format: a record
  it("is kept by a good record and named for a bad one", () => {
    expect(checkAed(aed)).toBeNull();
    for (const [wrong, word] of [
      [{ position: { lng: Number.NaN, lat: 52 } }, "position"],
      [{ position: { lng: 5, lat: 91 } }, "position"],
      [{ openHours: ALL_HOURS.slice(1) }, "open hours"],
      [{ openHours: `2${ALL_HOURS.slice(1)}` }, "open hours"],
      [{ openHours: `?${ALL_HOURS.slice(1)}` }, "always open"],
      [{ ref: "" }, "ref"],
      [{ name: "x".repeat(201) }, "name"],
      [{ checkedDate: "2023-02-29" }, "date"],
      [{ access: "open" }, "access"],
    ] as const) {
      expect(checkAed({ ...aed, ...wrong } as Aed)).toContain(word);
    }
    expect(checkResponder({ position: aed.position, count: 0, weights: null })).toContain("count");
    expect(checkResponder({ position: aed.position, count: 1, weights: [0, 1, 1, 2] })).toContain("weights");
    const shape = { kind: "disc" as const, center: aed.position, areaSquareMeters: 1 };
    expect(checkUnit({ code: "1011", residents: -1, dwellings: null, ages: null, shape })).toContain(
      "residents",
    );
    const region = { code: "a", name: "a", kind: "place" as const, parentCode: null, residents: null };
    expect(checkRegion({ ...region, polygons: [] })).toContain("ground");
    expect(checkRegion({ ...region, polygons: [[[[5, 52], [5, 53], [6, 52], [5, 52.1]]]] })).toContain("closed"); // biome-ignore format: a ring
  });

  it("asks findings to name everything, shortly", () => {
    const finding = {
      severity: "rejected" as const,
      place: "row 1",
      field: "lat",
      got: "",
      expected: "a",
      advice: "b",
    };
    const batch = (changes: object) => ({
      records: [],
      findings: [{ ...finding, ...changes }],
      bytesRead: 0,
    });
    expect(checkBatch(batch({}), () => null)).toBeNull();
    expect(checkBatch(batch({ advice: "" }), () => null)).toContain("advice");
    expect(checkBatch(batch({ got: "x".repeat(81) }), () => null)).toContain("81");
  });
});

function program(source: string): URL {
  const begins =
    "import { parentPort, workerData } from 'node:worker_threads'; parentPort.postMessage({ begins: workerData.from });";
  return new URL(`data:text/javascript,${encodeURIComponent(begins + source)}`);
}

async function timed<R>(act: () => R | Promise<R>): Promise<[R, number]> {
  const before = process.threadCpuUsage();
  const result = await act();
  const { user, system } = process.threadCpuUsage(before);
  return [result, (user + system) / 1000];
}
