/** AEDs and responders from CSV files into a fresh embedded database, by the very functions of `npm run load`. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openDatabase } from "../../src/store/database.ts";
import { importFiles } from "../../src/store/imports/importFiles.ts";
import { openDataFolder } from "../database/attach.ts";
import { platform } from "../load/fileOptions.ts";
import { openInputFile } from "../load/files.ts";
import { benchCountry } from "./country.ts";
import { mergingPart } from "./merging.ts";
import { placesPart } from "./places.ts";
import { readPbfPart } from "./readPbf.ts";
import { type AddRow, type BenchPart, timed } from "./row.ts";

const AED_COUNT = 26_892;
const RESPONDER_COUNT = 236_715;

const loadPart: BenchPart = {
  group: "loading",
  name: "csv",
  async run(add) {
    const folder = await mkdtemp(join(tmpdir(), "zesminuten-bench-"));
    const own = await openDataFolder(join(folder, "data"));
    try {
      const { connectionStrings, neonHttp } = own;
      const database = openDatabase({ connectionString: connectionStrings.owner, neonHttp });
      const load = async (subject: "aeds" | "responders", id: string, path: string) => {
        const source = { id, title: id, isSynthetic: true, attribution: null, dataDate: null };
        const file = await openInputFile(path);
        const given = { subject, source, files: [file], options: {} };
        return importFiles(database, given, { now: new Date() }, platform);
      };
      for (const [distinct, target] of [
        [2_000, "≤ 15"],
        [50, "≤ 4"],
      ] as const) {
        const path = join(folder, `aeds-${distinct}.csv`);
        await writeFile(path, await aedCsv(distinct));
        const { result, wallSeconds } = await timed(() => load("aeds", `bench-${distinct}`, path));
        if (result.accepted !== AED_COUNT)
          throw new Error(`got ${result.accepted} AEDs, expected ${AED_COUNT}`);
        add({
          group: "loading",
          name: `26,892 AEDs with ${distinct.toLocaleString("en")} distinct hour strings, CSV into the database`,
          value: wallSeconds,
          unit: "s",
          target,
        });
      }
      await measureResponders(folder, load, add);
    } finally {
      await own.close();
      await rm(folder, { recursive: true, force: true });
    }
  },
};

export const loadingParts: BenchPart[] = [readPbfPart, loadPart, mergingPart, placesPart];

async function measureResponders(
  folder: string,
  load: (subject: "responders", id: string, path: string) => Promise<{ accepted: number }>,
  add: AddRow,
): Promise<void> {
  for (const isWeighted of [false, true]) {
    const path = join(folder, `responders-${isWeighted ? "weighted" : "homes"}.csv`);
    await writeFile(path, await responderCsv(isWeighted));
    const name = `236,715 responders${isWeighted ? " with period weights, a workplace each" : ""}, protection included`;
    await measureOneFile(path, name, load, add);
  }
}

async function measureOneFile(
  path: string,
  name: string,
  load: (subject: "responders", id: string, path: string) => Promise<{ accepted: number }>,
  add: AddRow,
): Promise<void> {
  globalThis.gc?.();
  const before = process.memoryUsage().rss;
  let peak = before;
  const timer = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage().rss);
  }, 20);
  const { result, wallSeconds } = await timed(() => load("responders", "bench", path));
  clearInterval(timer);
  if (result.accepted !== RESPONDER_COUNT)
    throw new Error(`got ${result.accepted} responders, expected ${RESPONDER_COUNT}`);
  add({
    group: "loading",
    name,
    value: wallSeconds,
    unit: "s",
    target: "≤ 5",
    note: `memory of the whole process, database included, grew by ${((peak - before) / 1e6).toFixed(0)} MB`,
  });
}

/** Opening and closing times by the quarter of an hour make as many distinct strings as are wanted. */
async function aedCsv(distinct: number): Promise<string> {
  const { aeds } = await benchCountry();
  const lines = aeds.map(({ position: { lng, lat } }, n) => {
    const h = n % distinct;
    const [open, close] = [5 * 60 + (h % 40) * 5, 14 * 60 + Math.floor(h / 40) * 5];
    return `aed-${n};AED ${n};${lat.toFixed(6)};${lng.toFixed(6)};Mo-Sa ${clock(open)}-${clock(close)}`;
  });
  return ["ref;naam;lat;lon;openingstijden", ...lines].join("\r\n");
}

function clock(minutes: number): string {
  const two = (value: number) => value.toString().padStart(2, "0");
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

/**
 * One line a responder: the cell's centre for each of those the demo puts there. `isWeighted`: with weights, and a
 * second line for a workplace a hundredth of a degree away. Synthetic.
 */
async function responderCsv(isWeighted: boolean): Promise<string> {
  const { responders } = await benchCountry();
  const lines = [isWeighted ? "lng,lat,weekday,evening,night,weekend" : "lng,lat"];
  for (const [{ lng, lat }, count] of responders) {
    const home = `${lng.toFixed(6)},${lat.toFixed(6)}`;
    const work = `${(lng + 0.01).toFixed(6)},${lat.toFixed(6)}`;
    for (let n = 0; n < count; n++) {
      if (isWeighted) lines.push(`${home},0.4,0.9,1,0.75`, `${work},0.5,0,0,0`);
      else lines.push(home);
    }
  }
  return lines.join("\n");
}
