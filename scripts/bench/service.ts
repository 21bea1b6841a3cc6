/** `npm start` as a new user sees it: until the demo's zones are on the map, its tiles, and the second start. */
import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { markTree } from "../start/leftovers.ts";
import { freePort } from "./freePort.ts";
import { type AddRow, type BenchPart, median, percentile } from "./row.ts";
import { measureShardsInWorker } from "./shardsInWorker.ts";

export const servicePart: BenchPart = {
  group: "main",
  name: "service",
  async run(add) {
    const folder = await mkdtemp(join(tmpdir(), "zesminuten-bench-"));
    try {
      const first = await start(folder);
      const responseSeconds = await first.isDone();
      await measureTiles(first, add);
      await first.stop();
      const later = await start(folder);
      await later.isDone();
      await later.stop();
      addStarts(add, { first: first.seconds, response: responseSeconds, later: later.seconds });
      await measureShardsInWorker(folder, add);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};

function addStarts(
  add: AddRow,
  { first, response, later }: { first: number; response: number; later: number },
): void {
  add({
    group: "main",
    name: "first start to a map with the demo's zones",
    value: first,
    unit: "s",
    target: "≤ 90",
    note: "database created, demo made and loaded, zones of the whole country computed and published, tile served",
  });
  add({
    group: "main",
    name: "that first start to the simulated response beside them",
    value: response,
    unit: "s",
    target: null,
    note: "the law of the whole country in one thread, stored, published, the database tidied",
  });
  add({ group: "main", name: "a later start to the same map", value: later, unit: "s", target: "≤ 15" });
}

interface Started {
  address: string;
  /** of `npm start` and all it started, in seconds since their beginnings */
  cpuSeconds(): number;
  /** from the command to the first tile with zones in it */
  seconds: number;
  /** seconds from the command until it says that all that is loaded is on the map */
  isDone(): Promise<number>;
  stop(): Promise<void>;
}

const GIVE_UP_AFTER_SECONDS = 600;

async function start(folder: string): Promise<Started> {
  const port = await freePort();
  const begun = performance.now();
  const child = spawn(
    process.execPath,
    ["scripts/start.ts", "--data", join(folder, "data"), "--port", `${port}`],
    { stdio: ["ignore", "pipe", "ignore"] },
  );
  const doneSeconds = new Promise<number>((resolve) => {
    let said = "";
    child.stdout!.on("data", (chunk) => {
      said += chunk;
      if (said.includes("What is loaded is on the map.")) resolve((performance.now() - begun) / 1_000);
    });
  });
  const address = `http://127.0.0.1:${port}`;
  while (!(await hasZones(address))) {
    if (child.exitCode !== null)
      throw new Error(`got exit code ${child.exitCode} from npm start, expected it to serve`);
    if (performance.now() - begun > GIVE_UP_AFTER_SECONDS * 1_000)
      throw new Error("got no zones within ten minutes");
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return {
    address,
    seconds: (performance.now() - begun) / 1_000,
    isDone: () => doneSeconds,
    cpuSeconds: () => cpuSecondsOf(child.pid!),
    stop: () => stop(child),
  };
}

/** Zoom 7, row 42, column 65: the middle of the country. */
async function hasZones(address: string): Promise<boolean> {
  try {
    const page = await fetch(`${address}/`);
    const tile = await fetch(`${address}/v1/collections/coverage/tiles/WebMercatorQuad/7/42/65`);
    return page.status === 200 && tile.status === 200;
  } catch {
    return false;
  }
}

async function stop(child: ChildProcess): Promise<void> {
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGINT");
  await ended;
}

/** Tiles of one town after another, over all zooms; every address once, so that nothing is answered from a cache. */
const TOWNS = [
  [4.9, 52.37],
  [4.48, 51.92],
  [4.31, 52.08],
  [5.12, 52.09],
  [5.47, 51.44],
  [6.57, 53.22],
  [5.69, 50.85],
  [6.09, 52.51],
  [5.8, 53.2],
  [3.61, 51.5],
  [6.9, 52.22],
  [5.91, 51.98],
] as const;
const ZOOMS = [6, 7, 8, 9, 10, 11, 12, 13, 14];
const LAYERS = ["week", "weekday", "evening", "night", "weekend"];

async function measureTiles({ address, cpuSeconds }: Started, add: AddRow): Promise<void> {
  const cpuBefore = cpuSeconds();
  const seen = new Set<string>();
  const milliseconds: number[] = [];
  let [largest, largestName, bytesPlain] = [0, "", 0];
  for (const [lng, lat] of TOWNS) {
    for (const zoom of ZOOMS) {
      for (const period of LAYERS) {
        const [x, y] = tileOf(lng, lat, zoom);
        const name = `${zoom}/${y}/${x}?period=${period}`;
        if (seen.has(name)) continue;
        seen.add(name);
        const begun = performance.now();
        const response = await fetch(`${address}/v1/collections/coverage/tiles/WebMercatorQuad/${name}`, {
          headers: { "Accept-Encoding": "gzip" },
        });
        const body = new Uint8Array(await response.arrayBuffer());
        milliseconds.push(performance.now() - begun);
        if (response.status !== 200) continue;
        const gzipped = gzipSync(body).length;
        if (gzipped > largest) [largest, largestName, bytesPlain] = [gzipped, name, body.length];
      }
    }
  }
  const cpuMilliseconds = ((cpuSeconds() - cpuBefore) * 1_000) / milliseconds.length;
  add({
    group: "main",
    name: "a tile from the database, any zoom, p95",
    value: percentile(milliseconds, 0.95),
    unit: "ms",
    target: "≤ 40",
    note: `${milliseconds.length} tiles of ${TOWNS.length} towns, zoom ${ZOOMS[0]}–${ZOOMS.at(-1)}, five periods, one after another, request to last byte, from the first after the start on; median ${median(milliseconds).toFixed(0)} ms, mean ${cpuMilliseconds.toFixed(1)} ms CPU of all processes`,
  });
  add({
    group: "main",
    name: "the largest of these tiles, gzipped",
    value: largest / 1_000,
    unit: "kB",
    target: "≤ 60",
    note: `${largestName}; ${(bytesPlain / 1_000).toFixed(0)} kB before gzip`,
  });
}

/** User and system time of a process and all below it, from /proc (Linux): fields 14 and 15, in hundredths. */
function cpuSecondsOf(pid: number): number {
  const ticks = markTree(pid).map((mark) => {
    const stat = readFileSync(`/proc/${mark.pid}/stat`, "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return Number(fields[11]) + Number(fields[12]);
  });
  return ticks.reduce((sum, count) => sum + count, 0) / 100;
}

function tileOf(lng: number, lat: number, zoom: number): [number, number] {
  const x = Math.floor(((lng + 180) / 360) * 2 ** zoom);
  const sin = Math.sin((lat * Math.PI) / 180);
  const y = Math.floor((0.5 - Math.log((1 + sin) / (1 - sin)) / (4 * Math.PI)) * 2 ** zoom);
  return [x, y];
}
