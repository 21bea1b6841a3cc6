/**
 * Membership: two worlds that differ by one person at a random home. The attacker sees what is served of one of them,
 * knows the population, the rate and the law by which responders cluster, not the key and not the other responders,
 * and says which world it is. AUC over pairs of worlds; 0.5 = a coin.
 */
import { fitScores } from "./fittedScore.ts";
import { createGenerator, type Generator } from "./random.ts";
import { solveWindows } from "./reconstruct.ts";
import { type Release, type Scheme, serveUnits } from "./release.ts";
import {
  type AreaKind,
  type Clustering,
  cellsByWeight,
  drawResidents,
  drawResponders,
  RESPONDERS_PER_RESIDENT,
} from "./world.ts";

export interface Membership {
  /** the attack score that did best, by AUC */
  bestScore: string;
  auc: number;
  /** standard error over batches of worlds */
  standardError: number;
}

export type Scores = Record<string, number>;
interface Pairs {
  /** one batch per world */
  with: Scores[][];
  without: Scores[][];
}

export interface MembershipSetting {
  kind: AreaKind;
  clustering: Clustering;
  worlds: number;
  homesPerWorld: number;
  seed: number;
}

/** One edition, of the world with or without the person. */
export function attackOneEdition(setting: MembershipSetting, { first, rule }: Scheme): Membership {
  return attackPairs(setting, (residents, counts, key, random, homes) => {
    const expected = residents.map((people) => people * RESPONDERS_PER_RESIDENT);
    const roundingVariance = (rule.roundingBase ** 2 - 1) / 6;
    const score = (units: Release, home: number) =>
      scoreOneEdition(units, home, expected, setting.clustering, roundingVariance);
    const without = first(counts, key);
    const drawHome = cellsByWeight(residents);
    return Array.from({ length: homes }, () => {
      const home = drawHome(random);
      return { without: score(without, home), with: score(first(withPerson(counts, home), key), home) };
    });
  });
}

/**
 * Two editions: the person joined in between, or did not. `churn`: share of the others who left meanwhile, and as many
 * who joined (assumption: 3 % a quarter; 0 is the strongest attacker, 30 % are some years).
 */
export function attackTwoEditions(
  setting: MembershipSetting,
  churn: number,
  { first, next }: Scheme,
): Membership {
  return attackPairs(setting, (residents, counts, key, random, homes) => {
    const before = first(counts, key);
    const later = churnCounts(counts, residents, churn, random);
    const without = next(before, later, key);
    const drawHome = cellsByWeight(residents);
    return Array.from({ length: homes }, () => {
      const home = drawHome(random);
      const withIt = next(before, withPerson(later, home), key);
      return { without: scoreChange(before, without, home), with: scoreChange(before, withIt, home) };
    });
  });
}

/** Of the sparse area only the first resolution-6 cell: 31 km², as large as the windows can see. */
const WINDOW_AREA_CELLS = 2401;

/** The naive alternative: sums over windows at both times, each solved for every cell; the score is the difference. */
export function attackTwoWindowEditions(
  setting: MembershipSetting,
  churn: number,
  iterations = 600,
): Membership {
  return attackPairs(setting, (allResidents, _counts, _key, random, homes) => {
    const residents = allResidents.map((people, cell) => (cell < WINDOW_AREA_CELLS ? people : 0));
    const counts = drawResponders(residents, setting.clustering, random);
    const solveAt = (at: Int32Array) =>
      solveWindows({ residents, counts: at }, WINDOW_AREA_CELLS, iterations);
    const before = solveAt(counts);
    const later = churnCounts(counts, residents, churn, random);
    const without = solveAt(later);
    const drawHome = cellsByWeight(residents);
    return Array.from({ length: homes }, () => {
      const home = drawHome(random);
      const withIt = solveAt(withPerson(later, home));
      return {
        without: { change: without[home] - before[home] },
        with: { change: withIt[home] - before[home] },
      };
    });
  });
}

type AttackWorld = (
  residents: Float64Array,
  counts: Int32Array,
  key: Uint8Array,
  random: Generator,
  homes: number,
) => { with: Scores; without: Scores }[];

/** Pairs of worlds by `attackWorld`; the AUC of the best score over all of them. */
export function attackPairs(setting: MembershipSetting, attackWorld: AttackWorld): Membership {
  const pairs: Pairs = { with: [], without: [] };
  for (let world = 0; world < setting.worlds; world++) {
    const random = createGenerator(setting.seed * 7919 + world);
    const residents = drawResidents(setting.kind, random);
    const counts = drawResponders(residents, setting.clustering, random);
    const key = Uint8Array.from({ length: 32 }, () => 256 * random());
    const scored = attackWorld(residents, counts, key, random, setting.homesPerWorld);
    pairs.with.push(scored.map((pair) => pair.with));
    pairs.without.push(scored.map((pair) => pair.without));
  }
  return bestOf(pairs);
}

/**
 * `surprise`: the unit's figure against its expectation, in standard deviations of the attacker's own law.
 * `localSurprise`: the same after fitting the rate to all other units in sight. `figure`, `perExpected`: plain.
 * `fineness`: one more person makes a fine unit more likely.
 */
export function scoreOneEdition(
  units: Release,
  home: number,
  expected: Float64Array,
  clustering: Clustering,
  roundingVariance: number,
): Scores {
  const served = serveUnits(units);
  const means = served.sumPerUnit(expected);
  const unit = served.unitOfCell[home];
  const figure = units[unit].protectedCount;
  const others = units.reduce((sum, { protectedCount }) => sum + protectedCount, 0) - figure;
  const othersMean = means.reduce((sum, mean) => sum + mean, 0) - means[unit];
  const surprise = (mean: number) =>
    (figure - mean) / Math.sqrt(varianceOf(mean, units[unit].resolution, clustering) + roundingVariance);
  return {
    surprise: surprise(means[unit]),
    localSurprise: surprise(othersMean > 0 ? (means[unit] * others) / othersMean : means[unit]),
    figure,
    perExpected: figure / Math.max(means[unit], 0.01),
    fineness: units[unit].resolution,
  };
}

/** Poisson plus the gamma multipliers, averaged over the blocks and neighbourhoods in a unit of that resolution. */
function varianceOf(mean: number, resolution: number, { region, neighbourhood, block }: Clustering): number {
  const blocks = resolution >= 9 ? 1 : 3;
  const neighbourhoods = resolution >= 8 ? 1 : 3;
  return mean + mean ** 2 * (block ** 2 / blocks + neighbourhood ** 2 / neighbourhoods + region ** 2);
}

export function scoreChange(before: Release, after: Release, home: number): Scores {
  const at = (units: Release) => {
    const served = serveUnits(units);
    const unit = units[served.unitOfCell[home]];
    const cells = served.sumPerUnit(new Uint8Array(served.unitOfCell.length).fill(1))[
      served.unitOfCell[home]
    ];
    return { figure: unit.protectedCount, resolution: unit.resolution, density: unit.protectedCount / cells };
  };
  const [a, b] = [at(before), at(after)];
  return {
    figureChange: b.resolution === a.resolution ? b.figure - a.figure : 0,
    densityChange: Math.log(b.density + 1e-9) - Math.log(a.density + 1e-9),
    anyChange: b.figure === a.figure && b.resolution === a.resolution ? 0 : 1,
    finer: b.resolution - a.resolution,
  };
}

function withPerson(counts: Int32Array, home: number): Int32Array {
  const more = counts.slice();
  more[home] += 1;
  return more;
}

function churnCounts(
  counts: Int32Array,
  residents: Float64Array,
  churn: number,
  random: Generator,
): Int32Array {
  const later = counts.slice();
  let left = 0;
  for (const [cell, count] of counts.entries()) {
    for (let person = 0; person < count; person++) {
      if (random() < churn) {
        later[cell] -= 1;
        left += 1;
      }
    }
  }
  const drawHome = cellsByWeight(residents);
  for (; left > 0; left--) later[drawHome(random)] += 1;
  return later;
}

/** The best score over everything, the fitted one among them; its error from the spread of ten batches. */
function bestOf(plain: Pairs): Membership {
  const pairs = addFitted(plain);
  const names = Object.keys(pairs.with[0][0]);
  const values = (side: Scores[][], name: string) => side.flat().map((scores) => scores[name]);
  const aucs = names.map((name) => areaUnderCurve(values(pairs.with, name), values(pairs.without, name)));
  const best = aucs.indexOf(Math.max(...aucs));
  const batches = Array.from({ length: 10 }, (_, b) => {
    const inBatch = (side: Scores[][]) => side.filter((_, world) => world % 10 === b);
    return areaUnderCurve(
      values(inBatch(pairs.with), names[best]),
      values(inBatch(pairs.without), names[best]),
    );
  });
  const mean = batches.reduce((a, b) => a + b) / 10;
  const variance = batches.reduce((sum, auc) => sum + (auc - mean) ** 2, 0) / 9;
  return { bestScore: names[best], auc: aucs[best], standardError: Math.sqrt(variance / 10) };
}

function addFitted(pairs: Pairs): Pairs {
  const rows = (side: Scores[][]) => side.map((homes) => homes.map((scores) => Object.values(scores)));
  const fitted = fitScores(rows(pairs.with), rows(pairs.without));
  const add = (side: Scores[][], values: number[][]) =>
    side.map((homes, world) => homes.map((scores, n) => ({ ...scores, fitted: values[world][n] })));
  return { with: add(pairs.with, fitted.with), without: add(pairs.without, fitted.without) };
}

/** P(a score of `higher` exceeds one of `lower`), ties count half (Mann–Whitney). */
export function areaUnderCurve(higher: number[], lower: number[]): number {
  const all = [...higher.map((score) => ({ score, side: 1 })), ...lower.map((score) => ({ score, side: 0 }))];
  all.sort((a, b) => a.score - b.score);
  let rankSum = 0;
  for (let from = 0; from < all.length; ) {
    let to = from;
    while (to < all.length && all[to].score === all[from].score) to++;
    for (let i = from; i < to; i++) rankSum += all[i].side * ((from + to + 1) / 2);
    from = to;
  }
  const n = higher.length;
  return (rankSum - (n * (n + 1)) / 2) / (n * lower.length);
}
