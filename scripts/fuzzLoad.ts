/**
 * `npm run fuzz:load`: damages real and invented files in every way we know, and holds each reader to its contract:
 * nothing thrown, no hang, memory bounded, records within their bounds, findings that name everything.
 */
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { Presets, SingleBar } from "cli-progress";
import { openDatabase } from "../src/store/database.ts";
import { openDataFolder } from "./database/attach.ts";
import { type FuzzCase, makeCase, runCase } from "./fuzz/fuzzCase.ts";
import { fuzzTable } from "./fuzz/fuzzTable.ts";
import { type ImportedCases, importDamaged } from "./fuzz/importDamaged.ts";
import { readMaterials } from "./fuzz/materials.ts";
import { READERS, type ReaderName } from "./fuzz/readers.ts";
import { type FailedCase, runFuzz } from "./fuzz/runFuzz.ts";

const HELP = `npm run fuzz:load -- [--count 100000] [--seed 1] [--from 0] [--reader <name>] [--imports 100]

Reads <count> damaged files and ends with 1 when a reader did not do what it owes. The same seed and number always make
the same file: --case 4711 makes, keeps and reads that one again.

  --count <n>      how many cases (100000)
  --seed <n>       which ones (1)
  --from <n>       the first one's number (0)
  --case <n>       this one only; its bytes are written to --out
  --reader <name>  files of this reader only: ${Object.keys(READERS).join(", ")}
  --imports <n>    also so many through the real import, into an embedded database (count / 1000)
  --out <folder>   where the bytes of a failed case are written (.data/fuzz)
`;

const { values: told } = parseArgs({
  options: {
    count: { type: "string", default: "100000" },
    seed: { type: "string", default: "1" },
    from: { type: "string", default: "0" },
    case: { type: "string" },
    reader: { type: "string" },
    imports: { type: "string" },
    out: { type: "string", default: ".data/fuzz" },
    help: { type: "boolean", default: false },
  },
});

/** Worth a look, though a second is allowed. */
const SLOW_MILLISECONDS = 500;

process.exitCode = await main();

async function main(): Promise<number> {
  if (told.help) {
    console.log(HELP);
    return 0;
  }
  const [seed, from] = [wholeNumber("seed", told.seed), wholeNumber("from", told.from)];
  const reader = told.reader as ReaderName | undefined;
  if (reader !== undefined && !(reader in READERS)) {
    console.error(`got --reader ${reader}, expected one of ${Object.keys(READERS).join(", ")}; correct it`);
    return 2;
  }
  if (told.case !== undefined) return repeat(seed, wholeNumber("case", told.case), reader);
  const count = wholeNumber("count", told.count);
  const imports =
    told.imports === undefined ? Math.floor(count / 1000) : wholeNumber("imports", told.imports);
  return runAll({ seed, from, count, reader, imports });
}

async function runAll(run: {
  seed: number;
  from: number;
  count: number;
  reader?: ReaderName;
  imports: number;
}): Promise<number> {
  const { seed, from, count, reader, imports } = run;
  const bar = new SingleBar(
    {
      format: "{what} [{bar}] {value}/{total}, {failed} failed",
      stream: process.stderr,
      noTTYOutput: true,
      notTTYSchedule: 30_000,
    },
    Presets.legacy,
  );
  const failed: FailedCase[] = [];
  const onFailure = (one: FailedCase) => {
    failed.push(one);
    bar.update({ failed: failed.length });
  };
  bar.start(count, 0, { what: "reading", failed: 0 });
  const onCase = (number: number) => bar.update(number - from + 1);
  const outcome = await runFuzz({ seed, from, count, reader, onCase, onFailure });
  bar.stop();
  console.log(fuzzTable(outcome));
  for (const [name, { slowestCase, slowestMilliseconds }] of outcome.byReader) {
    if (slowestMilliseconds > SLOW_MILLISECONDS) console.log(`slowest of ${name}: case ${slowestCase}`);
  }
  if (imports > 0) {
    bar.start(imports, 0, { what: "importing", failed: failed.length });
    const imported = await importIntoOwn({ seed, from, count: imports, onCase, onFailure });
    bar.stop();
    console.log(
      `\n${imported.taken} of ${imports} damaged files were taken in, ${imported.refused} refused without a trace`,
    );
  }
  for (const one of failed) await tell(seed, one, reader);
  console.log(`\n${count} cases of seed ${seed}, ${failed.length} failed`);
  return failed.length > 0 ? 1 : 0;
}

/** Into a database of its own, thrown away afterwards. */
async function importIntoOwn(options: Parameters<typeof importDamaged>[1]): Promise<ImportedCases> {
  const folder = await mkdtemp(join(tmpdir(), "zesminuten-fuzz-"));
  const { connectionStrings, neonHttp, close } = await openDataFolder(join(folder, "data"));
  try {
    return await importDamaged(
      openDatabase({ connectionString: connectionStrings.owner, neonHttp }),
      options,
    );
  } finally {
    await close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function repeat(seed: number, number: number, reader?: ReaderName): Promise<number> {
  const one = caseOf(seed, number, reader);
  console.log(`${number}: ${one.reader} reads ${one.material}, damaged by ${one.edits.join(", ")}`);
  console.log(`${one.bytes.length} bytes in chunks of ${one.chunkSize}: ${await keep(one, seed)}`);
  const { fault, recordCount, findingCount } = await runCase(one);
  console.log(`${recordCount} records, ${findingCount} findings; ${fault ?? "as it should be"}`);
  return fault === null ? 0 : 1;
}

async function tell(seed: number, { number, fault }: FailedCase, reader?: ReaderName): Promise<void> {
  const one = caseOf(seed, number, reader);
  console.log(`\ncase ${number}: ${one.reader} reads ${one.material}, damaged by ${one.edits.join(", ")}`);
  console.log(`  ${fault.split("\n").slice(0, 4).join("\n  ")}`);
  const option = reader ? ` --reader ${reader}` : "";
  console.log(
    `  bytes: ${await keep(one, seed)}; again: npm run fuzz:load -- --seed ${seed} --case ${number}${option}`,
  );
}

function caseOf(seed: number, number: number, reader?: ReaderName): FuzzCase {
  const materials = readMaterials().filter((material) => reader === undefined || material.reader === reader);
  return makeCase(seed, number, materials);
}

async function keep({ number, material, bytes }: FuzzCase, seed: number): Promise<string> {
  await mkdir(told.out, { recursive: true });
  const path = join(told.out, `${seed}-${number}-${material.replaceAll("/", "-")}`);
  await writeFile(path, bytes);
  return path;
}

function wholeNumber(option: string, text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new Error(`got --${option} ${text}, expected a whole number; correct it`);
}
