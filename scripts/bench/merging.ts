/** AEDs of three sources into one list of AEDs: how long the matching and the fields take. Synthetic. */
import { mergeAeds } from "../../src/load/mergeAeds.ts";
import type { SourcedAed } from "../../src/load/sourcedAed.ts";
import { createStreams } from "../../src/load/streams.ts";
import { benchCountry } from "./country.ts";
import { type BenchPart, median, timed } from "./row.ts";

const ROW_COUNT = 27_000;
/** Half the AEDs are in one list, a quarter in two, a quarter in all three: (n/2) + 2(n/4) + 3(n/4) rows. */
const ROWS_PER_AED = 1.75;
const REPEATS = 5;

export const mergingPart: BenchPart = {
  group: "loading",
  name: "merging",
  async run(add) {
    const rows = await rowsOfThreeSources();
    const runs = [];
    for (let n = 0; n < REPEATS; n++) runs.push(await timed(() => mergeAeds(rows)));
    const shared = runs[0].result.merged.filter(({ sources }) => sources.length > 1).length;
    add({
      group: "loading",
      name: "merging 27,000 AEDs of three sources",
      value: median(runs.map(({ cpuSeconds }) => cpuSeconds)),
      unit: "s",
      target: "≤ 3",
      note: `into ${runs[0].result.merged.length.toLocaleString("en")} AEDs, ${shared.toLocaleString("en")} of them of several sources; CPU, median of ${REPEATS}`,
    });
  },
};

/** Each list puts an AED up to about 10 m off, at random; names, hours and checks as the demo has them. */
async function rowsOfThreeSources(): Promise<SourcedAed[]> {
  const { aeds } = await benchCountry();
  const random = createStreams(1)("merging");
  const rows: SourcedAed[] = [];
  for (const aed of aeds.slice(0, ROW_COUNT / ROWS_PER_AED)) {
    const count = random.uniform() < 0.5 ? 1 : random.uniform() < 0.5 ? 2 : 3;
    const first = random.integer(3);
    for (let n = 0; n < count; n++) {
      const sourceId = `source-${(first + n) % 3}`;
      const position = {
        lng: aed.position.lng + (5 * random.normal()) / 68_000,
        lat: aed.position.lat + (5 * random.normal()) / 111_265,
      };
      const own = { ...aed, ref: `${rows.length}`, position };
      rows.push({ sourceId, dataDate: `202${n}-01-01`, knownSince: n + 1, aed: own });
    }
  }
  return rows.slice(0, ROW_COUNT);
}
