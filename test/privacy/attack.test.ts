/**
 * The attack of docs/privacy.md in short: few worlds, fixed seeds. Each bound is shown to be able to fail: the same
 * attack breaks what the protection replaces.
 */
import { cellToChildren } from "h3-js";
import { describe, expect, test } from "vitest";
import { measureAccuracy } from "../../scripts/privacyAttack/accuracy.ts";
import {
  areaUnderCurve,
  attackOneEdition,
  attackTwoEditions,
  attackTwoWindowEditions,
} from "../../scripts/privacyAttack/membership.ts";
import { createGenerator } from "../../scripts/privacyAttack/random.ts";
import { attackUnits, attackWindows } from "../../scripts/privacyAttack/reconstruct.ts";
import { drawnAnew, SHARD, serveUnits, standing } from "../../scripts/privacyAttack/release.ts";
import {
  type AreaKind,
  type Clustering,
  drawResidents,
  drawResponders,
  MODERATE_CLUSTERING,
  NO_CLUSTERING,
  WEAK_CLUSTERING,
} from "../../scripts/privacyAttack/world.ts";
import { drawUnits } from "../../src/privacy/editions.ts";

const MAX_AUC = 0.52;
const OURS = standing();
const FORMED_AT_K = standing({ formationCount: 10, roundingBase: 5 });
const MAX_GAIN = 0.01;

function area(kind: AreaKind, clustering: Clustering, seed: number, cellCount = 16_807) {
  const random = createGenerator(seed);
  const residents = drawResidents(kind, random).fill(0, cellCount);
  const counts = drawResponders(residents, clustering, random);
  return { residents, counts, key: Uint8Array.from({ length: 32 }, () => 256 * random()) };
}

/** Mean over worlds of what the least-squares attack finds more than a guess. */
function meanGain(
  kind: AreaKind,
  clustering: Clustering,
  guess: "foundByPopulationShare" | "foundByFieldShare",
): number {
  const gains = [1, 2, 3, 4].map((seed) => {
    const { residents, counts, key } = area(kind, clustering, seed);
    const attack = attackUnits({ residents, counts }, serveUnits(OURS.first(counts, key)));
    return attack.foundShare - attack[guess];
  });
  return gains.reduce((a, b) => a + b) / gains.length;
}

describe("reconstruction by non-negative least squares", () => {
  test("takes nearly every occupied cell of a rural area from overlapping windows, so it is an attack", () => {
    const { residents, counts } = area("sparse", MODERATE_CLUSTERING, 1, 2401);
    const attack = attackWindows({ residents, counts }, 2401);
    expect(attack.occupiedCells).toBeGreaterThan(18);
    expect(attack.foundShare).toBeGreaterThan(0.9);
    expect(attack.exactShare).toBeGreaterThan(0.9);
    expect(attack.foundByPopulationShare).toBeLessThan(0.7);
  });

  test.each<AreaKind>(["sparse", "dense"])(
    "finds no more in a %s area than a guess from population",
    (kind) => {
      expect(meanGain(kind, NO_CLUSTERING, "foundByPopulationShare")).toBeLessThanOrEqual(MAX_GAIN);
    },
  );

  test.each<AreaKind>(["sparse", "dense"])(
    "finds no more in a clustered %s area than residents times the published density",
    (kind) => {
      expect(meanGain(kind, MODERATE_CLUSTERING, "foundByFieldShare")).toBeLessThanOrEqual(MAX_GAIN);
    },
  );
});

describe("membership", () => {
  test("is attacked on what the project itself would publish", () => {
    const { counts, key } = area("sparse", MODERATE_CLUSTERING, 1);
    const served = OURS.first(counts, key);
    const blocks = new Map(cellToChildren(SHARD, 10).map((cell, i) => [cell, counts[i]] as const));
    expect(drawUnits([], blocks, key)).toEqual(served);
    expect(OURS.next(served, counts, key)).toEqual(served);
  });

  const setting = (kind: AreaKind, clustering = MODERATE_CLUSTERING) => ({
    kind,
    clustering,
    worlds: kind === "sparse" ? 60 : 12,
    homesPerWorld: 20,
    seed: 5,
  });

  test.each<[AreaKind, Clustering]>([
    ["sparse", WEAK_CLUSTERING],
    ["dense", WEAK_CLUSTERING],
    ["sparse", MODERATE_CLUSTERING],
    ["dense", MODERATE_CLUSTERING],
  ])("cannot be told from one edition of a %s area: %o", (kind, clustering) => {
    expect(attackOneEdition(setting(kind, clustering), OURS).auc).toBeLessThanOrEqual(MAX_AUC);
  });

  test.each<AreaKind>(["sparse", "dense"])("shows in a %s area where units are formed at k alone", (kind) => {
    expect(attackOneEdition(setting(kind, WEAK_CLUSTERING), FORMED_AT_K).auc).toBeGreaterThan(MAX_AUC);
  });

  test.each<AreaKind>(["sparse", "dense"])("cannot be told from two editions of a %s area", (kind) => {
    const few = { ...setting(kind), worlds: kind === "sparse" ? 40 : 8 };
    for (const churn of [0.03, 0.3]) {
      expect(attackTwoEditions(few, churn, OURS).auc).toBeLessThanOrEqual(MAX_AUC);
    }
    // units drawn anew each quarter do not pass
    const each = drawnAnew({ formationCount: 10, roundingBase: 5 });
    expect(attackTwoEditions(few, 0.03, each).auc).toBeGreaterThan(0.55);
  });

  test("is given away by windows at two times", () => {
    const few = { ...setting("sparse"), worlds: 3, homesPerWorld: 2 };
    expect(attackTwoWindowEditions(few, 0.03, 250).auc).toBeGreaterThan(0.75);
  });

  test("is scored by the Mann–Whitney area, ties by half", () => {
    // pairs (2,1) won, (2,2) tied, (3,1), (3,2) won: 3.5 of 4
    expect(areaUnderCurve([2, 3], [1, 2])).toBe(0.875);
    expect(areaUnderCurve([1, 1], [1, 1])).toBe(0.5);
  });
});

describe("the cost in accuracy", () => {
  test("is no bias and a spread below a third of the density where people live together", () => {
    const rows = measureAccuracy(OURS, {
      clustering: MODERATE_CLUSTERING,
      worldsPerKind: 3,
      homesPerWorld: 60,
      seed: 1,
    });
    for (const row of rows.filter(({ homes }) => homes >= 30)) {
      expect(Math.abs(row.densityBias)).toBeLessThan(0.15 * row.densityMean);
      expect(row.densitySd).toBeLessThan(0.34 * row.densityMean);
    }
    expect(rows.filter(({ homes }) => homes >= 30).length).toBeGreaterThanOrEqual(3);
  });
});
