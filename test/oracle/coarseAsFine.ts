/**
 * What 500 m squares leave over their 100 m squares, hectare by hectare: every 500 m square taken apart into 25, each
 * with its own people. Slow and plain: the twin of `load/placeSquares.ts`.
 */
import { AGE_GROUPS, sumKnownAges } from "../../src/load/ageGroups.ts";
import type { AgeCounts } from "../../src/load/records.ts";

export interface DrawnSquare {
  /** south-west corner in hundreds of metres of RD */
  east: number;
  north: number;
  residents: number | null;
  dwellings: number | null;
  /** null where `residents` is */
  ages: AgeCounts | null;
}

/** Only 100 m squares; numbers that nobody knows stay null. */
export function coarseAsFine(coarse: readonly DrawnSquare[], fine: readonly DrawnSquare[]): DrawnSquare[] {
  const key = (east: number, north: number) => `${east} ${north}`;
  const given = new Map(fine.map((square) => [key(square.east, square.north), square]));
  const apart = coarse.flatMap((square) => takeApart(square, (east, north) => given.get(key(east, north))));
  const covered = new Set(apart.map(({ east, north }) => key(east, north)));
  return [...apart, ...fine.filter(({ east, north }) => !covered.has(key(east, north)))];
}

function takeApart(
  square: DrawnSquare,
  fineAt: (east: number, north: number) => DrawnSquare | undefined,
): DrawnSquare[] {
  const hectares = Array.from({ length: 25 }, (_, n) => {
    const [east, north] = [square.east + (n % 5), square.north + Math.floor(n / 5)];
    return { ...(fineAt(east, north) ?? { residents: null, dwellings: null, ages: null }), east, north };
  });
  const residents = fillIn(
    square.residents,
    hectares.map((one) => one.residents),
  );
  const dwellings = fillIn(
    square.dwellings,
    hectares.map((one) => one.dwellings),
  );
  const unaged = hectares.map((one, n) => Math.max(0, (residents[n] ?? 0) - sumKnownAges(one.ages)));
  const hasFiner = hectares.some((one) => fineAt(one.east, one.north) !== undefined);
  const weights = hasFiner ? unaged : hectares.map(() => 1);
  const weight = weights.reduce((sum, one) => sum + one, 0);
  return hectares.map((one, n) => ({
    ...one,
    residents: residents[n],
    dwellings: dwellings[n],
    ages: AGE_GROUPS.map((_, g) => {
      const own = one.ages?.[g] ?? null;
      const whole = square.ages?.[g] ?? null;
      if (whole === null || weight === 0) return own;
      const told = hectares.reduce((sum, { ages }) => sum + (ages?.[g] ?? 0), 0);
      return (own ?? 0) + (Math.max(0, whole - told) * weights[n]) / weight;
    }),
  }));
}

/** The hectares without a number share what the others leave of the whole. */
function fillIn(whole: number | null, parts: readonly (number | null)[]): (number | null)[] {
  if (whole === null) return [...parts];
  const known = parts.reduce<number>((sum, part) => sum + (part ?? 0), 0);
  const free = parts.filter((part) => part === null).length;
  return parts.map((part) => part ?? Math.max(0, whole - known) / free);
}
