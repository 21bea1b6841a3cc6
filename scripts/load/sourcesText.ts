/** `npm run load -- sources`: what is in force, and what was, as a table. */

import { observedFor } from "../../src/load/observedInUse.ts";
import { type MeasureId, OBSERVED_MEASURES } from "../../src/load/observedMeasures.ts";
import type { Database } from "../../src/store/database.ts";
import { type EditionsInForce, INPUT_KINDS, readEditions } from "../../src/store/imports/editions.ts";
import { readArrestAggregates } from "../../src/store/imports/importArrests.ts";
import { readSources } from "../../src/store/imports/sources.ts";
import { readObserved, readRegionsAround } from "../../src/store/observedValues.ts";

export async function sourcesText(database: Database): Promise<string> {
  const sources = await readSources(database);
  const editions = await readEditions(database);
  const lines: string[] = [];
  for (const kind of INPUT_KINDS) {
    const { edition, nature, dataDate } = editions[kind];
    const date = dataDate ? `, data of ${dataDate}` : "";
    lines.push(`${kind}: ${edition === 0 ? "nothing loaded" : `edition ${edition}, ${nature}${date}`}`);
    for (const source of sources.filter((one) => one.kind === kind)) {
      const state = source.isRetired ? "out of force" : "in force";
      const nature = source.isSynthetic ? "synthetic" : "real";
      lines.push(`  ${source.id.padEnd(28)} ${state.padEnd(13)} ${nature.padEnd(10)} ${source.title}`);
    }
  }
  const arrests = await readArrestAggregates(database);
  lines.push(`observed arrests: ${arrests.length === 0 ? "nothing loaded" : "for validation only"}`);
  for (const { source } of arrests) {
    const nature = source.isSynthetic ? "synthetic" : "real";
    lines.push(`  ${source.id.padEnd(28)} ${"in force".padEnd(13)} ${nature.padEnd(10)} ${source.title}`);
  }
  return [...lines, ...(await observedLines(database, editions))].join("\n");
}

/** Which region uses which observed value, and that all others use the model's own. */
async function observedLines(database: Database, editions: EditionsInForce): Promise<string[]> {
  const observed = await readObserved(database, editions.observedValues.edition);
  if (observed.size === 0) return [];
  const around = await readRegionsAround(database, editions.regions.edition);
  const rows = [...observed]
    .sort(([p], [q]) => (p < q ? -1 : 1))
    .flatMap(([code, values]) => {
      return Object.values(values).map(({ measure, value, source, date }) => {
        const isInherited = OBSERVED_MEASURES[measure].isInherited;
        const users = [...around.keys()].filter((region) => isUsed(region, code, measure));
        const reach = isInherited && users.length > 1 ? `, used in ${users.length} regions` : "";
        const figure = `${value} ${OBSERVED_MEASURES[measure].unit}`;
        return `  ${code.padEnd(12)} ${measure.padEnd(24)} ${figure.padEnd(12)} ${source}, ${date}${reach}`;
      });
    });
  function isUsed(region: string, code: string, measure: MeasureId): boolean {
    return observedFor(around.get(region) ?? [region], observed)[measure]?.regionCode === code;
  }
  return ["", "observed values in use; every other region and measure uses the model's own", ...rows];
}
