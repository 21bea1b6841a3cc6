/** What the fits ask of each patient of a national sample. */
import type { Scenario } from "../../src/scenario.ts";
import { residentsAround } from "../../src/simulate/incidentAt.ts";
import { nearCells, nearestTwoPosts } from "../../src/simulate/sweepPlace.ts";
import type { SampledShard } from "../validate/nationalSample.ts";
import type { FittedPatient } from "./fit.ts";

/** By the posts that are open at the most instants: those of day and night. */
export function fittedPatients(sample: readonly SampledShard[], scenario: Scenario): FittedPatient[] {
  const { alertRadiusMeters, alertedMax } = scenario.alert;
  return sample.flatMap(({ ground, patients }) => {
    const posts = ground.posts!.reduce((most, group) =>
      bits(group.instants) > bits(most.instants) ? group : most,
    );
    return patients.map(({ x, y }): FittedPatient => {
      const { responders } = nearCells(ground, 0, x, y, alertRadiusMeters, scenario);
      const near = responders.reduce((sum, many) => sum + many, 0);
      return {
        postMeters: nearestTwoPosts(posts, x, y),
        residentsNear: residentsAround(ground, [x, y]),
        alerted: Math.min(near, alertedMax ?? near),
      };
    });
  });
}

function bits(mask: number): number {
  let count = 0;
  for (let rest = mask; rest > 0; rest >>>= 1) count += rest & 1;
  return count;
}
