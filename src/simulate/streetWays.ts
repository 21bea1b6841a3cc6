/**
 * Metres along streets on a ground, kept so that one patient after another reads them by index: from responders to the
 * patient, and from AEDs to the shard's own cells. What is not told is for the caller to estimate.
 */
import { SHARD_CELL_COUNT } from "../grid/cell.ts";
import { ROW_TO_CHILD } from "../grid/shardRows.ts";
import type { LngLat } from "../load/records.ts";
import type { Travel } from "../travel/travel.ts";

export const NO_WAY = 65_535;

export interface StreetWays {
  /** whole metres to a cell of the shard from each of the people's places; good until the next call */
  toPatient(cell: number): Uint16Array;
  /** whole metres from an AED to each cell of the shard, in child order; good until some other AEDs were asked for */
  fromAed(aed: number): Uint16Array;
}

/** Both ask by where a place stands among those given; `cell`: its place in the shard, −1 outside. */
interface Placed {
  position: readonly LngLat[];
  cell: Int32Array;
  residents: Float64Array;
  hasResponders: (place: number) => boolean;
}

export function streetWays(
  people: Placed,
  fromPeople: Travel,
  aeds: readonly LngLat[],
  fromAeds: Travel,
): StreetWays {
  return { toPatient: waysToPatients(people, fromPeople), fromAed: waysFromAeds(aeds, fromAeds) };
}

/**
 * Two passes over the same answers, so that pairs lie patient by patient in exactly as many bytes as they take: four a
 * pair, some 30 MB in a dense shard.
 */
function waysToPatients(people: Placed, travel: Travel): (cell: number) => Uint16Array {
  const sources = people.position.flatMap((position, place) =>
    people.hasResponders(place) ? [{ position, place }] : [],
  );
  const isPatient = new Uint8Array(SHARD_CELL_COUNT);
  people.cell.forEach((cell, place) => {
    if (cell >= 0 && people.residents[place] > 0) isPatient[cell] = 1;
  });
  const start = new Int32Array(SHARD_CELL_COUNT + 1);
  for (const { position } of sources) {
    const { count, row } = travel.reachFrom(position);
    for (let i = 0; i < count; i++) {
      const child = ROW_TO_CHILD[row[i]];
      if (isPatient[child] === 1) start[child + 1]++;
    }
  }
  for (let cell = 0; cell < SHARD_CELL_COUNT; cell++) start[cell + 1] += start[cell];
  const next = start.slice();
  const placeOf = new Uint16Array(start[SHARD_CELL_COUNT]);
  const metersOf = new Uint16Array(start[SHARD_CELL_COUNT]);
  for (const { position, place } of sources) {
    const { count, row, meters } = travel.reachFrom(position);
    for (let i = 0; i < count; i++) {
      const child = ROW_TO_CHILD[row[i]];
      if (isPatient[child] === 0) continue;
      placeOf[next[child]] = place;
      metersOf[next[child]++] = meters[i];
    }
  }
  const toPatient = new Uint16Array(people.position.length).fill(NO_WAY);
  let last = 0;
  return (cell) => {
    for (let at = start[last]; at < start[last + 1]; at++) toPatient[placeOf[at]] = NO_WAY;
    for (let at = start[cell]; at < start[cell + 1]; at++) toPatient[placeOf[at]] = metersOf[at];
    last = cell;
    return toPatient;
  };
}

/** Patients come in child order, and neighbours share their AEDs: few are worked out twice. 4 MB. */
const KEPT_AEDS = 128;

function waysFromAeds(aeds: readonly LngLat[], travel: Travel): (aed: number) => Uint16Array {
  const kept = Array.from({ length: Math.min(KEPT_AEDS, aeds.length) }, () => ({
    aed: -1,
    meters: new Uint16Array(SHARD_CELL_COUNT),
  }));
  const slotOf = new Int32Array(aeds.length).fill(-1);
  let next = 0;
  return (aed) => {
    if (slotOf[aed] >= 0) return kept[slotOf[aed]].meters;
    const slot = kept[next];
    if (slot.aed >= 0) slotOf[slot.aed] = -1;
    slot.aed = aed;
    slotOf[aed] = next;
    next = (next + 1) % kept.length;
    const { count, row, meters } = travel.reachFrom(aeds[aed]);
    slot.meters.fill(NO_WAY);
    for (let i = 0; i < count; i++) slot.meters[ROW_TO_CHILD[row[i]]] = meters[i];
    return slot.meters;
  };
}
