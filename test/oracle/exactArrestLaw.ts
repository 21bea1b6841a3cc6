/** The exact law of a small world: the product for the responders, closed forms for the others. */
import { arrivalTables, TIME_COUNT, TIME_STEP_SECONDS } from "../../src/simulate/arrivalTable.ts";
import type { HelpLaw } from "../../src/simulate/jointLaw.ts";
import { normalCdf } from "../../src/simulate/normal.ts";
import { fillHistogram, noAedReadyYet, noCprYet, pathHistogram } from "../../src/simulate/volunteerLaw.ts";
import { type ArrestWorld, alertedIn, rolesIn } from "../world/arrestWorlds.ts";

/** `cprOnly`: who goes straight, and bystanders; `both`: who goes by an AED, police and fire, ambulance, local AED. */
export function exactArrestLaw(world: ArrestWorld): HelpLaw {
  const { scenario, others, turnoutFactor } = world;
  const tables = arrivalTables(scenario, turnoutFactor);
  const alerted = alertedIn(world);
  const histogram = pathHistogram();
  fillHistogram(histogram, alerted, rolesIn(world, alerted));
  const onGrid = (notYet: (seconds: number) => number) =>
    Float64Array.from({ length: TIME_COUNT }, (_, time) => notYet(time * TIME_STEP_SECONDS));
  const lognormal = (seconds: number, median: number, spread: number) =>
    seconds <= 0 ? 0 : normalCdf(Math.log(seconds / median) / spread);
  const { ambulance, policeFire, bystander, localAed } = scenario;
  const ambulanceNotYet = (seconds: number) => {
    const [near, second] = others.ambulanceMeanSeconds.map((mean) =>
      lognormal(seconds, mean * Math.exp(-(ambulance.spread ** 2) / 2), ambulance.spread),
    );
    return 1 - (1 - ambulance.busyShare) * near - ambulance.busyShare * second;
  };
  const policeFireNotYet = (seconds: number) =>
    1 - others.policeFireShare * lognormal(seconds, others.policeFireMedianSeconds, policeFire.spread);
  const localNotYet = (seconds: number) =>
    1 - others.localAedProbability * lognormal(seconds, localAed.medianSeconds, localAed.spread);
  const p = others.goProbability;
  const responder = {
    cpr: Float64Array.from({ length: TIME_COUNT }, (_, time) => noCprYet(histogram, tables, time, p)),
    ready: Float64Array.from({ length: TIME_COUNT }, (_, time) => noAedReadyYet(histogram, tables, time, p)),
  };
  const viaAlone = { ...histogram, direct: pathHistogram().direct };
  const via = {
    cpr: responder.cpr.map((_, time) => noCprYet(viaAlone, tables, time, p)),
    ready: responder.ready,
  };
  return {
    cprOnly: [
      responder.cpr.map((all, time) => all / via.cpr[time]),
      onGrid(
        (seconds) =>
          1 - others.bystanderShare * lognormal(seconds, bystander.medianSeconds, bystander.spread),
      ),
    ],
    both: [
      via,
      {
        cpr: onGrid(policeFireNotYet),
        ready: onGrid((seconds) => policeFireNotYet(seconds - policeFire.attachSeconds)),
      },
      {
        cpr: onGrid((seconds) => ambulanceNotYet(seconds - ambulance.cprSeconds)),
        ready: onGrid((seconds) => ambulanceNotYet(seconds - ambulance.attachSeconds)),
      },
      {
        cpr: onGrid((seconds) => localNotYet(seconds + localAed.cprLeadSeconds)),
        ready: onGrid(localNotYet),
      },
    ],
  };
}
