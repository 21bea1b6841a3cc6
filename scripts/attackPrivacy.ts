/**
 * Attacks the protection of responder counts and measures what it costs in accuracy; prints the tables of
 * docs/privacy.md. `node_modules/.bin/node scripts/attackPrivacy.ts`, or with `--quick` on a tenth of the worlds.
 * Fixed seeds: the same tables each time.
 */
import { K_RESPONDERS } from "../src/privacy/partition.ts";
import { measureAccuracy, measureStanding } from "./privacyAttack/accuracy.ts";
import {
  anew,
  anewEachTime,
  attackOneEdition,
  attackTwoEditions,
  attackTwoWindowEditions,
  type Membership,
  projectFirst,
  projectNext,
} from "./privacyAttack/membership.ts";
import { createGenerator } from "./privacyAttack/random.ts";
import { attackUnits, attackWindows, type Reconstruction } from "./privacyAttack/reconstruct.ts";
import { releaseNext, serveUnits } from "./privacyAttack/release.ts";
import {
  type AreaKind,
  type Clustering,
  drawResidents,
  drawResponders,
  MODERATE_CLUSTERING,
  NO_CLUSTERING,
  WEAK_CLUSTERING,
} from "./privacyAttack/world.ts";

const SHARE = process.argv.includes("--quick") ? 0.1 : 1;
const worldCount = (full: number) => Math.max(10, Math.round(full * SHARE));
const KINDS: AreaKind[] = ["sparse", "dense"];
const CLUSTERINGS = [NO_CLUSTERING, WEAK_CLUSTERING, MODERATE_CLUSTERING];
const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
const points = (share: number) => `${share >= 0 ? "+" : "−"}${Math.abs(100 * share).toFixed(1)}`;

printTable(
  "Reconstruction of occupied cells",
  [
    "served",
    "area",
    "clustering",
    "occupied",
    "found",
    "by population",
    "by the region's rate",
    "gain, pp",
    "over the served density, pp",
    "count exact",
  ],
  [
    ...CLUSTERINGS.flatMap((clustering) => KINDS.map((kind) => reconstructUnits(kind, clustering))),
    ...KINDS.map(reconstructWindows),
  ],
);
printTable(
  "Membership, one edition (AUC ± standard error, best score)",
  [
    "clustering",
    "area",
    `formed at ${K_RESPONDERS}`,
    `at ${2 * K_RESPONDERS}`,
    `at ${3 * K_RESPONDERS} (ours)`,
  ],
  CLUSTERINGS.flatMap((clustering) => KINDS.map((kind) => membershipOneEdition(kind, clustering))),
);
printTable(
  "Membership, two editions",
  [
    "area",
    "others who left and joined",
    "windows, naive",
    `drawn anew, formed at ${K_RESPONDERS}`,
    "anew, at 30",
    "ours",
  ],
  KINDS.flatMap((kind) => [0, 0.03, 0.3].map((churn) => membershipTwoEditions(kind, churn))),
);
for (const formedAt of [1, 2, 3].map((factor) => factor * K_RESPONDERS)) printAccuracy(formedAt);
printTable(
  "Figures that stand, after 8 quarters",
  ["area", "leave, join a quarter", "protected ÷ exact total", "units never drawn again"],
  KINDS.flatMap((kind) =>
    [
      [0.03, 0.03],
      [0.03, 0.05],
    ].map(([leave, join]) => {
      const { totalRatio, standingShare } = measureStanding(kind, MODERATE_CLUSTERING, {
        quarters: 8,
        leave,
        join,
        seed: 3,
      });
      return [kind, `${percent(leave)}, ${percent(join)}`, totalRatio.toFixed(3), percent(standingShare)];
    }),
  ),
);

function reconstructUnits(kind: AreaKind, clustering: Clustering): string[] {
  const attacks = Array.from({ length: worldCount(24) }, (_, seed) => {
    const random = createGenerator(seed + 1);
    const residents = drawResidents(kind, random);
    const counts = drawResponders(residents, clustering, random);
    const key = Uint8Array.from({ length: 32 }, () => 256 * random());
    return attackUnits({ residents, counts }, serveUnits(releaseNext([], counts, key)));
  });
  return ["protected units", kind, clustering.name, ...reconstructionCells(attacks)];
}

/** 93 km² of the sparse area (three resolution-6 cells), 31 km² of the dense one: what one solve can hold. */
function reconstructWindows(kind: AreaKind): string[] {
  const cellCount = kind === "sparse" ? 3 * 2401 : 2401;
  const attacks = Array.from({ length: Math.max(1, Math.round(4 * SHARE)) }, (_, seed) => {
    const random = createGenerator(seed + 1);
    const residents = drawResidents(kind, random).fill(0, cellCount);
    const counts = drawResponders(residents, MODERATE_CLUSTERING, random);
    return attackWindows({ residents, counts }, cellCount);
  });
  return ["windows, naive", kind, MODERATE_CLUSTERING.name, ...reconstructionCells(attacks)];
}

function reconstructionCells(attacks: Reconstruction[]): string[] {
  const mean = (of: (attack: Reconstruction) => number) =>
    attacks.reduce((sum, a) => sum + of(a), 0) / attacks.length;
  const gain = (a: Reconstruction) => a.foundShare - a.foundByPopulationShare;
  const spread = Math.sqrt(mean((a) => (gain(a) - mean(gain)) ** 2) / Math.max(1, attacks.length - 1));
  return [
    mean((a) => a.occupiedCells).toFixed(0),
    percent(mean((a) => a.foundShare)),
    percent(mean((a) => a.foundByPopulationShare)),
    percent(mean((a) => a.foundByRegionShare)),
    `${points(mean(gain))} ± ${(100 * spread).toFixed(1)}`,
    points(mean((a) => a.foundShare - a.foundByFieldShare)),
    percent(mean((a) => a.exactShare)),
  ];
}

function membershipOneEdition(kind: AreaKind, clustering: Clustering): string[] {
  const setting = { kind, clustering, worlds: worldCount(120), homesPerWorld: 25, seed: 5 };
  const figures = [1, 2, 3].map((factor) =>
    formatAuc(attackOneEdition(setting, anew(factor * K_RESPONDERS))),
  );
  return [clustering.name, kind, ...figures];
}

function membershipTwoEditions(kind: AreaKind, churn: number): string[] {
  const setting = {
    kind,
    clustering: MODERATE_CLUSTERING,
    worlds: worldCount(40),
    homesPerWorld: 25,
    seed: 1,
  };
  const windows =
    kind === "sparse"
      ? formatAuc(attackTwoWindowEditions({ ...setting, worlds: 10, homesPerWorld: 6 }, churn))
      : "–";
  return [
    kind,
    percent(churn),
    windows,
    formatAuc(attackTwoEditions(setting, churn, anew(K_RESPONDERS), anewEachTime(K_RESPONDERS))),
    formatAuc(attackTwoEditions(setting, churn, anew(3 * K_RESPONDERS), anewEachTime(3 * K_RESPONDERS))),
    formatAuc(attackTwoEditions(setting, churn, projectFirst, projectNext)),
  ];
}

function formatAuc({ auc, standardError, bestScore }: Membership): string {
  return `${auc.toFixed(3)} ± ${standardError.toFixed(3)} ${bestScore}`;
}

function printAccuracy(formedAt: number): void {
  const setting = {
    clustering: MODERATE_CLUSTERING,
    worldsPerKind: worldCount(24),
    homesPerWorld: 150,
    seed: 1,
  };
  printTable(
    `Accuracy, units formed at ${formedAt}`,
    [
      "residents per km²",
      "homes",
      "per km² within 1 km",
      "bias",
      "sd",
      "95 % within",
      "in 7 cells",
      "bias",
      "sd",
      "95 % within",
    ],
    measureAccuracy(anew(formedAt), setting).map((row) => [
      row.densityClass,
      `${row.homes}`,
      ...[row.densityMean, row.densityBias, row.densitySd, row.densityWithin95].map((v) => v.toFixed(2)),
      ...[row.neighbourhoodMean, row.neighbourhoodBias, row.neighbourhoodSd, row.neighbourhoodWithin95].map(
        (v) => v.toFixed(2),
      ),
    ]),
  );
}

function printTable(title: string, header: string[], rows: string[][]): void {
  const line = (cells: string[]) => `| ${cells.join(" | ")} |`;
  console.log(
    `\n### ${title}\n\n${[line(header), line(header.map(() => "---")), ...rows.map(line)].join("\n")}`,
  );
}
