/** The age groups in which CBS counts residents of squares; other sources are added up into these. */
import type { AgeCounts } from "./records.ts";

/** Years, both included; `to` of the last is open. */
export const AGE_GROUPS = [
  { id: "0To14", from: 0, to: 14 },
  { id: "15To24", from: 15, to: 24 },
  { id: "25To44", from: 25, to: 44 },
  { id: "45To64", from: 45, to: 64 },
  { id: "65Plus", from: 65, to: Number.POSITIVE_INFINITY },
] as const;
export type AgeGroupId = (typeof AGE_GROUPS)[number]["id"];
export const AGE_GROUP_COUNT = AGE_GROUPS.length;

/** The index of the group that holds these years, −1 where they lie in two. */
export function ageGroupOf(from: number, to: number): number {
  return AGE_GROUPS.findIndex((group) => group.from <= from && to <= group.to);
}

/** Residents whose group is known. */
export function sumKnownAges(ages: AgeCounts | null): number {
  return (ages ?? []).reduce<number>((sum, count) => sum + (count ?? 0), 0);
}
