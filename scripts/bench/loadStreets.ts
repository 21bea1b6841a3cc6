/** Streets from OpenStreetMap files into a fresh embedded database, and from it back into memory. */
import { existsSync, readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ByteSource } from "../../src/load/reader.ts";
import { type Database, openDatabase } from "../../src/store/database.ts";
import { importStreets } from "../../src/store/imports/importStreets.ts";
import { bytesToNetwork } from "../../src/store/networkBytes.ts";
import { fromBase64 } from "../../src/store/packing.ts";
import type { StreetNetwork } from "../../src/travel/network.ts";
import { openDataFolder } from "../database/attach.ts";
import { inflate } from "../load/inflate.ts";
import { cityPbf } from "../streets/cityPbf.ts";
import { CITY, syntheticCity } from "../streets/syntheticCity.ts";
import { peakBytesOf } from "./loadCommand.ts";
import { type AddRow, type BenchPart, median, timed } from "./row.ts";

const DELFT = new URL("../../../shared/data/delft/tudelft.osm.pbf", import.meta.url);
const CITY_AREA = [5, 52, 5.5, 52.5] as const;
const RUNS = 27;

export const loadStreetsPart: BenchPart = {
  group: "streets",
  name: "load",
  async run(add) {
    const folder = await mkdtemp(join(tmpdir(), "zesminuten-bench-"));
    try {
      const dataFolder = join(folder, "data");
      const city = syntheticCity({ ...CITY, corner: { lng: 5.2, lat: 52.1 }, columns: 180, rows: 205 });
      const cityBytes = cityPbf(city);
      const own = await openDataFolder(dataFolder);
      try {
        const { connectionStrings, neonHttp } = own;
        const database = openDatabase({ connectionString: connectionStrings.owner, neonHttp });
        if (existsSync(DELFT)) await measureDelft(database, new Uint8Array(readFileSync(DELFT)), add);
        await measureCity(database, cityBytes, city.edges.length, add);
        await measurePacked(database, add);
      } finally {
        await own.close();
      }
      const path = join(folder, "town.osm.pbf");
      await writeFile(path, cityBytes);
      await measureMemory(path, dataFolder, city.edges.length, add);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};

async function measureDelft(database: Database, bytes: Uint8Array, add: AddRow): Promise<void> {
  const { wallSeconds } = await timed(() => load(database, "delft", bytes));
  add({
    group: "streets",
    name: "streets of the Delft campus, file into stored network",
    value: wallSeconds,
    unit: "s",
    target: "≤ 2",
  });
}

async function measureCity(
  database: Database,
  bytes: Uint8Array,
  wayCount: number,
  add: AddRow,
): Promise<void> {
  const { wallSeconds } = await timed(() => load(database, "city", bytes));
  add({
    group: "streets",
    name: `${wayCount.toLocaleString("en")} ways of a synthetic city, file into stored network`,
    value: wallSeconds,
    unit: "s",
    target: "≤ 5",
  });
}

/** The command itself, against the same command with nothing to read: what is left is the streets. */
async function measureMemory(path: string, dataFolder: string, wayCount: number, add: AddRow): Promise<void> {
  const idle = await peakBytesOf(["sources", "--data", dataFolder]);
  const rest = ["--area", CITY_AREA.join(","), "--no-recalculate", "--data", dataFolder];
  const loading = await peakBytesOf(["streets", path, "--source", "town", ...rest]);
  add({
    group: "streets",
    name: `loading those ${wayCount.toLocaleString("en")} ways, memory`,
    value: (loading - idle) / 1e6,
    unit: "MB",
    target: "≤ 500",
    note: `most that \`npm run load -- streets\` held (${(loading / 1e6).toFixed(0)} MB), less what the embedded database takes by itself`,
  });
}

/** The shard with the most streets, as a task reads it. */
async function measurePacked({ sql }: Database, add: AddRow): Promise<void> {
  const [{ network }] = await sql`select encode(network, 'base64') as network from street_shard
    order by edition desc, edge_count desc limit 1`;
  const packed = fromBase64(network);
  const directed = directedEdges(bytesToNetwork(packed));
  add({
    group: "streets",
    name: "packed streets with the course of every edge, bytes per directed edge",
    value: packed.length / directed,
    unit: "B",
    target: "≤ 3",
    note: `${directed.toLocaleString("en")} directed edges`,
  });
  const seconds: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    seconds.push((await timed(() => bytesToNetwork(packed))).cpuSeconds);
  }
  add({
    group: "streets",
    name: "unpacking them, inflating included, per directed edge",
    value: (median(seconds) / directed) * 1e9,
    unit: "ns",
    target: "≤ 100",
    note: `median of ${RUNS}, CPU time`,
  });
}

function directedEdges({ edgeModes }: StreetNetwork): number {
  // open to somebody one way, and the other
  return edgeModes.reduce((sum, bits) => sum + (bits & 0b0101 ? 1 : 0) + (bits & 0b1010 ? 1 : 0), 0);
}

async function load(database: Database, id: string, bytes: Uint8Array): Promise<void> {
  const source = { id, title: id, isSynthetic: false, attribution: null, dataDate: null };
  const area = id === "city" ? CITY_AREA : undefined;
  const { refused } = await importStreets(database, source, [sourceOf(bytes)], {
    now: new Date(),
    inflate,
    area,
  });
  if (refused) throw new Error(refused);
}

/** As a file stream gives it, and again when it is gone through again. */
function sourceOf(bytes: Uint8Array): ByteSource {
  return {
    async *[Symbol.asyncIterator]() {
      for (let at = 0; at < bytes.length; at += 65_536) yield bytes.subarray(at, at + 65_536);
    },
  };
}
