/** `npm run load -- sources`: what is in force, and what was, as a table. */
import type { Database } from "../../src/store/database.ts";
import { INPUT_KINDS, readEditions } from "../../src/store/imports/editions.ts";
import { readSources } from "../../src/store/imports/sources.ts";

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
  return lines.join("\n");
}
