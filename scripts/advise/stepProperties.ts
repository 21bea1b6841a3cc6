/** A step of the advice as plain fields, the same in GeoJSON, CSV and on the page. */
import type { AdviceStep } from "../../src/analyse/advice.ts";
import { DEFAULT_SCENARIO } from "../../src/scenario.ts";
import { isSynthetic } from "../../src/serve/context.ts";
import { type CsvField, linesToCsv } from "../../src/serve/csv.ts";
import { gapWarning } from "../../src/serve/gapFeature.ts";
import type { RegionAdvice } from "./readQuestion.ts";

export function stepProperties(step: AdviceStep, { region, run }: RegionAdvice): Record<string, CsvField> {
  const { alternative } = step;
  return {
    rank: step.rank,
    action: step.action,
    status: "proposed",
    regionCode: region.code,
    warning: gapWarning({ region }),
    synthetic: isSynthetic(run),
    lng: degrees(step.position.lng),
    lat: degrees(step.position.lat),
    searchRadiusMeters: step.action === "add" ? 100 : 0,
    aedId: step.aedId,
    hoursUnknown: step.isHoursUnknown,
    gainResidents: Math.round(step.gainResidents),
    gainArrestsPerYear: arrestsPerYear(step.gainResidents),
    cumulativeResidents: Math.round(step.cumulativeResidents),
    cumulativeArrestsPerYear: arrestsPerYear(step.cumulativeResidents),
    cumulativeCost: step.cumulativeCost,
    boundResidents: Math.ceil(step.boundResidents),
    gapShare: Math.ceil((1 - step.cumulativeResidents / step.boundResidents) * 1e4) / 1e4,
    alternativeAction: alternative?.action ?? null,
    alternativeLng: alternative ? degrees(alternative.position.lng) : null,
    alternativeLat: alternative ? degrees(alternative.position.lat) : null,
    alternativeAedId: alternative?.aedId ?? null,
    alternativeMeters: alternative?.meters ?? null,
    alternativeGainResidents: alternative ? Math.round(alternative.gainResidents) : null,
    runId: run.id,
    dataDate: run.dataDate,
  };
}

export function adviceToGeoJson(about: RegionAdvice): string {
  const { advice, region, run, residents } = about;
  const features = advice.steps.map((step) => ({
    type: "Feature",
    id: `${region.code}-${step.rank}`,
    geometry: { type: "Point", coordinates: [degrees(step.position.lng), degrees(step.position.lat)] },
    properties: stepProperties(step, about),
  }));
  const head = {
    warning: gapWarning({ region }),
    synthetic: isSynthetic(run),
    region: { code: region.code, name: region.name, kind: region.kind },
    residents: Math.round(residents),
    uncoveredResidents: Math.round(advice.uncoveredResidents),
    coveredResidents: Math.round(advice.coveredResidents),
    bestFoundResidents: Math.round(advice.bestFoundResidents),
    objective: "residents of the region in the official zone (an AED open day and night within 500 m)",
  };
  return `${JSON.stringify({ type: "FeatureCollection", ...head, features }, null, 1)}\n`;
}

export function adviceToCsv(about: RegionAdvice): string {
  const rows = about.advice.steps.map((step) => stepProperties(step, about));
  const columns = rows.length > 0 ? Object.keys(rows[0]) : ["rank"];
  const demo = isSynthetic(about.run) ? " (demo)" : "";
  const header = columns.map((column) => `${column}${demo}`);
  return linesToCsv([header, ...rows.map((row) => columns.map((column) => row[column]))]);
}

/** Every resident alike, as in the gaps. */
export function arrestsPerYear(residents: number): number {
  return Math.round((residents * DEFAULT_SCENARIO.arrests.perYear) / 100) / 1_000;
}

function degrees(value: number): number {
  return Math.round(value * 1e5) / 1e5;
}
