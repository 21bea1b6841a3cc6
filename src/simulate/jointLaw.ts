/**
 * The joint law of first CPR and first AED ready, without interpolation. Each source of help brings CPR first and the
 * AED a fixed while later, so with survivor functions of both on one grid (`model.md` §5.5)
 *
 *   Q(s, t) = P(T_cpr > s, T_ready > t) = Π_B G_B(s) · Π_k min(G_cpr,k(s), G_ready,k(t))
 *
 * B: who brings CPR only; k: who brings both. Exact where the lag of each k is fixed.
 */
import { TIME_COUNT } from "./arrivalTable.ts";

/** P(not yet by each time of the grid), falling, 1 at time 0. */
export type Survivor = Float64Array;

export interface BothSurvivors {
  cpr: Survivor;
  /** never below `cpr` */
  ready: Survivor;
}

export interface HelpLaw {
  cprOnly: readonly Survivor[];
  both: readonly BothSurvivors[];
}

/** P(no CPR by each time). */
export function firstCprSurvivor({ cprOnly, both }: HelpLaw): Survivor {
  return product([...cprOnly, ...both.map(({ cpr }) => cpr)]);
}

/** P(no AED ready by each time). */
export function firstReadySurvivor({ both }: Pick<HelpLaw, "both">): Survivor {
  return product(both.map(({ ready }) => ready));
}

function product(survivors: readonly Survivor[]): Survivor {
  const together = new Float64Array(survivors[0]?.length ?? TIME_COUNT).fill(1);
  for (const survivor of survivors) for (let i = 0; i < together.length; i++) together[i] *= survivor[i];
  return together;
}

/**
 * E[value(T_cpr, T_ready)]: per cell of the grid its mass × the mean of the value at its four corners. `value` is read at
 * [i × n + j], T_cpr at i and T_ready at j of the n times; all survivors are on the same times. What comes later than
 * the grid counts in its last step.
 */
export function expectedOver(law: HelpLaw, value: Float64Array): number {
  const n = Math.round(Math.sqrt(value.length));
  let before = new Float64Array(n);
  let here = new Float64Array(n);
  fillRow(law, 0, before);
  let expected = 0;
  for (let i = 1; i < n; i++) {
    fillRow(law, i, here);
    // below the diagonal Q does not change with t: no mass
    for (let j = i; j < n; j++) {
      const mass = before[j - 1] - here[j - 1] - before[j] + here[j];
      const at = i * n + j;
      expected += (mass * (value[at] + value[at - 1] + value[at - n] + value[at - n - 1])) / 4;
    }
    [before, here] = [here, before];
  }
  return expected;
}

/** Q at one time of CPR, for all times of the AED; nothing is later than the last step. */
function fillRow({ cprOnly, both }: HelpLaw, i: number, row: Float64Array): void {
  const last = row.length - 1;
  row.fill(0);
  if (i === last) return;
  let alone = 1;
  for (const survivor of cprOnly) alone *= survivor[i];
  // from one step before: the rest of the row is not asked
  for (let j = Math.max(0, i - 1); j < last; j++) row[j] = alone;
  for (const { cpr, ready } of both) {
    const atCpr = cpr[i];
    for (let j = Math.max(0, i - 1); j < last; j++) row[j] *= Math.min(ready[j], atCpr);
  }
}
