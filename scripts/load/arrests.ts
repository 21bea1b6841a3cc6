/** `npm run load -- observed`: arrests for validation, and what is told of them. */
import { readArrests } from "../../src/load/arrests.ts";
import type { Database } from "../../src/store/database.ts";
import { type ArrestReport, importArrests } from "../../src/store/imports/importArrests.ts";
import type { ImportSource } from "../../src/store/imports/report.ts";
import { describeSource } from "./describeSource.ts";
import type { InputFile } from "./files.ts";
import type { LoadOptions } from "./options.ts";
import { startProgress } from "./progress.ts";

/** Prints what was kept; true when something was. */
export async function takeArrests(
  database: Database,
  options: LoadOptions,
  files: readonly InputFile[],
): Promise<boolean> {
  const source = describeSource(options, files);
  const progress = startProgress(files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0));
  const importOptions = { now: new Date(), onProgress: progress.show };
  const reads = files.map(({ bytes }) => readArrests(bytes));
  const report = await importArrests(database, source, reads, importOptions).finally(progress.stop);
  console.log(arrestText(source, report));
  return report.refused === null;
}

/** Counts of rows go to the screen of who has the file; findings hold no value of it. */
export function arrestText(
  { id }: ImportSource,
  { arrestCount, findings, aggregate, refused }: ArrestReport,
): string {
  const lines = [`observed arrests → source ${id}`, ""];
  if (refused) lines.push(`  nothing was taken in: ${refused}`);
  else {
    const told = Object.values(aggregate!.answers).filter((cells) => cells.length > 0).length;
    lines.push(
      `  ${arrestCount} arrests read, kept as counts in ${aggregate!.counts.length} cells of region and period`,
      `  ${told} of ${Object.keys(aggregate!.answers).length} questions have ten arrests for each answer somewhere`,
      "  single arrests were not stored; only validation reads the counts, nothing serves them",
    );
  }
  if (findings.rejected > 0) lines.push("", `  ${findings.rejected} rows left out`);
  for (const { place, field, expected, advice } of findings.shown.slice(0, 20)) {
    lines.push(`  ${place}, ${field}: expected ${expected}; ${advice}`);
  }
  return lines.join("\n");
}
