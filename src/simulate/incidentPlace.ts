/**
 * Where an arrest is played: the alerted around it in the order in which they are alerted, each with the way that his
 * role gives him, and what is known there of the other help.
 */
import type { Alerted } from "./roles.ts";

/** What is not the alerted responders'. */
export interface OtherHelp {
  /** that an alerted responder goes and arrives */
  goProbability: number;
  /** mean seconds from call to arrival, from the nearest post and from the second nearest */
  ambulanceMeanSeconds: readonly [number, number];
  policeFireShare: number;
  policeFireMedianSeconds: number;
  localAedProbability: number;
  bystanderShare: number;
  /** at night everybody turns out later; 1 unless given */
  turnoutFactor?: number;
}

export interface IncidentPlace extends OtherHelp {
  /** responders up to and with each entry: the last is all of them, not a whole number */
  cumulative: Float64Array;
  pathMeters: Float64Array;
  /** 1: by an AED */
  isViaAed: Uint8Array;
  /** per person, the entry in which he begins */
  entryOfPerson: Uint16Array;
}

/**
 * `alerted` nearest first. Cells hold parts of people (protected counts): person k is who lies between k and k + 1 of the
 * cumulated counts, so that a person is at one place in each arrest, and nobody is there in halves.
 */
export function incidentPlace(
  { count, responders, directMeters, viaMeters }: Alerted,
  viaResponders: Float64Array,
  others: OtherHelp,
): IncidentPlace {
  const entries: { responders: number; meters: number; isViaAed: number }[] = [];
  for (let i = 0; i < count; i++) {
    const via = Math.min(viaResponders[i], responders[i]);
    const direct = responders[i] - via;
    if (direct > 0) entries.push({ responders: direct, meters: directMeters[i], isViaAed: 0 });
    if (via > 0) entries.push({ responders: via, meters: viaMeters[i], isViaAed: 1 });
  }
  const cumulative = new Float64Array(entries.length);
  let sum = 0;
  for (const [i, entry] of entries.entries()) {
    sum += entry.responders;
    // sums of thirds: what is within rounding of a whole person is that person
    if (Math.abs(sum - Math.round(sum)) < 1e-9) sum = Math.round(sum);
    cumulative[i] = sum;
  }
  const entryOfPerson = new Uint16Array(Math.ceil(sum));
  for (let person = 0, entry = 0; person < entryOfPerson.length; person++) {
    while (cumulative[entry] <= person) entry++;
    entryOfPerson[person] = entry;
  }
  return {
    ...others,
    cumulative,
    pathMeters: Float64Array.from(entries, ({ meters }) => Math.max(meters, 1)),
    isViaAed: Uint8Array.from(entries, ({ isViaAed }) => isViaAed),
    entryOfPerson,
  };
}
