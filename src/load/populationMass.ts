/** What became of the people of all sources: placed on cells, or left out for a reason that is told. */
import { AGE_GROUPS } from "./ageGroups.ts";

/** given = placed + replacedByFiner + withoutRoom + withoutLand + doubled, to 1e-9. */
export interface MassReport {
  /** the sum over all units */
  given: number;
  /** the sum over all cells */
  placed: number;
  /** in coarser units, and known better from finer ones on the same ground */
  replacedByFiner: number;
  /** rest of coarser units whose ground finer ones know wholly */
  withoutRoom: number;
  /** in discs with no land within 2 km */
  withoutLand: number;
  /** in units whose code came before */
  doubled: number;
  /** units whose value the source withheld: not in any of the sums */
  withheldCount: number;
}

export interface PopulationReport {
  squareCount: number;
  discCount: number;
  doubledCount: number;
  residents: MassReport;
  dwellings: MassReport;
  /** per group, in the order of `AGE_GROUPS` */
  ages: MassReport[];
}

export function emptyReport(): PopulationReport {
  return {
    squareCount: 0,
    discCount: 0,
    doubledCount: 0,
    residents: emptyMass(),
    dwellings: emptyMass(),
    ages: AGE_GROUPS.map(emptyMass),
  };
}

function emptyMass(): MassReport {
  return {
    given: 0,
    placed: 0,
    replacedByFiner: 0,
    withoutRoom: 0,
    withoutLand: 0,
    doubled: 0,
    withheldCount: 0,
  };
}

/** Masses are conserved, or this is our mistake and nothing goes on. */
export function checkConserved({ residents, dwellings, ages }: PopulationReport): void {
  const measures = [
    ["residents", residents],
    ["dwellings", dwellings],
    ...ages.map((mass, g) => [`residents of age ${AGE_GROUPS[g].id}`, mass] as const),
  ] as const;
  for (const [name, { given, placed, ...lost }] of measures) {
    const found = placed + lost.replacedByFiner + lost.withoutRoom + lost.withoutLand + lost.doubled;
    if (Math.abs(found - given) > 1e-9 * Math.max(1, given)) {
      throw new Error(`got ${found} ${name} out of ${given}, expected all of them; this is our mistake`);
    }
  }
}
