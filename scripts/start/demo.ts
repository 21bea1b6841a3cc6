/** The synthetic demo: made while the database starts, loaded through the very imports that real files go through. */
import { Worker } from "node:worker_threads";
import type { Read } from "../../src/load/reader.ts";
import { type Database, openDatabase } from "../../src/store/database.ts";
import { readEditions } from "../../src/store/imports/editions.ts";
import { importAeds } from "../../src/store/imports/importAeds.ts";
import { importPopulationCells } from "../../src/store/imports/importPopulationCells.ts";
import { importPosts } from "../../src/store/imports/importPosts.ts";
import { importRegions } from "../../src/store/imports/importRegions.ts";
import { importResponders } from "../../src/store/imports/importResponders.ts";
import type { ImportOptions, ImportReport, ImportSource } from "../../src/store/imports/report.ts";
import type { OwnDatabase } from "../database/attach.ts";
import { DEMO_ATTRIBUTION, DEMO_DATA_DATE } from "../demo/attribution.ts";
import type { Demo } from "../demo/index.ts";
import type { DemoNews, DemoRequest } from "./demoThread.ts";
import type { Step, Steps } from "./steps.ts";

/** One demo for everybody: two installations can compare what they see. */
const DEMO_SEED = 2023;
const DEMO_STEPS = ["regions", "population", "aeds", "posts", "responders"] as const;
type DemoKind = (typeof DEMO_STEPS)[number];

/** As planners read them, in both languages. */
const DEMO_NAMES: Record<DemoKind, string> = {
  regions: "gebieden / regions",
  population: "inwoners / residents",
  aeds: "AED's / AEDs",
  posts: "ambulanceposten / ambulance posts",
  responders: "burgerhulpverleners / responders",
};

/** Nothing loaded, or only a part of the demo because its loading was cut off. */
export async function isDemoWanted(database: Database): Promise<boolean> {
  const editions = await readEditions(database);
  return (
    // the demo has no other kinds
    DEMO_STEPS.some((kind) => editions[kind].nature === "absent") &&
    Object.values(editions).every(({ nature }) => nature !== "real")
  );
}

export function makeDemoBeside(steps: Steps): Promise<Demo> {
  return steps.run("demo: made", (step) => {
    const workerData: DemoRequest = { seed: DEMO_SEED };
    const thread = new Worker(new URL("./demoThread.ts", import.meta.url), { workerData });
    return new Promise<Demo>((resolve, reject) => {
      thread.once("error", reject);
      thread.on("message", (news: DemoNews) => {
        if ("demo" in news) resolve(news.demo);
        else step.advance(DEMO_STEPS.indexOf(news.step) + news.share, DEMO_STEPS.length);
      });
    });
  });
}

/** Places first: responders are protected on the ground of population and regions. */
export async function loadDemo(own: OwnDatabase, demo: Demo, steps: Steps): Promise<void> {
  const { connectionStrings, neonHttp } = own;
  const database = openDatabase({ connectionString: connectionStrings.load, neonHttp });
  const load = (
    kind: DemoKind,
    importAs: (source: ImportSource, options: ImportOptions) => Promise<ImportReport>,
  ) =>
    steps.run(`demo: ${kind}`, async (step) => {
      const report = await importAs(demoSource(kind), importOptions(step));
      if (report.refused) throw new Error(`demo ${kind} were refused: ${report.refused}`);
    });

  await load("regions", (source, options) => importRegions(database, source, [once(demo.regions)], options));
  await load("population", (source, options) =>
    importPopulationCells(database, source, demo.population, options),
  );
  await load("aeds", (source, options) => importAeds(database, source, [once(demo.aeds)], options));
  await load("posts", (source, options) => importPosts(database, source, [once(demo.posts)], options));
  await load("responders", (source, options) => {
    const cells = demo.responders;
    const responderCount = [...cells.values()].reduce((sum, count) => sum + count, 0);
    const counted = { cells, responderCount, rejectedCount: 0, findings: [] };
    const random = (bytes: Uint8Array<ArrayBuffer>) => void crypto.getRandomValues(bytes);
    return importResponders(database, source, counted, { ...options, random });
  });
}

function demoSource(kind: DemoKind): ImportSource {
  return {
    id: `demo-${kind}`,
    title: `Demo: ${DEMO_NAMES[kind]} (verzonnen / synthetic)`,
    isSynthetic: true,
    attribution: DEMO_ATTRIBUTION,
    dataDate: DEMO_DATA_DATE,
  };
}

function importOptions(step: Step): ImportOptions {
  return {
    now: new Date(),
    onProgress: ({ done, total }) => {
      if (total !== null) step.advance(done, total);
    },
  };
}

/** A reader of records that are there already. */
async function* once<R>(records: R[]): Read<R> {
  yield { records, findings: [], bytesRead: 0 };
}
