/** Reading OpenStreetMap files: AEDs, posts, streets and buildings in one go, beside a maintained reader. */
import { existsSync, readFileSync } from "node:fs";
import { Readable } from "node:stream";
import { OSMTransform } from "osm-pbf-parser-node";
import { readOsmPbf } from "../../src/load/osmPbf.ts";
import { inflate } from "../load/inflate.ts";
import { cityPbf } from "../streets/cityPbf.ts";
import { CITY, syntheticCity } from "../streets/syntheticCity.ts";
import { type BenchPart, median, timed } from "./row.ts";

const DELFT = new URL("../../../shared/data/delft/tudelft.osm.pbf", import.meta.url);
const RUNS = 15;
const PLACES = { having: ["emergency", "amenity"], keep: ["name", "opening_hours", "access"] };
const WAYS = {
  having: ["emergency", "amenity", "highway", "building"],
  keep: ["name", "opening_hours", "access", "foot", "bicycle", "oneway", "oneway:bicycle", "area"],
};

export const readPbfParts: BenchPart[] = [
  readPart("pbf", "a synthetic city", () => cityFile()),
  ...(existsSync(DELFT)
    ? [readPart("pbf of Delft", "the Delft campus", () => new Uint8Array(readFileSync(DELFT)))]
    : []),
];

function readPart(name: string, what: string, makeFile: () => Uint8Array): BenchPart {
  return {
    group: "loading",
    name,
    processes: 3,
    async run(add) {
      const bytes = makeFile();
      // one after the other: each pays for its own garbage
      const ours = await secondsOf(() => readOurs(bytes));
      const theirs = await secondsOf(() => readTheirs(bytes));
      const [megabytes, times] = [bytes.length / 1e6, median(theirs) / median(ours)];
      add({
        group: "loading",
        name: `reading ${what} (${megabytes.toFixed(1)} MB) for AEDs, posts, streets and buildings`,
        value: megabytes / median(ours),
        unit: "MB/s",
        target: "≥ 15",
        note: `median of ${RUNS} reads, CPU time of all threads; the first of them, by code not compiled yet, ${(megabytes / ours[0]).toFixed(1)} MB/s; ${times.toFixed(1)} × as fast as osm-pbf-parser-node, whose first was ${(megabytes / theirs[0]).toFixed(1)} MB/s`,
      });
    },
  };
}

async function secondsOf(read: () => Promise<void>): Promise<number[]> {
  const seconds: number[] = [];
  for (let run = 0; run < RUNS; run++) seconds.push((await timed(read)).cpuSeconds);
  return seconds;
}

export function cityFile(): Uint8Array {
  const size = { corner: { lng: 4.3, lat: 52 }, columns: 180, rows: 200 };
  return cityPbf(syntheticCity({ ...CITY, ...size }));
}

async function readOurs(bytes: Uint8Array): Promise<void> {
  const wanted = { nodes: PLACES, ways: WAYS, relations: PLACES, allNodes: true };
  let count = 0;
  for await (const { nodes, ways, findings } of readOsmPbf(chunks(bytes), { inflate, ...wanted })) {
    if (findings.length > 0) throw new Error(`got ${findings[0].got}, expected a whole file`);
    count += ways.length + (nodes?.ids.length ?? 0);
  }
  if (count === 0) throw new Error("got nothing, expected nodes and ways");
}

async function readTheirs(bytes: Uint8Array): Promise<void> {
  const elements = Readable.from(chunks(bytes)).pipe(new OSMTransform({ withTags: true }));
  let count = 0;
  for await (const batch of elements) count += batch.length;
  if (count === 0) throw new Error("got nothing, expected nodes and ways");
}

/** As a file stream gives them. */
async function* chunks(bytes: Uint8Array): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += 65_536) yield Buffer.from(bytes.subarray(at, at + 65_536));
}
