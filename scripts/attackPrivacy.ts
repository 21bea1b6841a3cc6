/**
 * Attacks the protection of responder counts and measures what it costs in accuracy; prints the tables of
 * docs/privacy.md. `node_modules/.bin/node scripts/attackPrivacy.ts`, on a tenth of the worlds with `--quick`; or only
 * the tables that are named, such as `candidates:0-3` for four of the schemes that were tried. Fixed seeds: the same
 * tables each time.
 */
import { DENSITY_CLASSES, measureAccuracy, measureStanding } from "./privacyAttack/accuracy.ts";
import { BEFORE, CANDIDATES, tryScheme } from "./privacyAttack/candidates.ts";
import { attackOneEdition, attackTwoEditions, attackTwoWindowEditions } from "./privacyAttack/membership.ts";
import { createGenerator } from "./privacyAttack/random.ts";
import { attackUnits, attackWindows, type Reconstruction } from "./privacyAttack/reconstruct.ts";
import { drawnAnew, type Scheme, serveUnits, standing } from "./privacyAttack/release.ts";
import { formatAuc, printTable, rowsOfOne, type Table } from "./privacyAttack/table.ts";
import { byDayTable, whereaboutsTable } from "./privacyAttack/whereaboutsTables.ts";
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
const OURS = standing();
const worldCount = (full: number) => Math.max(10, Math.round(full * SHARE));
const KINDS: AreaKind[] = ["sparse", "dense"];
const CLUSTERINGS = [NO_CLUSTERING, WEAK_CLUSTERING, MODERATE_CLUSTERING];
const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
const points = (share: number) => `${share >= 0 ? "+" : "−"}${Math.abs(100 * share).toFixed(1)}`;

const TABLES: Record<string, () => Table> = {
  reconstruction: () => ({
    title: "Reconstruction of occupied cells",
    header: [
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
    rows: [
      ...CLUSTERINGS.flatMap((clustering) => KINDS.map((kind) => () => reconstructUnits(kind, clustering))),
      ...KINDS.map((kind) => () => reconstructWindows(kind)),
    ],
  }),
  oneEdition: () => ({
    title: "Membership, one edition (AUC ± standard error, best score)",
    header: ["clustering", "area", "before", "ours"],
    rows: CLUSTERINGS.flatMap((clustering) =>
      KINDS.map((kind) => () => membershipOneEdition(kind, clustering)),
    ),
  }),
  twoEditions: () => ({
    title: "Membership, two editions",
    header: [
      "area",
      "others who left and joined",
      "windows, naive",
      "drawn anew, formed at 10",
      "anew, at 40",
      "ours",
    ],
    rows: KINDS.flatMap((kind) => [0, 0.03, 0.3].map((churn) => () => membershipTwoEditions(kind, churn))),
  }),
  candidates: () => ({
    title: "Schemes that were tried",
    header: [
      "formed at, rounded to, drawn again after",
      ...CLUSTERINGS.flatMap(({ name }) => KINDS.map((kind) => `${name}, ${kind}`)),
      ...KINDS.map((kind) => `two editions, ${kind}`),
      "price",
      "total after growth",
    ],
    rows: CANDIDATES.map((scheme) => () => candidateRow(scheme)),
  }),
  accuracyBefore: () => accuracyTable(BEFORE),
  accuracy: () => accuracyTable(OURS),
  standing: () => ({
    title: "Figures that stand, after 8 quarters",
    header: ["area", "leave, join a quarter", "protected ÷ exact total", "units never drawn again"],
    rows: KINDS.flatMap((kind) => [0.03, 0.05].map((join) => () => standingRow(kind, 0.03, join))),
  }),
  whereabouts: () => whereaboutsTable(worldCount),
  byDay: () => byDayTable(worldCount),
};
const asked = process.argv.slice(2).filter((argument) => argument !== "--quick");
for (const name of asked.length > 0 ? asked : Object.keys(TABLES)) {
  const [table, rows] = name.split(":");
  if (!TABLES[table])
    throw new Error(`got table ${table}, expected one of ${Object.keys(TABLES).join(", ")}`);
  printTable(TABLES[table](), rows);
}

function candidateRow(scheme: Scheme): string[] {
  const trial = tryScheme(scheme, CLUSTERINGS, worldCount(60));
  const aucs = [...trial.oneEdition, ...trial.twoEditions].map((auc) => auc.toFixed(3));
  const totals = trial.totalAfterGrowth.map((ratio) => ratio.toFixed(2)).join(", ");
  return [trial.name, ...aucs, `× ${trial.priceFactor.toFixed(2)}`, totals];
}

function standingRow(kind: AreaKind, leave: number, join: number): string[] {
  const after = Array.from({ length: worldCount(24) }, (_, seed) =>
    measureStanding(OURS, kind, MODERATE_CLUSTERING, { quarters: 8, leave, join, seed: seed + 3 }),
  );
  const mean = (of: (one: (typeof after)[0]) => number) =>
    after.reduce((sum, one) => sum + of(one), 0) / after.length;
  const churn = `${percent(leave)}, ${percent(join)}`;
  return [kind, churn, mean((one) => one.totalRatio).toFixed(3), percent(mean((one) => one.standingShare))];
}

function reconstructUnits(kind: AreaKind, clustering: Clustering): string[] {
  const attacks = Array.from({ length: worldCount(24) }, (_, seed) => {
    const random = createGenerator(seed + 1);
    const residents = drawResidents(kind, random);
    const counts = drawResponders(residents, clustering, random);
    const key = Uint8Array.from({ length: 32 }, () => 256 * random());
    return attackUnits({ residents, counts }, serveUnits(OURS.first(counts, key)));
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
  const figures = [BEFORE, OURS].map((scheme) => formatAuc(attackOneEdition(setting, scheme)));
  return [clustering.name, kind, ...figures];
}

function membershipTwoEditions(kind: AreaKind, churn: number): string[] {
  const setting = {
    kind,
    clustering: MODERATE_CLUSTERING,
    worlds: worldCount(120),
    homesPerWorld: 25,
    seed: 1,
  };
  const windows =
    kind === "sparse"
      ? formatAuc(attackTwoWindowEditions({ ...setting, worlds: 10, homesPerWorld: 6 }, churn))
      : "–";
  const anewAtK = drawnAnew({ formationCount: 10, roundingBase: 5 });
  return [
    kind,
    percent(churn),
    windows,
    ...[anewAtK, drawnAnew({}), OURS].map((scheme) => formatAuc(attackTwoEditions(setting, churn, scheme))),
  ];
}

function accuracyTable(scheme: Scheme): Table {
  const setting = {
    clustering: MODERATE_CLUSTERING,
    worldsPerKind: worldCount(24),
    homesPerWorld: 150,
    seed: 1,
  };
  const errors = ["bias", "sd", "95 % within"];
  return {
    title: `Accuracy: formed at, rounded to, drawn again after ${scheme.name}`,
    header: ["residents per km²", "homes", "per km² within 1 km", ...errors, "in 7 cells", ...errors],
    rows: rowsOfOne(
      DENSITY_CLASSES.length,
      () => measureAccuracy(scheme, setting),
      (accuracy, n) => {
        const { densityClass, homes, ...figures } = accuracy[n];
        return [densityClass, `${homes}`, ...Object.values(figures).map((figure) => figure.toFixed(2))];
      },
    ),
  };
}
