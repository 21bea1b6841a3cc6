/** An import's report as a table that a person reads. */
import type { Finding } from "../../src/load/reader.ts";
import type { ImportReport, ImportSource } from "../../src/store/imports/report.ts";

const COUNTS = [
  ["accepted", "in the file and taken in"],
  ["added", "not there before"],
  ["changed", "other than before"],
  ["unchanged", "as before"],
  ["retired", "there before, now out of force"],
  ["rejected", "in the file and left out"],
] as const;
/** The report holds up to 200 findings; a screen does not. */
const FINDINGS_PRINTED = 40;
const REASONS_PRINTED = 20;
/** So that one fault of a whole file does not hide the others. */
const PRINTED_PER_REASON = 5;

export function reportText(what: string, report: ImportReport, source?: ImportSource): string {
  const lines = [heading(what, report, source), ""];
  if (report.refused) lines.push(`  nothing was taken in: ${report.refused}`, "");
  for (const [count, meaning] of COUNTS) {
    if (report.refused && count !== "rejected") continue;
    lines.push(`  ${count.padEnd(10)} ${String(report[count]).padStart(9)}   ${meaning}`);
  }
  if (!report.refused && !report.isNewEdition) lines.push("", `  ${nothingNew(report)}`);
  if (report.retiredSources.length > 0)
    lines.push("", `  out of force now: ${report.retiredSources.join(", ")}`);
  for (const [kind, edition] of Object.entries(report.followed)) {
    lines.push(`  ${kind} followed: edition ${edition}`);
  }
  for (const note of report.notes) lines.push(`  ${note}`);
  lines.push(...findingLines(report));
  return lines.join("\n");
}

/** Responders are counted anew though the figures drawn from them may stand. */
function nothingNew({ added, changed, retired }: ImportReport): string {
  return added + changed + retired === 0
    ? "nothing changed"
    : "counted; too few came and went anywhere for a figure to be drawn again: what is shown stays as it was";
}

function heading(what: string, report: ImportReport, source?: ImportSource): string {
  const kindOfData = source?.isSynthetic ? ", synthetic" : "";
  const date = source?.dataDate ? `, data of ${source.dataDate}` : "";
  return `${what} → source ${report.sourceId}${kindOfData}${date}; edition ${report.edition} of ${report.kind}`;
}

export function findingLines({
  findings,
  findingCounts,
}: Pick<ImportReport, "findings" | "findingCounts">): string[] {
  if (findings.length === 0) return [];
  const lines = ["", "findings, by reason"];
  for (const { severity, field, expected, count } of findingCounts.slice(0, REASONS_PRINTED)) {
    lines.push(`  ${String(count).padStart(6)} × ${severity}  ${field}: expected ${expected}`);
  }
  const moreReasons = findingCounts.length - REASONS_PRINTED;
  if (moreReasons > 0) lines.push(`         and ${moreReasons} reasons more`);
  lines.push("", "findings, the first ones");
  const printed = firstOfEachReason(findings);
  for (const { severity, place, field, got, expected, advice } of printed) {
    lines.push(`  ${severity}  ${place}, ${field}: got ${got || "nothing"}, expected ${expected}; ${advice}`);
  }
  const total = findingCounts.reduce((sum, { count }) => sum + count, 0);
  const more = total - printed.length;
  if (more > 0) lines.push(`  and ${more} more`);
  return lines;
}

function firstOfEachReason(findings: readonly Finding[]): Finding[] {
  const counts = new Map<string, number>();
  const few = findings.filter(({ severity, field, expected }) => {
    const reason = `${severity} ${field} ${expected}`;
    counts.set(reason, (counts.get(reason) ?? 0) + 1);
    return counts.get(reason)! <= PRINTED_PER_REASON;
  });
  return few.slice(0, FINDINGS_PRINTED);
}
