/**
 * `npm run bench`: what was promised and what was measured, as a table (or JSON lines). A benchmark, never a test.
 */

import { readFile, writeFile } from "node:fs/promises";
import { cpus, totalmem } from "node:os";
import { parseArgs } from "node:util";
import { formatValue, runApart } from "./bench/apart.ts";
import { loadingParts } from "./bench/loading.ts";
import { mainParts } from "./bench/main.ts";
import { placementPart } from "./bench/placement.ts";
import { BENCH_GROUPS, type BenchGroup, type BenchRow, calibrate, finishRow } from "./bench/row.ts";
import { simulationParts } from "./bench/simulationParts.ts";
import { streetParts } from "./bench/streetParts.ts";

const ALL_PARTS = [...mainParts, ...loadingParts, ...streetParts, ...simulationParts, placementPart];

const HELP = `npm run bench -- [--group ${BENCH_GROUPS.join("|")}] [--only <part>] [--json]

Measures the product against its targets on this machine, each part in processes of its own. Times are also given as a ratio to a fixed calibration
loop of the same process, so that a busy or slow machine does not look like a slow program.

  --group <name>   one group only
  --only <part>    one part only (${ALL_PARTS.map((part) => part.name).join(", ")})
  --readme         write the table into README.md, between its marks
  --json           one JSON object per row: {group, name, value, unit, target, ok, ratio, note}
  --here           in this very process and once, not each part in processes of its own (for a profiler)
`;

const { values: options } = parseArgs({
  options: {
    group: { type: "string" },
    only: { type: "string" },
    json: { type: "boolean", default: false },
    here: { type: "boolean", default: false },
    readme: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});

if (options.help) {
  console.log(HELP);
} else if (options.group && !BENCH_GROUPS.includes(options.group as BenchGroup)) {
  console.error(
    `got group ${options.group}, expected one of ${BENCH_GROUPS.join(", ")}; see npm run bench -- --help`,
  );
  process.exitCode = 2;
} else {
  const rows = await runParts();
  if (!options.json) console.log(table(rows));
  if (options.readme) await writeReadme(table(rows));
  process.exitCode = !options.here && rows.some((row) => row.ok === false) ? 1 : 0;
}

async function runParts(): Promise<BenchRow[]> {
  const rows: BenchRow[] = [];
  const parts = ALL_PARTS.filter((part) => !options.group || part.group === options.group).filter(
    (part) => !options.only || part.name === options.only,
  );
  const take = (row: BenchRow) => {
    rows.push(row);
    if (options.json) console.log(JSON.stringify(row));
  };
  for (const part of parts) {
    if (options.here) {
      await part.run((row) => take(finishRow(row)));
    } else {
      process.stderr.write(`… ${part.group}: ${part.name}\n`);
      for (const row of await runApart(part)) take(row);
    }
  }
  return rows;
}

async function writeReadme(text: string): Promise<void> {
  const readme = await readFile("README.md", "utf8");
  const [begin, end] = ["<!-- bench:begin -->", "<!-- bench:end -->"];
  const from = readme.indexOf(begin);
  const to = readme.indexOf(end);
  if (from < 0 || to < from)
    throw new Error(`got a README.md without ${begin} … ${end}, expected both marks`);
  await writeFile("README.md", `${readme.slice(0, from + begin.length)}\n${text}\n${readme.slice(to)}`);
}

function table(rows: BenchRow[]): string {
  const machine = `${cpus()[0].model.trim()}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}`;
  const lines = rows.map(
    (row) =>
      `| ${row.group} | ${row.name} | ${formatValue(row.value)} ${row.unit} | ${row.ratio === null ? "" : formatValue(row.ratio)} | ${row.target === null ? "" : `${row.target} ${row.unit}`} | ${verdict(row)} | ${row.note ?? ""} |`,
  );
  return [
    `Machine: ${machine}. Calibration loop: ${formatValue(calibrate() * 1_000)} ms. Measured ${new Date().toISOString().slice(0, 10)}.`,
    "",
    "| group | what | measured | ÷ calibration | target | | note |",
    "| --- | --- | --- | --- | --- | --- | --- |",
    ...lines,
  ].join("\n");
}

function verdict({ ok }: BenchRow): string {
  return ok === null ? "" : ok ? "met" : "**missed**";
}
