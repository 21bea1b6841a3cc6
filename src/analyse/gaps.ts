/**
 * Gaps: inhabited cells that are not covered, grouped into contiguous areas, most residents first. What counts as
 * covered is decided before (`gapReasons.ts`, or any other rule); this only groups, sums and names.
 */
import { gridDisk } from "h3-js";
import type { CellId } from "../grid/cell.ts";
import type { RegionKind } from "../load/records.ts";
import type { GapReason } from "./gapReasons.ts";

export interface GapCell {
  cell: CellId;
  residents: number;
  reason: GapReason;
  /** in a straight line to the nearest AED reachable in the period; null = more than 2,500 m */
  nearestReachableMeters: number | null;
  /** per kind of region that is loaded, the one that the cell lies in */
  regions: Partial<Record<RegionKind, string>>;
}

export interface GapArea {
  /** of its most populous cell (ties: the lower id); no other gap of the same question has it */
  id: CellId;
  /** ascending */
  cells: CellId[];
  residents: number;
  /** the reason of most residents, and how many have each */
  reason: GapReason;
  residentsByReason: Partial<Record<GapReason, number>>;
  /** of the cell that gives its id */
  nearestReachableMeters: number | null;
  /** of the smallest kind that is loaded, the region where most of them live; null where none is */
  regionCode: string | null;
}

const NAMING_KINDS = ["buurt", "wijk", "place", "gemeente"] as const;

/**
 * `cells`: uncovered ones, each once, in any order; those without residents are left out. Two cells that share a side
 * are in one area. The residents of all areas are those of all cells. Ranked by residents, ties by id.
 */
export function findGaps(cells: readonly GapCell[]): GapArea[] {
  const left = new Map(cells.filter(({ residents }) => residents > 0).map((cell) => [cell.cell, cell]));
  const areas: GapArea[] = [];
  for (const start of [...left.values()]) {
    if (!left.delete(start.cell)) continue;
    const members = [start];
    for (let n = 0; n < members.length; n++) {
      for (const neighbour of gridDisk(members[n].cell, 1)) {
        const found = left.get(neighbour);
        if (!found) continue;
        left.delete(neighbour);
        members.push(found);
      }
    }
    areas.push(describe(members));
  }
  return areas.sort((p, q) => q.residents - p.residents || (p.id < q.id ? -1 : 1));
}

function describe(members: GapCell[]): GapArea {
  members.sort((p, q) => (p.cell < q.cell ? -1 : 1));
  const residentsByReason = sumBy(members, ({ reason }) => reason);
  const kind = NAMING_KINDS.find((each) => members.some(({ regions }) => regions[each] !== undefined));
  const byRegion = kind ? sumBy(members, ({ regions }) => regions[kind]) : {};
  const middle = members.reduce((most, cell) => (cell.residents > most.residents ? cell : most));
  return {
    id: middle.cell,
    nearestReachableMeters: middle.nearestReachableMeters,
    cells: members.map(({ cell }) => cell),
    residents: members.reduce((sum, { residents }) => sum + residents, 0),
    reason: largest(residentsByReason)!,
    residentsByReason,
    regionCode: largest(byRegion),
  };
}

function sumBy<K extends string>(
  members: readonly GapCell[],
  keyOf: (cell: GapCell) => K | undefined,
): Partial<Record<K, number>> {
  const sums: Partial<Record<K, number>> = {};
  for (const member of members) {
    const key = keyOf(member);
    if (key !== undefined) sums[key] = (sums[key] ?? 0) + member.residents;
  }
  return sums;
}

function largest<K extends string>(sums: Partial<Record<K, number>>): K | null {
  const entries = Object.entries(sums) as [K, number][];
  entries.sort((p, q) => q[1] - p[1] || (p[0] < q[0] ? -1 : 1));
  return entries[0]?.[0] ?? null;
}
