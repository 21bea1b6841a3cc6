/** What needs no data: the survival functions, the rule of 15 minutes, and the geometry of first arrival. */
import { DEFAULT_SCENARIO, type Scenario } from "../../src/scenario.ts";
import { incidentPlace } from "../../src/simulate/incidentPlace.ts";
import { witnessedSurvival } from "../../src/simulate/outcome.ts";
import { createReplicator, EVENT, EVENT_COUNT, replicate } from "../../src/simulate/replicate.ts";
import { createStreams, drawsOf, uniformAt } from "../../src/simulate/streams.ts";
import {
  deMaio2003,
  larsen1993,
  sixPercentPerMinute,
  waalewijn2001,
} from "../../src/simulate/survivalFunctions.ts";
import type { Measured } from "./checks.ts";

export function unitMeasures(): Record<string, Measured> {
  const late = { cpr: 841, ready: 1_000, ambulance: 900 };
  const noDrowning = { ...DEFAULT_SCENARIO, outcome: { ...DEFAULT_SCENARIO.outcome, drowningShare: 0 } };
  return {
    "1": { value: larsen1993(4, 8, 10) },
    "2": { value: deMaio2003(8) },
    "3": { value: waalewijn2001(4, 8.5) },
    "4": { value: nobodyWithin(200, 16), note: "20,000 fields of 100 km²" },
    "5": { value: distanceToClosedForm(), note: "10,000 arrests" },
    "25": { value: sixPercentPerMinute(6) / sixPercentPerMinute(5) },
    "27": { value: witnessedSurvival(late, noDrowning) },
  };
}

/** Share of fields of 100 km² with so many per km² in which nobody is within the radius of the middle. */
function nobodyWithin(radiusMeters: number, perSquareKm: number): number {
  const fields = 20_000;
  const chance = (Math.PI * radiusMeters ** 2) / 1e6 / 100;
  const stream = createStreams(16).place;
  let none = 0;
  for (let field = 0; field < fields; field++) {
    // the first of them who is within: a geometric number
    const first = Math.log(uniformAt(drawsOf(stream, field), 0)) / Math.log1p(-chance);
    if (first >= perSquareKm * 100) none++;
  }
  return none / fields;
}

/** Against 1 − exp(−α λ π v² (t − t₀)²): everybody turns out and walks alike. */
function distanceToClosedForm(): number {
  const still: Scenario = { ...DEFAULT_SCENARIO, turnoutSpread: 0, speedSpread: 0 };
  // the closed form is of a field of chance: many people who seldom go are one, to p/2 of the exponent
  const [p, perSquareMeter, rings, width] = [0.0036, 400e-6, 2_000, 1];
  const meters = Float64Array.from({ length: rings }, (_, ring) => (ring + 0.5) * width);
  const alerted = {
    count: rings,
    responders: meters.map((radius) => perSquareMeter * 2 * Math.PI * radius * width),
    directMeters: meters,
    viaMeters: new Float64Array(rings).fill(Number.POSITIVE_INFINITY),
  };
  const place = incidentPlace(alerted, new Float64Array(rings), {
    goProbability: p,
    ambulanceMeanSeconds: [515, 515],
    policeFireShare: 0,
    policeFireMedianSeconds: 533,
    localAedProbability: 0,
    bystanderShare: 0,
  });
  const replicator = createReplicator(place, still, { seed: 5 });
  const record = new Float64Array(EVENT_COUNT);
  const times = Array.from({ length: 10_000 }, (_, arrest) => {
    replicate(replicator, arrest, record);
    return record[EVENT.responderSeconds];
  });
  const begin = still.alert.alertSeconds + still.turnoutSeconds + still.doorSeconds;
  let worst = 0;
  for (let seconds = begin; seconds < begin + 400; seconds += 2) {
    const reach = still.speedMetersPerSecond * (seconds - begin);
    const law = 1 - Math.exp(-p * perSquareMeter * Math.PI * reach ** 2);
    const share = times.filter((time) => time <= seconds).length / times.length;
    worst = Math.max(worst, Math.abs(share - law));
  }
  return worst;
}
