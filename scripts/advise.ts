/** `npm run advise`: where to add AEDs in a region and which to open, as GeoJSON, CSV and a page to print. */
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { advise } from "../src/analyse/advice.ts";
import { publishedStore } from "../src/store/publishedStore.ts";
import { advicePage } from "./advise/page.ts";
import { readRegionToAdvise } from "./advise/readQuestion.ts";
import { adviceToCsv, adviceToGeoJson } from "./advise/stepProperties.ts";
import { attachDatabase } from "./database/attach.ts";

const HELP = `Zesminuten: advise on AEDs for a region, by the run that is published.

  npm run advise -- --region GM0503 --budget 10

Covers as many residents as it can that are outside the official zone (an AED open day and night within 500 m in a
straight line): by adding AEDs, each at the middle of an area of 100 m to search, and by opening those there are day
and night. Writes advice-<region>.geojson, .csv, .nl.html and .en.html (one A4 to print).

options
  --region <code>         a loaded region, such as GM0503
  --budget <n>            what may be spent, in actions (or in the costs below), up to 100 actions
  --cost-add <n>          cost of an AED to add (1)
  --cost-open <n>         cost of opening one day and night (1)
  --out .                 folder to write to
  --data .data            data folder, as of npm start; a running npm start is found by itself
  --database-url <url>    a real Postgres or Neon instead of the embedded one
  --help                  this text`;
/** A page holds about 25 steps; more than 100 is no advice. */
const ACTIONS_MAX = 100;

process.exit(await main());

async function main(): Promise<number> {
  try {
    const { values } = parseArgs({
      options: {
        region: { type: "string" },
        budget: { type: "string", default: "10" },
        "cost-add": { type: "string", default: "1" },
        "cost-open": { type: "string", default: "1" },
        out: { type: "string", default: "." },
        data: { type: "string", default: ".data" },
        "database-url": { type: "string" },
        help: { type: "boolean", default: false },
      },
    });
    if (values.help) {
      console.log(HELP);
      return 0;
    }
    if (!values.region) throw new Error("got no --region, expected a code such as GM0503; see --help");
    const costs = {
      add: positive("--cost-add", values["cost-add"]),
      open: positive("--cost-open", values["cost-open"]),
    };
    const budget = positive("--budget", values.budget);
    if (budget / Math.min(costs.add, costs.open) > ACTIONS_MAX) {
      throw new Error(`got --budget ${budget}, expected no more than ${ACTIONS_MAX} actions; give less`);
    }
    await write({
      region: values.region,
      budget,
      costs,
      out: values.out,
      data: values.data,
      url: values["database-url"],
    });
    return 0;
  } catch (error) {
    console.error((error as Error).message);
    return 1;
  }
}

interface Options {
  region: string;
  budget: number;
  costs: { add: number; open: number };
  out: string;
  data: string;
  url: string | undefined;
}

async function write({ region: code, budget, costs, out, data, url }: Options): Promise<void> {
  const { database, close } = await attachDatabase({
    dataFolder: data,
    databaseUrl: url,
    role: "serve",
    command: "npm run advise",
  });
  try {
    const region = await readRegionToAdvise(publishedStore(database), code);
    const advice = advise({ cells: region.cells, aeds: region.openable, budget, costs });
    const about = { ...region, advice, budget };
    await mkdir(out, { recursive: true });
    const files = {
      geojson: adviceToGeoJson(about),
      csv: adviceToCsv(about),
      "nl.html": advicePage(about, "nl"),
      "en.html": advicePage(about, "en"),
    };
    for (const [ending, content] of Object.entries(files)) {
      await writeFile(join(out, `advice-${code}.${ending}`), content);
    }
    const { steps, coveredResidents, uncoveredResidents } = advice;
    console.log(
      `${steps.length} steps bring ${Math.round(coveredResidents)} of ${Math.round(uncoveredResidents)} uncovered residents into the official zone; written: ${join(out, `advice-${code}`)}.{geojson,csv,nl.html,en.html}`,
    );
  } finally {
    await close();
  }
}

function positive(name: string, text: string): number {
  const value = Number(text);
  if (text.trim() === "" || !Number.isFinite(value) || value <= 0) {
    throw new Error(`got ${name} ${text}, expected a number above 0; give one`);
  }
  return value;
}
