/** AEDs and responders from CSV files into fresh embedded databases, by the very functions of `npm run load`. */
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
import { readPbfParts } from "./readPbf.ts";
import { type BenchPart, timed } from "./row.ts";

const AED_COUNT = 26_892;
const RESPONDER_COUNT = 236_715;

/** Each in a database of its own: rows that are there already make an import slower. */
const csvParts: BenchPart[] = [
  aedPart(2_000, "≤ 15"),
  aedPart(50, "≤ 4"),
  responderPart("responders", { isWeighted: false }),
  responderPart("responders with weights", { isWeighted: true }),
];

export const loadingParts: BenchPart[] = [...readPbfParts, ...csvParts, mergingPart, placesPart];

function aedPart(distinct: number, target: string): BenchPart {
  return {
    group: "loading",
    name: `AEDs with ${distinct} hour strings`,
    async run(add) {
      const { result, wallSeconds, cpuSeconds } = await loadFresh("aeds", await aedCsv(distinct));
      if (result.accepted !== AED_COUNT)
        throw new Error(`got ${result.accepted} AEDs, expected ${AED_COUNT}`);
      add({
        group: "loading",
        name: `26,892 AEDs with ${distinct.toLocaleString("en")} distinct hour strings, CSV into the database`,
        value: wallSeconds,
        unit: "s",
        target,
        note: cpuNote(cpuSeconds),
      });
    },
  };
}

function responderPart(name: string, { isWeighted }: { isWeighted: boolean }): BenchPart {
  return {
    group: "loading",
    name,
    // the one near its target
    processes: isWeighted ? 3 : 1,
    async run(add) {
      const csv = await responderCsv(isWeighted);
      const { result, wallSeconds, cpuSeconds, grownBytes } = await loadFresh("responders", csv);
      if (result.accepted !== RESPONDER_COUNT)
        throw new Error(`got ${result.accepted} responders, expected ${RESPONDER_COUNT}`);
      const memory = `memory of the whole process, database included, grew by ${(grownBytes / 1e6).toFixed(0)} MB`;
      add({
        group: "loading",
        name: `236,715 responders${isWeighted ? " with period weights, a workplace each" : ""}, protection included`,
        value: wallSeconds,
        unit: "s",
        target: "≤ 5",
        note: `${memory}; ${cpuNote(cpuSeconds)}`,
      });
    },
  };
}

function cpuNote(seconds: number): string {
  return `first load of a new process, by the clock; ${seconds.toFixed(1)} s CPU of all its threads, database included`;
}

/** Into a new embedded database; `grownBytes` = most resident memory while it loads, above that before. */
async function loadFresh(subject: "aeds" | "responders", csv: string) {
  const folder = await mkdtemp(join(tmpdir(), "zesminuten-bench-"));
  const own = await openDataFolder(join(folder, "data"));
  try {
    const path = join(folder, `${subject}.csv`);
    await writeFile(path, csv);
    const { connectionStrings, neonHttp } = own;
    const database = openDatabase({ connectionString: connectionStrings.owner, neonHttp });
    const source = { id: "bench", title: "bench", isSynthetic: true, attribution: null, dataDate: null };
    const given = { subject, source, files: [await openInputFile(path)], options: {} };
    globalThis.gc?.();
    const before = process.memoryUsage().rss;
    let peak = before;
    const timer = setInterval(() => {
      peak = Math.max(peak, process.memoryUsage().rss);
    }, 20);
    const measured = await timed(() => importFiles(database, given, { now: new Date() }, platform));
    clearInterval(timer);
    return { ...measured, grownBytes: peak - before };
  } finally {
    await own.close();
    await rm(folder, { recursive: true, force: true });
  }
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
