/**
 * Squares of one or several sizes on cells, by area. A square of R people with finer squares of F people within it
 * places only
 *     rest = max(0, R − F)        on the ground that no finer square with a known value takes;
 * one whose value is withheld leaves its ground to the next coarser one, whose total holds its people too.
 *
 *     ┌───┬───┬───┬───┬───┐      500 m: R = 100
 *     │   │ 40│   │   │   │      100 m: F = 40 + 25, one withheld (?)
 *     │   │ 25│ ? │   │   │      rest = 35 on the other 23 squares
 *     │   │   │   │   │   │
 *
 * Ages are people who are placed already: what finer squares do not know of a group (the rest of the coarser one's
 * number) goes to residents of unknown age, in proportion to them.
 */
import type { areaShares } from "../grid/areaShares.ts";
import { AGE_GROUPS } from "./ageGroups.ts";
import {
  cellKey,
  type GroundShard,
  MEASURES,
  type Measure,
  type PopulationGround,
} from "./populationGround.ts";
import type { PopulationReport } from "./populationMass.ts";
import type { PopulationUnit, SquareShape } from "./records.ts";
import { codeToCorner } from "./squareCode.ts";

type Square = PopulationUnit & { shape: SquareShape };

/**
 * Less free ground than this share of a square is rounding: a hectare is a 25th of a 500 m square, and shares of both,
 * each in its own affine picture, differ by up to 1e-4.
 */
const NO_GROUND_SHARE = 1e-3;

/** `squares` in canonical order, each code and size once. */
export function placeSquares(
  squares: readonly PopulationUnit[],
  ground: PopulationGround,
  split: ReturnType<typeof areaShares>,
  report: PopulationReport,
): void {
  for (const tree of squareTrees(squares.map(asSquare))) placeTree(tree, null, { ground, split, report });
}

function asSquare(unit: PopulationUnit): Square {
  if (unit.shape.kind === "square") return unit as Square;
  throw new Error(`got unit ${unit.code} with a disc, expected a square; give it as a disc`);
}

interface SquareTree {
  square: Square;
  /** squares within it that lie in no square of a size between */
  finer: SquareTree[];
}

/** Squares under the smallest of the coarser squares that hold them; the others are roots. */
function squareTrees(squares: readonly Square[]): SquareTree[] {
  const sides = [...new Set(squares.map(({ shape }) => shape.sideMeters))].sort((p, q) => p - q);
  const nodes = squares.map((square): SquareTree => ({ square, finer: [] }));
  if (sides.length < 2) return nodes;
  const byPlace = new Map(nodes.map((node) => [placeOf(node.square, node.square.shape.sideMeters), node]));
  return nodes.filter((node) => {
    const coarser = sides.filter((side) => side > node.square.shape.sideMeters);
    const parent = coarser.map((side) => byPlace.get(placeOf(node.square, side))).find((found) => found);
    parent?.finer.push(node);
    return !parent;
  });
}

/** Where the square of this side lies that holds the square's corner. */
function placeOf({ code }: Square, side: number): string {
  const corner = codeToCorner(code);
  return corner ? `${side} ${Math.floor(corner.x / side)} ${Math.floor(corner.y / side)}` : `${side} ${code}`;
}

interface Placing {
  ground: PopulationGround;
  split: ReturnType<typeof areaShares>;
  report: PopulationReport;
}

/** The part of a square on one cell. */
interface Piece {
  shard: GroundShard;
  index: number;
  share: number;
}

/** What squares have placed within a coarser one, in its own terms; cells by `cellKey`. */
interface Inside {
  mass: Record<Measure, number>;
  /** square metres of each cell that squares with a known value take */
  taken: Record<Measure, Map<number, number>>;
  /** residents known per age group */
  ages: number[];
  /** residents of unknown age */
  unaged: Map<number, number>;
}

function placeTree({ square, finer }: SquareTree, outer: Inside | null, placing: Placing): void {
  const { ground, split, report } = placing;
  const pieces: Piece[] = [];
  split(square.shape.ring, (shard, index, share) => {
    pieces.push({ shard: ground.shardOf(shard), index, share });
  });
  const inside = finer.length > 0 ? nothingInside() : null;
  for (const tree of finer) placeTree(tree, inside, placing);
  for (const measure of MEASURES) placeMeasure(square, pieces, measure, { inside, outer, report });
  placeAges(square, pieces, { inside, outer, report });
}

interface Surroundings {
  inside: Inside | null;
  outer: Inside | null;
  report: PopulationReport;
}

function placeMeasure(
  square: Square,
  pieces: readonly Piece[],
  measure: Measure,
  { inside, outer, report }: Surroundings,
): void {
  const given = square[measure];
  if (given === null) {
    if (inside && outer) handOn(inside, outer, measure);
    return;
  }
  const known = inside?.mass[measure] ?? 0;
  const rest = Math.max(0, given - known);
  const free = freeShares(square, pieces, inside?.taken[measure]);
  report[measure].replacedByFiner += given - rest;
  if (!free) report[measure].withoutRoom += rest;
  pieces.forEach(({ shard, index }, n) => {
    if (free) shard[measure][index] += free[n] * rest;
    shard.isKnown[measure][index] = 1;
    if (measure === "residents" && free && inside) add(inside.unaged, cellKey(shard, index), free[n] * rest);
  });
  if (!outer) return;
  outer.mass[measure] += known + (free ? rest : 0);
  const area = square.shape.sideMeters ** 2;
  for (const { shard, index, share } of pieces)
    add(outer.taken[measure], cellKey(shard, index), share * area);
}

/** The square's ground that no finer square takes, as shares that add up to 1; null where nothing is left. */
function freeShares(
  { shape }: Square,
  pieces: readonly Piece[],
  taken: Map<number, number> | undefined,
): number[] | null {
  if (!taken || taken.size === 0) return pieces.map(({ share }) => share);
  const area = shape.sideMeters ** 2;
  const free = pieces.map(({ shard, index, share }) =>
    Math.max(0, share - (taken.get(cellKey(shard, index)) ?? 0) / area),
  );
  const total = free.reduce((sum, share) => sum + share, 0);
  return total < NO_GROUND_SHARE ? null : free.map((share) => share / total);
}

/** Of a square without a number of its own, the finer ones count for the coarser one. */
function handOn(inside: Inside, outer: Inside, measure: Measure): void {
  outer.mass[measure] += inside.mass[measure];
  for (const [cell, area] of inside.taken[measure]) add(outer.taken[measure], cell, area);
}

function placeAges(
  { residents, ages }: Square,
  pieces: readonly Piece[],
  { inside, outer, report }: Surroundings,
): void {
  const weights = ageWeights(pieces, inside);
  let placed = 0;
  AGE_GROUPS.forEach((_, g) => {
    const given = ages?.[g] ?? null;
    const known = inside?.ages[g] ?? 0;
    if (outer) outer.ages[g] += known;
    if (given === null) return;
    const rest = Math.max(0, given - known);
    report.ages[g].replacedByFiner += given - rest;
    if (!weights) {
      report.ages[g].withoutRoom += rest;
      return;
    }
    pieces.forEach(({ shard, index }, n) => {
      if (weights.shares[n] === 0) return;
      shard.ages[g][index] += weights.shares[n] * rest;
      shard.isAgeKnown[g][index] = 1;
    });
    placed += rest;
    if (outer) outer.ages[g] += rest;
  });
  if (!outer) return;
  const unaged = inside ? (weights?.total ?? 0) : (residents ?? 0);
  const left = Math.max(0, unaged - placed);
  if (weights && left > 0) {
    pieces.forEach(({ shard, index }, n) => {
      add(outer.unaged, cellKey(shard, index), weights.shares[n] * left);
    });
  }
}

/** Where residents of unknown age are within the square, and how many; all over it where nothing finer lies in it. */
function ageWeights(
  pieces: readonly Piece[],
  inside: Inside | null,
): { shares: number[]; total: number } | null {
  if (!inside) return { shares: pieces.map(({ share }) => share), total: 0 };
  const unaged = pieces.map(({ shard, index }) => inside.unaged.get(cellKey(shard, index)) ?? 0);
  const total = unaged.reduce((sum, residents) => sum + residents, 0);
  return total > 0 ? { shares: unaged.map((residents) => residents / total), total } : null;
}

function nothingInside(): Inside {
  return {
    mass: { residents: 0, dwellings: 0 },
    taken: { residents: new Map(), dwellings: new Map() },
    ages: AGE_GROUPS.map(() => 0),
    unaged: new Map(),
  };
}

function add(sums: Map<number, number>, key: number, value: number): void {
  sums.set(key, (sums.get(key) ?? 0) + value);
}
