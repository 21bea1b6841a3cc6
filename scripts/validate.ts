/**
 * `npm run validate`: the model held against the published figures, on what is loaded. Prints the table, writes it into
 * docs/validation.md between its marks, and beside it as JSON. A failing check stays in it.
 */
import { readFile, writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { syntheticKinds } from "./simulate/readGround.ts";
import { CHECKS } from "./validate/catalogue.ts";
import { judge, type ValidationRow } from "./validate/checks.ts";
import { dataMeasures } from "./validate/dataMeasures.ts";
import { withNationalSample } from "./validate/nationalSample.ts";
import { rulesTable, validationSummary, validationTable } from "./validate/table.ts";
import { unitMeasures } from "./validate/unitMeasures.ts";

const HELP = `Zesminuten: hold the model against the published figures, on what is loaded.

  npm run validate -- [options]

Each figure says whether it was a test of arithmetic, fitted to, predicted or set by hand after looking, whose tolerance
it is held to, and on what data. Within a tolerance of our own is not a pass. Nothing is changed by a failing check.

options
  --json               JSON lines: {id, kind, published, tolerance, model, verdict, …}
  --write              write the table into docs/validation.md and the rows into docs/validation.json
  --shards <n>         parts of the country that are looked at (60)
  --data .data         data folder, as of npm start; a running npm start is found by itself
  --database-url <url> a real Postgres or Neon instead of the embedded one
  --help               this text`;

const DOCS = "docs/validation.md";

process.exit(await main());

async function main(): Promise<number> {
  try {
    const { values } = parseArgs({
      options: {
        json: { type: "boolean", default: false },
        write: { type: "boolean", default: false },
        shards: { type: "string", default: "60" },
        data: { type: "string", default: ".data" },
        "database-url": { type: "string" },
        help: { type: "boolean", default: false },
      },
    });
    if (values.help) {
      console.log(HELP);
      return 0;
    }
    const { rows, head } = await validate(values.data, values["database-url"], Number(values.shards));
    const table = `${head}\n\n${validationTable(rows)}\n\n${validationSummary(rows)}`;
    console.log(values.json ? rows.map((row) => JSON.stringify(row)).join("\n") : table);
    if (values.write) await write(table, rows);
    return 0;
  } catch (error) {
    console.error((error as Error).message);
    return 1;
  }
}

async function validate(dataFolder: string, databaseUrl: string | undefined, shards: number) {
  if (!(shards >= 2)) throw new Error(`got --shards ${shards}, expected 2 or more; give another`);
  return withNationalSample(
    { command: "npm run validate", shards, dataFolder, databaseUrl },
    (sample, run) => {
      const synthetic = syntheticKinds(run);
      const patientCount = sample.reduce((sum, { patients }) => sum + patients.length, 0);
      const loaded = synthetic.length > 0 ? `synthetic ${synthetic.join(", ")}` : "loaded";
      const units = unitMeasures();
      const measured = { ...units, ...dataMeasures(sample, run.scenario) };
      const rows = CHECKS.map((check) =>
        judge(check, measured[check.id] ?? "not worked out", check.id in units ? "none" : loaded),
      );
      const head = `${patientCount} patients who stand for the residents of the country loaded. ${synthetic.length > 0 ? `**Synthetic: ${synthetic.join(", ")}.** A verdict on them is one on the model in an invented country.` : ""}`;
      return { rows, head };
    },
  );
}

async function write(table: string, rows: readonly ValidationRow[]): Promise<void> {
  const text = await readFile(DOCS, "utf8");
  await writeFile(DOCS, between(between(text, "validation", table), "rules", rulesTable()));
  await writeFile("docs/validation.json", `${JSON.stringify(rows, null, 1)}\n`);
}

/** What stands between two marks is made; the rest is written by hand. */
function between(text: string, name: string, made: string): string {
  const [begin, end] = [`<!-- ${name}:begin -->`, `<!-- ${name}:end -->`];
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`got ${DOCS} without ${begin} … ${end}, expected both marks`);
  return `${text.slice(0, from + begin.length)}\n${made}\n${text.slice(to)}`;
}
