/**
 * One arrest after another, event by event: who goes, when he turns out, how fast he walks, who is first.
 * Knows nothing of tables, nodes, moments or histograms.
 */
import type { ResponseScenario } from "../../src/scenario.ts";

/** One responder: his way straight to the patient, or by an AED. */
export interface PlayedResponder {
  meters: number;
  viaAed: boolean;
}

/** Seconds from the call; Infinity: nobody came. */
export interface FirstArrival {
  cprSeconds: number;
  readySeconds: number;
}

/** A small generator of its own (Mulberry32), so that the same seed gives the same arrests. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export function playArrest(
  responders: readonly PlayedResponder[],
  scenario: ResponseScenario,
  p: number,
  random: () => number,
): FirstArrival {
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const first = { cprSeconds: Number.POSITIVE_INFINITY, readySeconds: Number.POSITIVE_INFINITY };
  for (const { meters, viaAed } of responders) {
    if (random() >= p) continue;
    const turnout = scenario.turnoutSeconds * Math.exp(scenario.turnoutSpread * normal());
    const speed = scenario.speedMetersPerSecond * Math.exp(scenario.speedSpread * normal());
    const travel = Math.max(meters, 1) / speed;
    const fixed = scenario.alert.alertSeconds + scenario.doorSeconds + (viaAed ? scenario.grabSeconds : 0);
    const atPatient = fixed + turnout + travel;
    first.cprSeconds = Math.min(first.cprSeconds, atPatient);
    if (viaAed) first.readySeconds = Math.min(first.readySeconds, atPatient + scenario.attachSeconds);
  }
  return first;
}
