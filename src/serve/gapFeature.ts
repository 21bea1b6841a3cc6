/** A gap on the wire, as a feature and as a line of CSV; and what is said of all gaps of a region at once. */
import { cellsToMultiPolygon } from "h3-js";
import { GAP_REASONS } from "../analyse/gapReasons.ts";
import type { GapArea } from "../analyse/gaps.ts";
import { cellToPosition } from "../grid/cell.ts";
import { DEFAULT_SCENARIO } from "../scenario.ts";
import type { PublishedRun, ServedAed } from "../store/published.ts";
import { isSynthetic, withDemo } from "./context.ts";
import { type CsvField, linesToCsv } from "./csv.ts";
import type { ServedFeature } from "./features.ts";
import type { GapQuestion, RegionGaps } from "./gapsOfRegion.ts";
import { nearestAed } from "./nearestAed.ts";
import { COMPLETENESS_WARNING_BELOW } from "./regionFeature.ts";

/** Where the register lacks AEDs, a gap may be one of the data: this stands at the head of every answer. */
export function gapWarning({ region }: Pick<GapQuestion, "region">): string | null {
  const completeness = region.figures?.aedCompleteness ?? null;
  if (completeness === null) return "completeness of the register not known: these may be gaps in the data";
  return completeness < COMPLETENESS_WARNING_BELOW
    ? "register incomplete: these may be gaps in the data"
    : null;
}

export function gapHead(question: GapQuestion, gaps: RegionGaps, run: PublishedRun) {
  const { region, period, definition } = question;
  return {
    warning: gapWarning(question),
    aedCompleteness: region.figures?.aedCompleteness ?? null,
    region: { code: region.code, name: withDemo(region.name, run), kind: region.kind },
    period,
    definition,
    residents: Math.round(gaps.residents),
    uncoveredResidents: Math.round(gaps.uncoveredResidents),
    unknownResidents: Math.round(gaps.unknownResidents),
    uncoveredArrestsPerYear: perYear(gaps.uncoveredResidents, DEFAULT_SCENARIO.arrests.perYear),
  };
}

export interface RankedGap {
  area: GapArea;
  /** 1 = most residents */
  rank: number;
}

export function gapProperties(
  { area, rank }: RankedGap,
  question: GapQuestion,
  { run, aeds }: { run: PublishedRun; aeds: readonly ServedAed[] },
) {
  const nearest = nearestAed(area.id, aeds);
  return {
    rank,
    warning: gapWarning(question),
    period: question.period,
    definition: question.definition,
    residents: Math.round(area.residents),
    arrestsPerYear: perYear(area.residents, DEFAULT_SCENARIO.arrests.perYear),
    alertsPerYear: perYear(area.residents, DEFAULT_SCENARIO.arrests.alertsPerYear),
    reason: area.reason,
    ...Object.fromEntries(
      GAP_REASONS.map((reason) => [`${reason}Residents`, Math.round(area.residentsByReason[reason] ?? 0)]),
    ),
    nearestAedMeters: nearest?.meters ?? null,
    nearestAedId: nearest?.aed.id ?? null,
    nearestAedOpeningHours: nearest?.aed.openingHours ?? null,
    nearestAedAlwaysOpen: nearest?.aed.alwaysOpen ?? null,
    nearestReachableAedMeters: area.nearestReachableMeters,
    regionCode: area.regionCode,
    cellCount: area.cells.length,
    runId: run.id,
    dataDate: run.dataDate,
  };
}

export function gapFeature(
  gap: RankedGap,
  question: GapQuestion,
  about: { run: PublishedRun; aeds: readonly ServedAed[] },
): ServedFeature {
  const coordinates = cellsToMultiPolygon(gap.area.cells, true);
  return {
    id: gap.area.id,
    geometry: { type: "MultiPolygon", coordinates } as ServedFeature["geometry"],
    properties: gapProperties(gap, question, about),
  };
}

/** Figures say "(demo)" in the header where any input is synthetic. */
export function gapsToCsv(
  areas: readonly GapArea[],
  question: GapQuestion,
  about: { run: PublishedRun; aeds: readonly ServedAed[] },
): string {
  const rows = areas.map((area, n): Record<string, CsvField> => {
    const { lng, lat } = cellToPosition(area.id);
    const place = { id: area.id, lng: roundDegrees(lng), lat: roundDegrees(lat) };
    return { ...place, ...gapProperties({ area, rank: n + 1 }, question, about) };
  });
  const columns = rows.length > 0 ? Object.keys(rows[0]) : ["id", "rank", "residents"];
  const demo = isSynthetic(about.run) ? " (demo)" : "";
  const header = columns.map((column) => (column === "id" ? column : `${column}${demo}`));
  return linesToCsv([header, ...rows.map((row) => columns.map((column) => row[column]))]);
}

/** Every resident alike, at home or not, whatever the age: to the thousandth. */
function perYear(residents: number, per100_000: number): number {
  return Math.round((residents * per100_000) / 100) / 1_000;
}

function roundDegrees(degrees: number): number {
  return Math.round(degrees * 1e5) / 1e5;
}
