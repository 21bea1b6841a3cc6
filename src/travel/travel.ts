/**
 * The one question that later stages ask of travel: how far along streets is it from a source to every cell around?
 * They are told by which rule a figure came about, never by which part of the program.
 */
import type { LngLat } from "../load/records.ts";

/** How the metres to a cell came about. */
export const BASIS = {
  /** straight line × detour: the streets are not known at one end. An estimate. */
  straight: 0,
  /** along streets, each access in a straight line */
  streets: 1,
  /** no way within 3,500 m of street was found where all are known: surely more; the metres are an estimate */
  beyond: 2,
  /** along the streets that are loaded; a shorter way may run where they are not */
  atMost: 3,
} as const;
export type Basis = (typeof BASIS)[keyof typeof BASIS];

/** The cells whose centre lies near a source in a straight line, 2,500 m or less; entry i of each array is one cell. */
export interface Reach {
  count: number;
  /** its place in the rows of the shard's lattice (`grid/shardRows.ts`) */
  row: Uint16Array;
  /** in a straight line, unrounded */
  straightMeters: Float64Array;
  /** whole metres, rounded up; never less than the straight line */
  meters: Uint16Array;
  /** whole metres; the way is surely no shorter. As `meters` where they are measured and all streets are known */
  leastMeters: Uint16Array;
  basis: Uint8Array;
}

export interface Travel {
  /** The answer is good until the next call: the arrays are used again. */
  reachFrom(source: LngLat): Reach;
}
