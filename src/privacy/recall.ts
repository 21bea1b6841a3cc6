/**
 * Registers that come back. A wrong file redraws many figures; the right one after it shall not be drawn a second time,
 * nor stay on the ground that the wrong one left. So the drawing before the one in force is remembered too: the next
 * one goes on from whichever of the two fewer people's figures change from, and repeats a figure where it can.
 */
import type { CellId } from "../grid/cell.ts";
import { type DrawnUnit, drawTallied } from "./editions.ts";
import type { ProtectionRule } from "./rule.ts";
import { sumOf, type Tally } from "./tally.ts";

/**
 * `drawTallied` after several earlier drawings, the one in force first: it goes on from the one that fewest people's
 * figures change from, the first where they are equal. A unit that was drawn in any of them from a count within
 * `redrawChange` of today's has that figure again: none is drawn twice from counts nearer to each other than that.
 * Where the counts of an earlier drawing come back, so does all of it, unless the one in force stands as well.
 */
export function drawAfter<T>(
  earlier: readonly (readonly DrawnUnit<T>[])[],
  finest: ReadonlyMap<CellId, T>,
  key: Uint8Array,
  rule: ProtectionRule,
  tally: Tally<T>,
): DrawnUnit<T>[] {
  let next: DrawnUnit<T>[] = [];
  let least = Number.POSITIVE_INFINITY;
  for (const base of earlier.length > 0 ? earlier : [[]]) {
    const drawn = drawTallied(base, finest, key, rule, tally);
    const changed = tally.change(tally.zero, sumOf(changedBetween(base, drawn), tally));
    if (changed < least) [next, least] = [drawn, changed];
    if (least === 0) break;
  }
  const known = new Set(earlier.flat());
  return next.map((unit) => (known.has(unit) ? unit : (recall(unit, earlier, rule, tally) ?? unit)));
}

/** The counts that came and went. */
function changedBetween<T>(before: readonly DrawnUnit<T>[], after: readonly DrawnUnit<T>[]): T[] {
  const [held, holds] = [new Set(before), new Set(after)];
  const changed = [...after.filter((unit) => !held.has(unit)), ...before.filter((unit) => !holds.has(unit))];
  return changed.map(({ count }) => count);
}

function recall<T>(
  { unit, count }: DrawnUnit<T>,
  earlier: readonly (readonly DrawnUnit<T>[])[],
  { redrawChange }: ProtectionRule,
  tally: Tally<T>,
): DrawnUnit<T> | undefined {
  return earlier.flat().find((one) => one.unit === unit && tally.change(one.count, count) < redrawChange);
}
