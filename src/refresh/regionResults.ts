/** The figures of every region of a run, with what was observed in place of the model's own values. */
import { expectedAeds, type RegionFigures, regionFigures } from "../coverage/regionFigures.ts";
import type { RegionSums } from "../coverage/regionSums.ts";
import { type ObservedByRegion, observedFor } from "../load/observedInUse.ts";
import type { Scenario } from "../scenario.ts";

export interface RegionsOfRun {
  sums: ReadonlyMap<string, RegionSums>;
  scenario: Scenario;
  observed: ObservedByRegion;
  /** per region the regions around it, from small to large, itself first */
  around: ReadonlyMap<string, readonly string[]>;
  /** parts of the regions that are sums of others */
  members: ReadonlyMap<string, readonly string[]>;
}

export function regionResults(regions: RegionsOfRun): Map<string, RegionFigures> {
  const { sums, scenario, observed, around } = regions;
  return new Map(
    [...sums].map(([code, own]) => [
      code,
      regionFigures(own, scenario, {
        observed: observedFor(around.get(code) ?? [code], observed),
        aedsExpected: expectedIn(code, own, regions),
      }),
    ]),
  );
}

/** As observed in the region; of one that is the sum of others what its parts expect; else the model's number. */
function expectedIn(
  code: string,
  own: RegionSums,
  { sums, scenario, observed, members }: RegionsOfRun,
): number {
  const seen = observed.get(code)?.aedsExpected;
  if (seen) return seen.value;
  const parts = members.get(code);
  if (!parts) return expectedAeds(own, scenario);
  return parts.reduce((sum, part) => {
    const held = sums.get(part);
    const model = held ? expectedAeds(held, scenario) : 0;
    return sum + (observed.get(part)?.aedsExpected?.value ?? model);
  }, 0);
}
