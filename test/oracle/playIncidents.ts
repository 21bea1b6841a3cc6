/**
 * Whole arrests, one coin per person: the slow twin of the Monte Carlo. Knows neither streams nor tables of quantiles,
 * steps over nobody, and looks for the first of everything in a list of all that happened.
 */
import type { Scenario } from "../../src/scenario.ts";
import { type PlayedResponder, playArrest } from "./playArrivals.ts";

export interface PlayedPlace {
  responders: readonly PlayedResponder[];
  goProbability: number;
  ambulanceMeanSeconds: readonly [number, number];
  policeFireShare: number;
  policeFireMedianSeconds: number;
  localAedProbability: number;
  bystanderShare: number;
}

export interface PlayedIncident {
  responderSeconds: number;
  ambulanceSeconds: number;
  systemCprSeconds: number;
  systemReadySeconds: number;
  cprSeconds: number;
  readySeconds: number;
}

export function playIncident(place: PlayedPlace, scenario: Scenario, random: () => number): PlayedIncident {
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const lognormal = (median: number, spread: number) => median * Math.exp(spread * normal());
  const { ambulance, policeFire, bystander, localAed } = scenario;
  const responder = playArrest(place.responders, scenario, place.goProbability, random);
  const mean = place.ambulanceMeanSeconds[random() < ambulance.busyShare ? 1 : 0];
  const ambulanceSeconds = lognormal(mean * Math.exp(-0.5 * ambulance.spread ** 2), ambulance.spread);
  const cpr = [responder.cprSeconds, ambulanceSeconds + ambulance.cprSeconds];
  const ready = [responder.readySeconds, ambulanceSeconds + ambulance.attachSeconds];
  if (random() < place.policeFireShare) {
    const seconds = lognormal(place.policeFireMedianSeconds, policeFire.spread);
    cpr.push(seconds);
    ready.push(seconds + policeFire.attachSeconds);
  }
  const [systemCprSeconds, systemReadySeconds] = [Math.min(...cpr), Math.min(...ready)];
  if (random() < place.localAedProbability) {
    const seconds = lognormal(localAed.medianSeconds, localAed.spread);
    cpr.push(seconds - localAed.cprLeadSeconds);
    ready.push(seconds);
  }
  if (random() < place.bystanderShare) cpr.push(lognormal(bystander.medianSeconds, bystander.spread));
  return {
    responderSeconds: responder.cprSeconds,
    ambulanceSeconds,
    systemCprSeconds,
    systemReadySeconds,
    cprSeconds: Math.min(...cpr),
    readySeconds: Math.min(...ready),
  };
}
