/**
 * Regions as CSV (RFC 4180), a line each, every period in its own columns. Where any input is synthetic each column
 * of figures says "(demo)" in the header, so that a spreadsheet cut from it still does.
 */
import { PERIODS_AND_WEEK } from "../grid/periods.ts";
import type { PublishedRun, ServedRegion } from "../store/published.ts";
import { isSynthetic } from "./context.ts";
import { linesToCsv } from "./csv.ts";
import { periodFigures, regionProperties } from "./regionFeature.ts";

type Row = Record<string, string | number | null>;
/** These name the region; everything else is a figure. */
const NAMING = ["code", "name", "kind", "parentCode"];

export function regionsToCsv(regions: readonly ServedRegion[], run: PublishedRun): string {
  const rows = regions.map((region) => regionRow(region, run));
  const columns = rows.length > 0 ? Object.keys(rows[0]) : NAMING;
  const demo = isSynthetic(run) ? " (demo)" : "";
  const header = columns.map((column) => (NAMING.includes(column) ? column : `${column}${demo}`));
  const lines = [header, ...rows.map((row) => columns.map((column) => row[column]))];
  return linesToCsv(lines);
}

/** `nightReachableWithin500mShare` and so on; `week` without a prefix would hide what it is. */
function regionRow(region: ServedRegion, run: PublishedRun): Row {
  const ofPeriods = PERIODS_AND_WEEK.flatMap((period) =>
    Object.entries(periodFigures(region, run, period)).map(([name, share]) => [
      `${period}${name[0].toUpperCase()}${name.slice(1)}`,
      share,
    ]),
  );
  return {
    ...regionProperties(region, run),
    ...Object.fromEntries(ofPeriods),
    runId: run.id,
    dataDate: run.dataDate,
  };
}
