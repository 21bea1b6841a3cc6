/** An import's report as a table that a person reads. */
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

export function reportText(what: string, report: ImportReport, source?: ImportSource): string {
  const lines = [heading(what, report, source), ""];
  if (report.refused) lines.push(`  nothing was taken in: ${report.refused}`, "");
  for (const [count, meaning] of COUNTS) {
    if (report.refused && count !== "rejected") continue;
    lines.push(`  ${count.padEnd(10)} ${String(report[count]).padStart(9)}   ${meaning}`);
  }
  if (!report.refused && !report.isNewEdition) lines.push("", "  nothing changed");
  if (report.retiredSources.length > 0)
    lines.push("", `  out of force now: ${report.retiredSources.join(", ")}`);
  for (const [kind, edition] of Object.entries(report.followed)) {
    lines.push(`  ${kind} followed: edition ${edition}`);
  }
  for (const note of report.notes) lines.push(`  ${note}`);
  lines.push(...findingLines(report));
  return lines.join("\n");
}

function heading(what: string, report: ImportReport, source?: ImportSource): string {
  const kindOfData = source?.isSynthetic ? ", synthetic" : "";
  const date = source?.dataDate ? `, data of ${source.dataDate}` : "";
  return `${what} → source ${report.sourceId}${kindOfData}${date}; edition ${report.edition} of ${report.kind}`;
}

function findingLines({ findings, findingCounts }: ImportReport): string[] {
  if (findings.length === 0) return [];
  const lines = ["", "findings, by reason"];
  for (const { severity, field, expected, count } of findingCounts.slice(0, REASONS_PRINTED)) {
    lines.push(`  ${String(count).padStart(6)} × ${severity}  ${field}: expected ${expected}`);
  }
  const moreReasons = findingCounts.length - REASONS_PRINTED;
  if (moreReasons > 0) lines.push(`         and ${moreReasons} reasons more`);
  lines.push("", "findings, the first ones");
  for (const { severity, place, field, got, expected, advice } of findings.slice(0, FINDINGS_PRINTED)) {
    lines.push(`  ${severity}  ${place}, ${field}: got ${got || "nothing"}, expected ${expected}; ${advice}`);
  }
  const total = findingCounts.reduce((sum, { count }) => sum + count, 0);
  const more = total - Math.min(findings.length, FINDINGS_PRINTED);
  if (more > 0) lines.push(`  and ${more} more`);
  return lines;
}
