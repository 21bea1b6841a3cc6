/**
 * Merging as its definition reads: look at all pairs of groups, join the surest and nearest that may be joined, and
 * look again, until nothing can be joined. Distances along geodesics; no grid, no order of rows. Slow and plain.
 */
import type { Aed } from "../../src/load/records.ts";
import type { SourcedAed } from "../../src/load/sourcedAed.ts";
import { geodesicMeters } from "./geodesicMeters.ts";

/** Groups as sorted lists of `source:ref`. */
export function bruteGroups(
  rows: readonly SourcedAed[],
  apart: readonly [string, string][] = [],
): string[][] {
  let groups = rows.map((row) => [row]);
  for (;;) {
    const best = bestJoin(groups, apart);
    if (!best) return groups.map((group) => group.map(name).sort()).sort();
    const [one, other] = best;
    groups = [...groups.filter((group) => group !== one && group !== other), [...one, ...other]];
  }
}

function bestJoin(
  groups: SourcedAed[][],
  apart: readonly [string, string][],
): [SourcedAed[], SourcedAed[]] | null {
  const joins = groups.flatMap((one, i) =>
    groups.slice(i + 1).flatMap((other) => {
      const pairs = one.flatMap((p) => other.map((q) => ({ p, q, how: howSure(p, q, apart) })));
      if (pairs.some(({ how }) => how === null)) return [];
      return pairs.map(({ p, q, how }) => ({
        one,
        other,
        order: [how!, geodesicMeters(p.aed.position, q.aed.position), ...[name(p), name(q)].sort()] as const,
      }));
    }),
  );
  joins.sort(({ order: p }, { order: q }) => {
    const n = p.findIndex((value, at) => value !== q[at]);
    return n === -1 ? 0 : p[n] < q[n] ? -1 : 1;
  });
  return joins.length > 0 ? [joins[0].one, joins[0].other] : null;
}

/** 0 the same element, 1 serial, 2 ref, 3 only near; null = two AEDs. */
function howSure(p: SourcedAed, q: SourcedAed, apart: readonly [string, string][]): number | null {
  if (p.sourceId === q.sourceId) return null;
  if (apart.some((pair) => pair.includes(name(p)) && pair.includes(name(q)))) return null;
  const [a, b] = [p.aed, q.aed];
  if (a.coarsened !== b.coarsened) return null;
  const isOsm = (aed: Aed) => /^(node|way|relation)\//.test(aed.ref);
  if (a.coarsened) return /^private\/[0-9a-f]{32}$/.test(a.ref) && a.ref === b.ref ? 0 : null;
  const meters = geodesicMeters(a.position, b.position);
  if (isOsm(a) && isOsm(b)) return a.ref === b.ref && meters <= 100 ? 0 : null;
  if (meters > 25) return null;
  if (a.serial && b.serial) return a.serial === b.serial ? 1 : null;
  if (a.ref === b.ref && a.ref.length > 4) return 2;
  const clash = (field: "indoor" | "access" | "level" | "operator" | "name", nothing: unknown) =>
    a[field] !== nothing && b[field] !== nothing && a[field] !== b[field];
  const isClash =
    clash("indoor", null) ||
    clash("access", "unknown") ||
    clash("level", null) ||
    clash("operator", null) ||
    clash("name", null);
  return isClash ? null : 3;
}

function name({ sourceId, aed }: SourcedAed): string {
  return `${sourceId}:${aed.ref}`;
}
