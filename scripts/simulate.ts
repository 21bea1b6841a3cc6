/**
 * `npm run simulate`: arrests played at a place beside the exact law there, or other alert rules in a region.
 * `--help` explains it. Reads the published run; changes nothing.
 */
import { readFile } from "node:fs/promises";
import { parseScenario } from "../src/scenario/parseScenario.ts";
import type { Scenario } from "../src/scenario.ts";
import { attachDatabase } from "./database/attach.ts";
import { simulateHelp } from "./simulate/help.ts";
import { readSimulateOptions, type SimulateOptions } from "./simulate/options.ts";
import { simulatePlace } from "./simulate/place.ts";
import { sweepRegion } from "./simulate/sweepRegion.ts";
import { placeText, sweepText } from "./simulate/tables.ts";

process.exit(await main());

async function main(): Promise<number> {
  try {
    const options = readSimulateOptions(process.argv.slice(2));
    if ("help" in options) {
      console.log(simulateHelp(options.help, process.env));
      return 0;
    }
    console.log(await run(options));
    return 0;
  } catch (error) {
    console.error((error as Error).message);
    return 1;
  }
}

async function run(options: SimulateOptions): Promise<string> {
  const changes = options.scenarioPath ? await readChanges(options.scenarioPath) : null;
  const scenarioOf = (stored: Scenario) => (changes ? changed(stored, changes) : stored);
  const { dataFolder, databaseUrl } = options;
  const attached = await attachDatabase({
    dataFolder,
    databaseUrl,
    role: "run",
    command: "npm run simulate",
  });
  try {
    if (options.at) {
      const place = await simulatePlace(attached.database, options, scenarioOf);
      return options.isJson ? JSON.stringify(place) : placeText(place);
    }
    const swept = await sweepRegion(attached.database, options, scenarioOf);
    return options.isJson ? JSON.stringify(swept) : sweepText(swept, options.period);
  } finally {
    await attached.close();
  }
}

async function readChanges(path: string): Promise<Record<string, unknown>> {
  const changes: unknown = JSON.parse(await readFile(path, "utf8"));
  if (typeof changes === "object" && changes !== null && !Array.isArray(changes))
    return changes as Record<string, unknown>;
  throw new Error(`got ${path} without an object, expected JSON such as {"doorSeconds": 60}; correct it`);
}

/** The run's own assumptions with those given in their place; a group is changed field by field. */
function changed(stored: Scenario, changes: Record<string, unknown>): Scenario {
  const merged: Record<string, unknown> = { ...stored };
  for (const [name, value] of Object.entries(changes)) {
    const own = merged[name];
    const isGroup = typeof value === "object" && value !== null && typeof own === "object" && own !== null;
    merged[name] = isGroup ? { ...own, ...value } : value;
  }
  const { scenario, faults } = parseScenario(merged);
  if (scenario) return scenario;
  throw new Error(faults.map(({ field, message }) => `${field}: ${message}`).join("\n"));
}
