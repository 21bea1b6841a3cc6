/** Monte Carlo: single arrests of a city, event by event, with their outcome and all counts. */
import { DEFAULT_SCENARIO } from "../../src/scenario.ts";
import { alertedAround } from "../../src/simulate/alertedAround.ts";
import { incidentPlace } from "../../src/simulate/incidentPlace.ts";
import { assignRoles, roleMemory } from "../../src/simulate/roles.ts";
import { simulateArrests } from "../../src/simulate/simulateArrests.ts";
import { createStreams, drawsOf, uniformAt } from "../../src/simulate/streams.ts";
import { type BenchPart, median, timed } from "./row.ts";

const ARRESTS = 1_000_000;
/** As the prototype was measured: a hundred alerted, three of a hundred go. */
const GO_PROBABILITY = 0.03;

export const arrestsPart: BenchPart = {
  group: "simulation",
  name: "arrests",
  async run(add) {
    const place = cityPlace();
    const rates: number[] = [];
    for (let run = 0; run < 5; run++) {
      const { cpuSeconds } = await timed(() =>
        simulateArrests([{ name: "city", place, demand: 1 }], DEFAULT_SCENARIO, {
          seed: run,
          arrestsMax: ARRESTS,
        }),
      );
      rates.push(ARRESTS / 1e6 / cpuSeconds);
    }
    add({
      group: "simulation",
      name: "Monte Carlo, single arrests, city density",
      value: median(rates),
      unit: "M/s",
      target: "≥ 1.5",
      note: "100 alerted, p 0.03, two thirds by an AED; all help, outcome and counts; CPU of one core, median of 5",
    });
  },
};

/** 400 people within a kilometre, of whom the nearest 100 are alerted, and three AEDs. */
function cityPlace() {
  const chance = drawsOf(createStreams(1).place, 0);
  const points = Array.from({ length: 400 }, (_, n) => {
    const far = 1_000 * Math.sqrt(uniformAt(chance, 2 * n));
    const turn = 2 * Math.PI * uniformAt(chance, 2 * n + 1);
    return [far * Math.cos(turn), far * Math.sin(turn)];
  });
  const detour = DEFAULT_SCENARIO.detourFactor;
  const cells = points.map(([x, y]) => {
    const straightMeters = Math.hypot(x, y);
    return { responders: 1, straightMeters, meters: straightMeters * detour };
  });
  const aeds = [
    [200, 0],
    [-250, 100],
    [50, -350],
  ].map(([east, north]) => {
    const straight = Float64Array.from(points, ([x, y]) => Math.hypot(x - east, y - north));
    return {
      straightMeters: Math.hypot(east, north),
      meters: Math.hypot(east, north) * detour,
      straightMetersFromCells: straight,
      metersFromCells: straight.map((meters) => meters * detour),
    };
  });
  const alerted = alertedAround(cells, aeds, DEFAULT_SCENARIO.alert);
  const via = new Float64Array(alerted.count);
  assignRoles(alerted, DEFAULT_SCENARIO, via, roleMemory(alerted.count));
  return incidentPlace(alerted, via, {
    goProbability: GO_PROBABILITY,
    ambulanceMeanSeconds: [470, 560],
    policeFireShare: DEFAULT_SCENARIO.policeFire.share,
    policeFireMedianSeconds: DEFAULT_SCENARIO.policeFire.medianSeconds,
    localAedProbability: DEFAULT_SCENARIO.localAed.share,
    bystanderShare: DEFAULT_SCENARIO.bystander.share,
  });
}
