/** The tables of docs/privacy.md about what is told per period. */
import { PERIOD_AREA_RULE } from "../../src/privacy/periodAreas.ts";
import { DENSITY_CLASSES, measureByDay } from "./accuracy.ts";
import { standing } from "./release.ts";
import { formatAuc, rowsOfOne, type Table } from "./table.ts";
import { attackWhereabouts, attackWhereaboutsOverTime, type Question } from "./whereabouts.ts";
import { type AreaKind, MODERATE_CLUSTERING, WEAK_CLUSTERING } from "./world.ts";

type WorldCount = (full: number) => number;

const KINDS: AreaKind[] = ["sparse", "dense"];
const OURS = standing();
const QUESTIONS: Question[] = ["is the person registered?", "is the person there by day?"];
/** Figures per period in areas: as fine as units, half and as large as ours, and ours with finer rounding. */
const RULES = [
  [40, 10],
  [100, 25],
  [200, 10],
  [200, 25],
].map(([formationCount, roundingBase]) => ({
  ...PERIOD_AREA_RULE,
  formationCount,
  roundingBase,
  redrawChange: formationCount / 4,
}));

export function whereaboutsTable(worldCount: WorldCount): Table {
  const settingOf = (kind: AreaKind) => {
    return { kind, clustering: WEAK_CLUSTERING, worlds: worldCount(40), homesPerWorld: 25, seed: 5 };
  };
  const asked = QUESTIONS.flatMap((question) =>
    KINDS.map((kind) => () => {
      const attacks = RULES.map((rule) => attackWhereabouts(settingOf(kind), question, OURS, rule));
      return [question, kind, ...attacks.map(formatAuc)];
    }),
  );
  const joined = KINDS.map((kind) => () => {
    const attacks = RULES.map((rule) => attackWhereaboutsOverTime(settingOf(kind), 0.3, OURS, rule));
    return ["did the person join, 30 % replaced?", kind, ...attacks.map(formatAuc)];
  });
  const names = RULES.map(
    ({ formationCount, roundingBase }) => `areas of ${formationCount}, to ${roundingBase}`,
  );
  return {
    title: "Whereabouts (AUC ± standard error, best score)",
    header: ["asked", "area", ...names],
    rows: [...asked, ...joined],
  };
}

export function byDayTable(worldCount: WorldCount): Table {
  const setting = {
    clustering: MODERATE_CLUSTERING,
    worldsPerKind: worldCount(24),
    homesPerWorld: 150,
    seed: 1,
  };
  return {
    title: "Accuracy by day, per km² within 1 km",
    header: ["residents per km²", "homes", "near by day", "by home: bias", "sd", "by area: bias", "sd"],
    rows: rowsOfOne(
      DENSITY_CLASSES.length,
      () => measureByDay(OURS, setting),
      ({ atHome, byArea }, n) => {
        const [home, area] = [atHome[n], byArea[n]];
        const figures = [
          home.densityMean,
          home.densityBias,
          home.densitySd,
          area.densityBias,
          area.densitySd,
        ];
        return [home.densityClass, `${home.homes}`, ...figures.map((figure) => figure.toFixed(2))];
      },
    ),
  };
}
