/** A dense city shard with its streets as the Worker computes it: what the isolate holds, metres searched for all AEDs. */
import { readFileSync, writeFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { shardGrid } from "../../src/grid/shard.ts";
import type { LngLat } from "../../src/load/records.ts";
import { openDatabase } from "../../src/store/database.ts";
import { openDataFolder } from "../database/attach.ts";
import { createGenerator } from "../privacyAttack/random.ts";
import { cityPbf } from "../streets/cityPbf.ts";
import { DENSE_SHARD } from "../streets/denseCity.ts";
import { CITY, syntheticCity } from "../streets/syntheticCity.ts";
import { freePort } from "./freePort.ts";
import { peakBytesOf } from "./loadCommand.ts";
import type { AddRow, BenchPart } from "./row.ts";
import { startInspectedWorker, trigger, until, watchMemory, workerdProcesses } from "./shardsInWorker.ts";

const AED_COUNT = 500;
/** Crossings a side: about 200,000 nodes once streets without a choice are drawn together. */
const SIDE = 520;

export const streetShardInWorkerPart: BenchPart = {
  group: "streets",
  name: "shard in the Worker",
  async run(add) {
    const folder = await mkdtemp(join(tmpdir(), "zesminuten-bench-"));
    try {
      await loadDenseCity(folder);
      await measure(folder, add);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};

/** By the real commands: a region and 500 AEDs in the middle of the city, and its streets. */
async function loadDenseCity(folder: string): Promise<void> {
  const { origin } = shardGrid(DENSE_SHARD).plane;
  const at = (east: number, north: number): LngLat => ({
    lng: origin.lng + east / (111_320 * Math.cos((origin.lat * Math.PI) / 180)),
    lat: origin.lat + north / 111_250,
  });
  const half = (SIDE * CITY.blockMeters) / 2;
  const city = syntheticCity({ ...CITY, corner: at(-half, -half), columns: SIDE, rows: SIDE });
  const corners = [at(-4_000, -4_000), at(4_000, -4_000), at(4_000, 4_000), at(-4_000, 4_000)];
  const ring = [...corners, corners[0]].map(({ lng, lat }) => [lng, lat]);
  const region = {
    type: "Feature",
    properties: { code: "GM0001", name: "Dense" },
    geometry: { type: "Polygon", coordinates: [ring] },
  };
  const random = createGenerator(3);
  const aeds = Array.from({ length: AED_COUNT }, (_, n) => {
    const { lng, lat } = at(8_000 * random() - 4_000, 8_000 * random() - 4_000);
    return `a${n},${lng},${lat},24/7`;
  });
  const paths = { regions: join(folder, "dense.geojson"), aeds: join(folder, "dense.csv") };
  await writeFile(paths.regions, JSON.stringify({ type: "FeatureCollection", features: [region] }));
  await writeFile(paths.aeds, ["ref,lng,lat,opening_hours", ...aeds].join("\n"));
  const streets = join(folder, "dense.osm.pbf");
  await writeFile(streets, cityPbf(city));
  const rest = ["--no-recalculate", "--data", join(folder, "data")];
  await peakBytesOf(["regions", paths.regions, "--kind", "gemeente", "--source", "regions", ...rest]);
  await peakBytesOf(["aeds", paths.aeds, ...rest]);
  const [southWest, northEast] = [at(-half, -half), at(half, half)];
  const area = [southWest.lng, southWest.lat, northEast.lng, northEast.lat].join(",");
  await peakBytesOf(["streets", streets, "--area", area, ...rest]);
}

async function measure(folder: string, add: AddRow): Promise<void> {
  const own = await openDataFolder(join(folder, "data"));
  const { connectionStrings, neonHttp } = own;
  const { sql } = openDatabase({ connectionString: connectionStrings.owner, neonHttp });
  const [port, inspectorPort] = [await freePort(), await freePort()];
  const worker = await startInspectedWorker(port, inspectorPort, folder, {
    DATABASE_URL: connectionStrings.run,
    NEON_HTTP: neonHttp!,
  });
  try {
    const memory = await watchMemory(inspectorPort, 100);
    const idleBytes = await memory.now();
    memory.stop();
    const grown = watchGrowth();
    await trigger(port);
    await until(async () => (await sql`select 1 from published`).length > 0);
    const peakBytes = idleBytes + grown();
    const [{ edges, shards }] = await sql`select max(edge_count) as edges,
      (select count(*)::int from run_shard) as shards from street_shard`;
    const [{ blocks }] = await sql`select count(*)::int as blocks from meter_block`;
    if (blocks === 0) throw new Error("got no metres along streets, expected those of 500 AEDs");
    add({
      group: "streets",
      name: "a dense city shard with streets in the Worker, memory",
      value: peakBytes / 1e6,
      unit: "MB",
      target: "≤ 128",
      note: `${edges.toLocaleString("en")} edges, ${AED_COUNT} AEDs, ${shards} shards in all and their publishing; growth of workerd's resident memory by the kernel's high-water mark, garbage included, and the ${(idleBytes / 1e6).toFixed(0)} MB that the isolate held before`,
    });
  } finally {
    await worker.dispose();
    await own.close();
  }
}

/** A search is one long step in which the inspector gets no answer: the kernel is asked, which looks all the time. */
function watchGrowth(): () => number {
  const before = workerdProcesses().map((pid) => {
    // 5 sets the high-water mark back to what is held now (proc_pid_clear_refs)
    writeFileSync(`/proc/${pid}/clear_refs`, "5");
    return { pid, bytes: bytesOf(pid, "VmRSS") };
  });
  return () => Math.max(...before.map(({ pid, bytes }) => bytesOf(pid, "VmHWM") - bytes));
}

function bytesOf(pid: number, field: "VmRSS" | "VmHWM"): number {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  const [, kilobytes] = new RegExp(`${field}:\\s+(\\d+) kB`).exec(status)!;
  return 1_024 * Number(kilobytes);
}
