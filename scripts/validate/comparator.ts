/** The Utstein comparator group (witnessed, first rhythm shockable), by a function that tells it apart. */
import type { Scenario } from "../../src/scenario.ts";
import { meanEstimate } from "../../src/simulate/intervals.ts";
import { comparatorSurvival } from "../../src/simulate/outcome.ts";
import { createReplicator, EVENT, EVENT_COUNT, replicate } from "../../src/simulate/replicate.ts";
import type { DemandPlace } from "../../src/simulate/simulateArrests.ts";
import type { Measured } from "./checks.ts";

const ARRESTS = 60_000;

/** The places count alike. Valenzuela 1997: the one function of witnessed VF that knows both CPR and shock. */
export function comparatorGroup(places: readonly DemandPlace[], scenario: Scenario, seed: number): Measured {
  const outcome = { ...scenario.outcome, survivalFunction: "valenzuela1997" as const };
  const replicators = places.map(({ place }) => createReplicator(place, scenario, { seed }));
  const record = new Float64Array(EVENT_COUNT);
  const moments = { count: 0, sum: 0, sum2: 0 };
  for (let arrest = 0; arrest < ARRESTS; arrest++) {
    replicate(replicators[arrest % replicators.length], arrest, record);
    const help = {
      cpr: record[EVENT.cprSeconds],
      ready: record[EVENT.readySeconds],
      ambulance: record[EVENT.ambulanceSeconds],
    };
    const survival = 100 * comparatorSurvival(help, { ...scenario, outcome });
    moments.count++;
    moments.sum += survival;
    moments.sum2 += survival * survival;
  }
  return { ...meanEstimate(moments), note: "by Valenzuela 1997, not shifted: coefficients not verified" };
}
