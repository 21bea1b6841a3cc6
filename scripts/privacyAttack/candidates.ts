/**
 * The schemes that were tried before one was chosen: what each gives away, and its price in accuracy.
 * A name reads: formed at, rounded to, drawn again after a move of.
 */
import type { DrawnUnit } from "../../src/privacy/editions.ts";
import { roundCount } from "../../src/privacy/round.ts";
import { DENSITY_CLASSES, measureAccuracy, measureStanding } from "./accuracy.ts";
import { attackOneEdition, attackTwoEditions } from "./membership.ts";
import { createGenerator, drawNormal } from "./random.ts";
import { type Scheme, standing } from "./release.ts";
import { type AreaKind, type Clustering, MODERATE_CLUSTERING } from "./world.ts";

const plain = (formationCount: number, roundingBase: number, redrawChange: number) =>
  standing({ formationCount, roundingBase, redrawChange });

/** The scheme in force before; prices are multiples of its standard deviation. */
export const BEFORE: Scheme = plain(30, 5, 10);

export const CANDIDATES: readonly Scheme[] = [
  plain(10, 5, 10),
  plain(20, 5, 10),
  BEFORE,
  plain(30, 5, 15),
  plain(30, 10, 15),
  standing(
    { formationCount: 30, roundingBase: 5, finestResolution: 8 },
    "30, 5, 15, nothing finer than 0.7 km²",
  ),
  standing({ formationCount: 30 }, "30, normal noise of sd 4, 15", normalNoise),
  standing({ formationCount: 30 }, "30, 5 in units of 0.1 km² and 20 in larger ones, 15", byResolution),
  plain(40, 5, 15),
  plain(40, 10, 10),
  standing(),
  plain(40, 10, 20),
  plain(50, 10, 15),
  plain(60, 5, 20),
  plain(40, 25, 15),
  plain(50, 25, 20),
];

/** Keyed by the whole key and the unit's count when drawn: it stands as the figure does. */
function normalNoise({ unit, count }: DrawnUnit, key: Uint8Array): number {
  const seed = [...unit].reduce((hash, letter) => Math.imul(hash ^ letter.charCodeAt(0), 16_777_619), key[0]);
  const words = new Uint32Array(key.buffer.slice(0, 32));
  const random = createGenerator(words.reduce((hash, word) => Math.imul(hash ^ word, 16_777_619), seed));
  return Math.max(0, Math.round(count + 4 * drawNormal(random)));
}

function byResolution({ unit, resolution, count }: DrawnUnit, key: Uint8Array): number {
  return roundCount(unit, count, key, resolution === 9 ? 5 : 20);
}

export interface Trial {
  name: string;
  /** AUC per clustering asked for, sparse and dense */
  oneEdition: number[];
  /** AUC after 30 % of the others were replaced, sparse and dense */
  twoEditions: number[];
  /** error of the density within 1 km over that of `BEFORE`, in the worst class from 250 residents per km² */
  priceFactor: number;
  /** protected ÷ exact total after two years of 17 % growth, sparse and dense */
  totalAfterGrowth: number[];
}

const KINDS: AreaKind[] = ["sparse", "dense"];

export function tryScheme(scheme: Scheme, clusterings: readonly Clustering[], worlds: number): Trial {
  const setting = (kind: AreaKind, clustering: Clustering) => ({
    kind,
    clustering,
    worlds,
    homesPerWorld: 25,
    seed: 5,
  });
  return {
    name: scheme.name,
    oneEdition: clusterings.flatMap((clustering) =>
      KINDS.map((kind) => attackOneEdition(setting(kind, clustering), scheme).auc),
    ),
    twoEditions: KINDS.map((kind) => attackTwoEditions(setting(kind, MODERATE_CLUSTERING), 0.3, scheme).auc),
    priceFactor: priceOf(scheme, Math.ceil(worlds / 5)),
    totalAfterGrowth: KINDS.map((kind) => meanTotalAfterGrowth(scheme, kind, Math.ceil(worlds / 5))),
  };
}

function priceOf(scheme: Scheme, worldsPerKind: number): number {
  const setting = { clustering: MODERATE_CLUSTERING, worldsPerKind, homesPerWorld: 150, seed: 1 };
  const [ours, before] = [scheme, BEFORE].map((one) => measureAccuracy(one, setting));
  const settled = DENSITY_CLASSES.map(({ below }) => below > 250);
  return Math.max(
    ...ours.flatMap(({ densitySd }, i) => (settled[i] ? [densitySd / before[i].densitySd] : [])),
  );
}

function meanTotalAfterGrowth(scheme: Scheme, kind: AreaKind, worlds: number): number {
  const ratios = Array.from({ length: worlds }, (_, n) => {
    const growth = { quarters: 8, leave: 0.03, join: 0.05, seed: 3 + n };
    return measureStanding(scheme, kind, MODERATE_CLUSTERING, growth).totalRatio;
  });
  return ratios.reduce((a, b) => a + b) / worlds;
}
