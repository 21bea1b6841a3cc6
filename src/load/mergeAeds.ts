/**
 * AEDs of several sources → the AEDs there are: what two sources tell of one AED becomes one record that names both.
 * A pure function of the rows (and of what people took apart): neither their order nor the order of loading matters.
 */
import { elementOf, metersBetween, SAME_AED_METERS, type Sameness, sameness } from "./aedSameness.ts";
import { mergeFields } from "./mergeFields.ts";
import type { Finding } from "./reader.ts";
import type { LngLat } from "./records.ts";
import { keyOfRow, type MergedAed, pairKey, type SourcedAed } from "./sourcedAed.ts";

export interface AedMerge {
  merged: MergedAed[];
  /** by id: fields in which equally fresh rows of one AED contradict each other */
  findings: Map<string, Finding[]>;
}

/**
 * Surest pairs first, then nearest first, each row with at most one row of every other source; rows of a group are the
 * same AED pair by pair. `apart`: pairs (`pairKey`) that must not come together.
 */
export function mergeAeds(rows: readonly SourcedAed[], apart: ReadonlySet<string> = new Set()): AedMerge {
  const findings = new Map<string, Finding[]>();
  const merged = groupRows(rows, apart).map((group) => {
    const { aed, findings: found } = mergeFields(group);
    if (found.length > 0) findings.set(aed.id, found);
    return aed;
  });
  return { merged, findings };
}

interface Pair {
  a: number;
  b: number;
  rank: number;
  meters: number;
}

const RANKS: NonNullable<Sameness>[] = ["element", "serial", "ref", "near"];

/** Every row is in one group; groups in the order of their first row's key, rows within by key. */
export function groupRows(rows: readonly SourcedAed[], apart: ReadonlySet<string>): SourcedAed[][] {
  const sorted = [...rows].sort((p, q) => (keyOfRow(p) < keyOfRow(q) ? -1 : 1));
  const pairs = nearPairs(sorted, apart);
  // rows are sorted by key, so indexes order by key as well
  pairs.sort((p, q) => p.rank - q.rank || p.meters - q.meters || p.a - q.a || p.b - q.b);
  const isSame = new Set(pairs.map(({ a, b }) => a * sorted.length + b));
  const groups = sorted.map((_, n) => [n]);
  for (const { a, b } of pairs) {
    const [one, other] = [groups[a], groups[b]];
    if (one === other || !mayJoin(one, other, sorted, isSame)) continue;
    one.push(...other);
    for (const n of other) groups[n] = one;
  }
  return [...new Set(groups)].map((group) => group.sort((p, q) => p - q).map((n) => sorted[n]));
}

/** No two rows of one source, and every row of the one the same as every row of the other. */
function mayJoin(
  one: readonly number[],
  other: readonly number[],
  rows: readonly SourcedAed[],
  isSame: ReadonlySet<number>,
): boolean {
  return one.every((n) =>
    other.every(
      (m) =>
        rows[n].sourceId !== rows[m].sourceId && isSame.has(Math.min(n, m) * rows.length + Math.max(n, m)),
    ),
  );
}

/** All pairs of rows of different sources that are the same AED by the rules; `a` < `b`. */
function nearPairs(rows: readonly SourcedAed[], apart: ReadonlySet<string>): Pair[] {
  const pairs: Pair[] = [];
  const seen = new Set<number>();
  const look = (n: number, m: number) => {
    const [a, b] = n < m ? [n, m] : [m, n];
    if (rows[a].sourceId === rows[b].sourceId || seen.has(a * rows.length + b)) return;
    seen.add(a * rows.length + b);
    const how = sameness(rows[a].aed, rows[b].aed);
    if (how === null || (apart.size > 0 && apart.has(pairKey(keyOfRow(rows[a]), keyOfRow(rows[b]))))) return;
    const meters = metersBetween(rows[a].aed.position, rows[b].aed.position);
    pairs.push({ a, b, rank: RANKS.indexOf(how), meters });
  };
  if (rows.every(({ sourceId }) => sourceId === rows[0].sourceId)) return pairs;
  lookByElement(rows, look);
  lookNearby(rows, look);
  return pairs;
}

type Look = (n: number, m: number) => void;

function lookByElement(rows: readonly SourcedAed[], look: Look): void {
  const held = new Map<string, number[]>();
  rows.forEach(({ aed }, n) => {
    const element = elementOf(aed);
    if (element === null) return;
    const others = held.get(element);
    if (!others) held.set(element, [n]);
    else {
      for (const m of others) look(m, n);
      others.push(n);
    }
  });
}

/** A degree of latitude is nowhere shorter on WGS84; one of longitude is this times the cosine of the latitude. */
const DEGREE_METERS_MIN = 110_570;
/** Squares are a little wider than an AED may be off, so that only the eight around one need to be looked at. */
const SQUARE_DEGREES = (1.01 * SAME_AED_METERS) / DEGREE_METERS_MIN;
/** So many AEDs of one source in one square stand at a placeholder, such as the middle of a postcode. Assumption. */
const MAX_IN_SQUARE = 50;

/** Each row with those of its own square and the eight around it. Rows at a placeholder are never told by their place. */
function lookNearby(rows: readonly SourcedAed[], look: Look): void {
  const squares = new Map<number, number[]>();
  rows.forEach(({ aed: { position, coarsened } }, n) => {
    // private AEDs are told by their ref alone
    if (coarsened) return;
    const square = squareOf(position);
    const held = squares.get(square);
    if (held) held.push(n);
    else squares.set(square, [n]);
  });
  for (const [square, held] of squares) if (isCrowd(held, rows)) squares.delete(square);
  for (const held of squares.values()) {
    for (const n of held) {
      for (const m of around(squares, rows[n].aed.position)) if (m < n) look(m, n);
    }
  }
}

function isCrowd(held: readonly number[], rows: readonly SourcedAed[]): boolean {
  if (held.length <= MAX_IN_SQUARE) return false;
  const counts = new Map<string, number>();
  for (const n of held) counts.set(rows[n].sourceId, (counts.get(rows[n].sourceId) ?? 0) + 1);
  return Math.max(...counts.values()) > MAX_IN_SQUARE;
}

/** The square that a position lies in. */
export function squareOf(position: LngLat): number {
  return squareIn(rowOf(position), position);
}

function rowOf({ lat }: LngLat): number {
  return Math.floor(lat / SQUARE_DEGREES);
}

/** The square of a row in which the longitude lies: wide enough in metres at that row's edge nearer to a pole. */
function squareIn(row: number, { lng }: LngLat): number {
  const edgeLat = Math.max(Math.abs(row), Math.abs(row + 1)) * SQUARE_DEGREES;
  const width = SQUARE_DEGREES / Math.max(0.01, Math.cos((edgeLat * Math.PI) / 180));
  return row * 2 ** 22 + Math.floor(lng / width);
}

function* around(squares: ReadonlyMap<number, number[]>, position: LngLat): Generator<number> {
  for (const square of squaresAround(position)) yield* squares.get(square) ?? [];
}

/** The squares in which rows that may be the one at a position lie: its own and the eight around it. */
export function squaresAround(position: LngLat): number[] {
  const middle = rowOf(position);
  return [middle - 1, middle, middle + 1].flatMap((row) => {
    const square = squareIn(row, position);
    return [square - 1, square, square + 1];
  });
}
